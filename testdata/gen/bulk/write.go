package main

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"s3sleuth/testdata/gen/evidence"
)

// A file is one log file: its share of the records, in a slice of the time.
type file struct {
	o      options
	kind   kind
	index  int
	maker  *maker
	truth  *truth
	from   time.Time
	length time.Duration
	count  int
}

func newFile(o options, k kind, c *cast, index int, t *truth) *file {
	share := span / time.Duration(o.files)
	return &file{
		o: o, kind: k, index: index, maker: newMaker(c, k, index), truth: t,
		from: start.Add(share * time.Duration(index)), length: share,
		count: o.n*(index+1)/o.files - o.n*index/o.files,
	}
}

// path is where a log of this kind would lie in its bucket. One account and
// Region stand for all: what a record says of them counts.
func (f *file) path() string {
	sent := f.from.Add(f.length)
	id := f.maker.ids.Unique(16)
	if f.kind == cloudTrail {
		name := account(0) + "_CloudTrail_us-east-1_" + sent.Format("20060102T1504Z") + "_" + id + ".json.gz"
		return filepath.Join(f.o.out, "AWSLogs", account(0), "CloudTrail", "us-east-1", sent.Format("2006/01/02"), name)
	}
	return filepath.Join(f.o.out, "access", sent.Format("2006-01-02-15-04-05-")+id)
}

func (f *file) write() (err error) {
	name := f.path()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	out, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() {
		if e := out.Close(); err == nil {
			err = e
		}
	}()
	if f.kind == accessLog {
		w := bufio.NewWriterSize(out, 1<<20)
		f.records(w, nil, []byte{'\n'}, []byte{'\n'})
		return w.Flush()
	}
	z := gzip.NewWriter(out)
	w := bufio.NewWriterSize(z, 1<<18)
	f.records(w, []byte(`{"Records":[`), []byte{','}, []byte("]}"))
	if err := w.Flush(); err != nil {
		return err
	}
	return z.Close()
}

// records writes and counts the file's records. Every repeatEvery-th is
// delivered twice. A write error stays in w until it is flushed.
func (f *file) records(w io.Writer, before, between, after []byte) {
	var again [][]byte
	var b []byte
	step := f.length / time.Duration(f.count+1)
	w.Write(before)
	for i := range f.count {
		if i > 0 {
			w.Write(between)
		}
		r := f.maker.draw(f.from.Add(step*time.Duration(i) + time.Duration(f.maker.rnd.Int64N(int64(2*time.Second)))).Truncate(time.Second))
		id := r.id
		if f.kind == cloudTrail {
			id = f.maker.ids.Event()
			b = f.event(&r, id, b[:0])
		} else {
			b = r.line(b[:0])
		}
		w.Write(b)
		f.truth.note(f.kind, &r, id)
		if i%repeatEvery == repeatEvery-1 {
			again = append(again, append([]byte(nil), b...))
		}
	}
	for _, b := range again {
		w.Write(between)
		w.Write(b)
		f.truth.Duplicates++
	}
	w.Write(after)
}

const repeatEvery = 2000

func (r *request) line(b []byte) []byte {
	l := evidence.Line{
		Owner:  "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be",
		Bucket: r.place.name, Time: r.at, IP: r.ip, Requester: r.by.requester, RequestID: r.id,
		Operation: r.call.log, Key: r.key, URI: r.call.method + " /" + r.key + " HTTP/1.1",
		Status: r.status, Error: r.code, Sent: -1, Size: -1, Total: 40, Turnaround: 31, Agent: r.ua,
		HostID: r.host, Cipher: r.cipher(), Host: r.hostHeader(), TLS: r.tlsVersion(), SourceRegion: r.place.region,
	}
	if r.size > 0 {
		l.Size = r.size
		if r.call.api == "GetObject" {
			l.Sent = r.size
		}
	}
	if r.by.requester != "" {
		l.Signature, l.Auth = "SigV4", "AuthHeader"
	}
	if r.acl != "" {
		l.ACLRequired = "Yes"
	}
	return l.Append(b)
}

// event appends r as CloudTrail has it.
func (f *file) event(r *request, id string, b []byte) []byte {
	q := evidence.Quote
	e := evidence.Event{
		Version: "1.11", Identity: r.by.identity, Time: r.at, Source: "s3.amazonaws.com", Name: r.call.api, Region: r.place.region,
		IP: r.ip, Agent: "[" + r.ua + "]", Error: r.code, RequestID: r.id, ID: id, ReadOnly: !r.call.writes,
		Type: "AwsApiCall", Management: !r.call.data, Account: r.place.account, Category: "Data",
		Params: []evidence.Member{{Name: "bucketName", Value: q(r.place.name)}, {Name: "Host", Value: q(r.hostHeader())}},
		Extra:  make([]evidence.Member, 0, 6),
	}
	if !r.call.data {
		e.Category = "Management"
	}
	if r.code == "AccessDenied" {
		e.Message = "User: " + r.by.requester + " is not authorized to perform: s3:" + r.call.api
	}
	if r.key != "" {
		e.Params = append(e.Params, evidence.Member{Name: "key", Value: q(r.key)})
		e.Resources = append(e.Resources, evidence.Resource{Type: "AWS::S3::Object", ARN: "arn:aws:s3:::" + r.place.name + "/" + r.key})
	}
	e.Resources = append(e.Resources, evidence.Resource{Account: r.place.account, Type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::" + r.place.name})
	if r.acl != "" {
		e.Params = append(e.Params, evidence.Member{Name: "x-amz-acl", Value: q(r.acl)})
	}
	if r.by.requester != "" {
		e.Extra = append(e.Extra, evidence.Member{Name: "SignatureVersion", Value: `"SigV4"`}, evidence.Member{Name: "AuthenticationMethod", Value: `"AuthHeader"`})
	}
	if r.tls != "none" {
		e.Extra = append(e.Extra, evidence.Member{Name: "CipherSuite", Value: q(r.cipher())})
		e.TLS = `{"tlsVersion":"` + r.tlsVersion() + `","cipherSuite":"` + r.cipher() + `","clientProvidedHostHeader":"` + r.hostHeader() + `"}`
	}
	out := int64(0)
	if r.call.api == "GetObject" {
		out = r.size
	}
	e.Extra = append(
		e.Extra,
		evidence.Member{Name: "bytesTransferredIn", Value: "0"},
		evidence.Member{Name: "bytesTransferredOut", Value: fmt.Sprint(out)},
		evidence.Member{Name: "x-amz-id-2", Value: q(r.host)},
	)
	return e.Append(b)
}
