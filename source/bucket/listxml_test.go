package bucket

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// bySlowReader reads an answer with the standard library.
func bySlowReader(b []byte) (listText, error) {
	var said struct {
		IsTruncated           string
		NextContinuationToken string
		EncodingType          string
		Contents              []struct{ Key, ETag, Size, LastModified string }
		CommonPrefixes        []struct{ Prefix string }
	}
	if err := xml.Unmarshal(b, &said); err != nil {
		return listText{}, err
	}
	l := listText{truncated: said.IsTruncated == "true", next: said.NextContinuationToken, encoding: said.EncodingType}
	for _, c := range said.Contents {
		l.contents = append(l.contents, contentText{c.Key, c.ETag, c.Size, c.LastModified})
	}
	for _, p := range said.CommonPrefixes {
		l.prefixes = append(l.prefixes, p.Prefix)
	}
	return l, nil
}

// answer is one as S3 writes it, with what is not read too.
func answer(keys int) []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" +
		`<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>logs</Name><Prefix>AWSLogs/</Prefix>` +
		`<NextContinuationToken>1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=&lt;</NextContinuationToken>` +
		`<KeyCount>2</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>true</IsTruncated><EncodingType>url</EncodingType>`)
	for i := range keys {
		fmt.Fprintf(&b, `<Contents><Key>AWSLogs/a%%2Bb+c&amp;%d.log</Key><LastModified>2026-11-20T08:15:30.000Z</LastModified>`+
			`<ETag>&quot;0123456789abcdef0123456789abcdef&quot;</ETag><ChecksumAlgorithm>CRC64NVME</ChecksumAlgorithm><Size>%d</Size>`+
			`<Owner><ID>Key</ID><Size>no</Size></Owner><StorageClass>STANDARD</StorageClass></Contents>`, i, 100*i)
	}
	b.WriteString("<CommonPrefixes><Prefix>AWSLogs/111122223333/</Prefix></CommonPrefixes>\n  <CommonPrefixes>\n <Prefix>x</Prefix> </CommonPrefixes><StartAfter/></ListBucketResult>\n")
	return []byte(b.String())
}

func TestParseListReadsAsTheLibrary(t *testing.T) {
	for _, b := range [][]byte{answer(0), answer(1), answer(1000), []byte("<ListBucketResult/>"), []byte("<ListBucketResult><Contents/><Contents><Key/></Contents></ListBucketResult>")} {
		want, err := bySlowReader(b)
		if err != nil {
			t.Fatal(err)
		}
		got, err := parseList(b)
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(listText{}, contentText{})); diff != "" || err != nil {
			t.Errorf("%.200s: %v (-library +parseList):\n%s", b, err, diff)
		}
	}
}

func TestParseListRefuses(t *testing.T) {
	whole := string(answer(1))
	for name, text := range map[string]string{
		"cut short":      whole[:len(whole)-30],
		"cut in a tag":   whole[:strings.Index(whole, "<Key>")+3],
		"not nested":     "<a><b></a></b>",
		"ends too often": "<a></a></a>",
		"no name":        "<a><></a>",
		"nothing":        "",
		"another page":   "<html><body>Sign in</body></html>",
	} {
		if l, err := parseList([]byte(text)); err == nil {
			t.Errorf("%s: %+v, no error", name, l)
		}
	}
}

func TestAPageThatCannotBeRead(t *testing.T) {
	good := contentText{key: "a", size: "1", modified: "2026-11-20T08:15:30Z"}
	b := &Bucket{name: "s3://logs", bucket: "logs"}
	if p, err := b.page(listText{contents: []contentText{good}}); err != nil || len(p.keys) != 1 || p.keys[0].name != "s3://logs/a" {
		t.Fatalf("%+v, %v", p, err)
	}
	for name, said := range map[string]listText{
		"more, and no token": {truncated: true},
		"no size":            {contents: []contentText{{key: "a", modified: good.modified}}},
		"negative size":      {contents: []contentText{{key: "a", size: "-1", modified: good.modified}}},
		"no time":            {contents: []contentText{{key: "a", size: "1"}}},
		"a key's encoding":   {encoding: "url", contents: []contentText{{key: "%zz", size: "1", modified: good.modified}}},
		"a prefix' encoding": {encoding: "url", prefixes: []string{"%"}},
	} {
		if p, err := b.page(said); err == nil {
			t.Errorf("%s: %+v, no error", name, p)
		}
	}
}

func FuzzParseList(f *testing.F) {
	f.Add(answer(2))
	f.Add([]byte("<ListBucketResult><Contents><Key>x</Key></Contents></ListBucketResult>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := parseList(b)
		if err == nil {
			_, _ = (&Bucket{}).page(l)
		}
	})
}

func BenchmarkParseList(b *testing.B) {
	page := answer(1000)
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		if _, err := parseList(page); err != nil {
			b.Fatal(err)
		}
	}
}
