package evidence

import "math/rand/v2"

const (
	upperAlnum = "ABCDEFGHJKMNPQRSTVWXYZ0123456789"
	base64URL  = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	hexDigits  = "0123456789abcdef"
)

// IDs makes identifiers of the shapes S3 and CloudTrail use. The tails come from
// a small set and only the heads are random: they stay distinct over tens of
// millions of records, and logs full of them still compress.
type IDs struct {
	rnd     *rand.Rand
	request []string
	host    []string
	event   []string
	buf     []byte
}

// NewIDs returns a maker that takes its chance from rnd and draws tails from
// sets of the given size.
func NewIDs(rnd *rand.Rand, tails int) *IDs {
	d := &IDs{rnd: rnd}
	for range tails {
		d.request = append(d.request, d.draw(upperAlnum, 8))
		d.host = append(d.host, d.draw(base64URL, 67)+"=")
		d.event = append(d.event, "-"+d.draw(hexDigits, 4)+"-4"+d.draw(hexDigits, 3)+"-"+
			d.draw("89ab", 1)+d.draw(hexDigits, 3)+"-"+d.draw(hexDigits, 12))
	}
	return d
}

// Request returns a request ID: 16 upper-case alphanumerics.
func (d *IDs) Request() string { return d.head(upperAlnum, 8, d.request) }

// Host returns a host ID (x-amz-id-2): 76 characters of base64.
func (d *IDs) Host() string { return d.head(base64URL, 8, d.host) }

// Event returns a UUID, as eventID.
func (d *IDs) Event() string { return d.head(hexDigits, 8, d.event) }

// Hex returns n random hexadecimal digits.
func (d *IDs) Hex(n int) string { return d.draw(hexDigits, n) }

// Unique returns n random upper-case alphanumerics, as log file names end in.
func (d *IDs) Unique(n int) string { return d.draw(upperAlnum, n) }

func (d *IDs) head(alphabet string, n int, tails []string) string {
	d.fill(alphabet, n)
	d.buf = append(d.buf, tails[d.rnd.IntN(len(tails))]...)
	return string(d.buf)
}

func (d *IDs) draw(alphabet string, n int) string {
	d.fill(alphabet, n)
	return string(d.buf)
}

func (d *IDs) fill(alphabet string, n int) {
	d.buf = d.buf[:0]
	for range n {
		d.buf = append(d.buf, alphabet[d.rnd.IntN(len(alphabet))])
	}
}
