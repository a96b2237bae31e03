package decode

import (
	"archive/tar"
	"bytes"
	"strings"
	"testing"
	"unicode/utf16"

	"s3sleuth/model"
)

// inUTF16 writes text as Windows does, the low byte first.
func inUTF16(s string) string {
	var b []byte
	for _, c := range utf16.Encode([]rune(s)) {
		b = append(b, byte(c), byte(c>>8))
	}
	return string(b)
}

// tarOf packs a file as tar does.
func tarOf(t *testing.T, name, content string) string {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	if err := w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(content))}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestForeign names what is found among logs. What may hold requests in a form
// that is not read is a loss and has a hint; what holds none is set aside.
func TestForeign(t *testing.T) {
	event := ev("a")
	tests := []struct {
		name, stored string
		what         string
		lost         bool
	}{
		{"zip", "PK\x03\x04\x14\x00logs", "zip archive", true},
		{"zip behind gzip", string(zip(t, "PK\x03\x04\x14\x00logs")), "zip archive", true},
		{"tar of access logs", tarOf(t, "a.log", goodLine+"\n"), "tar archive", true},
		{"tar.gz of events", string(zip(t, tarOf(t, "a.json", event))), "tar archive", true},
		{"7z", "7z\xbc\xaf\x27\x1c\x00\x04", "7-Zip archive", true},
		{"zstd", "\x28\xb5\x2f\xfd\x04", "data packed by zstd", true},
		{"xz", "\xfd7zXZ\x00\x00", "data packed by xz", true},
		{"bzip2", "BZh91AY&SY", "data packed by bzip2", true},
		{"gzip twice", string(zip(t, string(zip(t, goodLine)))), "gzip data within gzip data", true},
		{"Parquet", "PAR1\x15\x04", "Parquet file", true},
		{"zeros", strings.Repeat("\x00", 4096), "nothing but zero bytes", true},
		{"output of aws in PowerShell", "\xff\xfe" + inUTF16(`{"Events": [{"CloudTrailEvent": `+quoted(event)), "text in UTF-16", true},
		{"UTF-16 without a mark", inUTF16(goodLine), "text in UTF-16", true},
		{"carriage returns", goodLine + "\r" + goodLine + "\r", "access log whose lines end with a carriage return alone", true},
		{"event history of the console", "Event name,Event time,User name,Event source\nGetObject,\"November 01, 2026\",a,b\n", "CSV download of CloudTrail's event history", true},
		{"Athena's result of events", "\"eventversion\",\"useridentity\",\"eventtime\"\n\"1.08\",\"{}\",\"2026-11-01T10:00:00Z\"\n", "CloudTrail events as CSV", true},
		{"Athena's result of lines", "\"bucketowner\",\"bucket_name\",\"requestdatetime\"\n\"79a5\",\"acme\",\"01/Nov/2026:09:00:00 +0000\"\n", "access-log records as CSV", true},
		{"Athena's rows in JSON", `{"eventversion":"1.08","eventname":"GetObject"}`, "CloudTrail events under names in small letters, as Athena writes them", true},
		{"Lake's answer", `{"QueryStatus":"FINISHED","QueryResultRows":[]}`, "rows of a CloudTrail Lake query", true},
		{"Security Lake", `{"class_uid":6003,"api":{"operation":"GetObject"}}`, "OCSF records, as of Security Lake", true},
		{"syslog", "Nov  1 10:00:00 host s3: " + goodLine + "\n", "S3 access-log lines behind other text", true},
		{"lookup-events as text", "EVENTS\tAKIAIOSFODNN7EXAMPLE\t" + event + "\n", "CloudTrail events within other text", true},
		{"lookup-events as YAML", "Events:\n- CloudTrailEvent: '" + event + "'\n", "CloudTrail events within other text", true},

		{"VPC flow log", "version account-id interface-id srcaddr\n2 111122223333 eni-0a1b 10.0.0.1\n", "VPC flow log", false},
		{"VPC flow log without its header", "2 111122223333 eni-0a1b 10.0.0.1 10.0.0.2 443 49152 6 20 4249 1 2 ACCEPT OK\n", "VPC flow log", false},
		{"application load balancer", "h2 2026-11-01T10:00:00.000000Z app/web/50dc 192.0.2.7:2817 10.0.0.1:80 0 0 0 200 200 34 366 \"GET / HTTP/2.0\"\n", "access log of a load balancer", false},
		{"network load balancer", "tls 2.0 2026-11-01T10:00:00 net/web/c6e7 g3d4 192.0.2.7:51341 10.0.0.1:443 5 2\n", "access log of a load balancer", false},
		{"classic load balancer", "2026-11-01T10:00:00.000000Z web 192.0.2.7:2817 10.0.0.1:80 0.1 0.2 0.3 200 200 0 29 \"GET / HTTP/1.1\"\n", "access log of a load balancer", false},
		{"CloudFront", "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes\n2026-11-01\t10:00:00\tLHR1\t10\n", "CloudFront access log", false},
		{"web server", "192.0.2.7 - - [01/Nov/2026:09:00:00 +0000] \"GET / HTTP/1.1\" 200 10\n", "access log of a web server", false},
		{"AWS Config", `{"fileVersion":"1.0","configurationItems":[]}`, "AWS Config items", false},
		{"AWS WAF", `{"timestamp":1,"webaclId":"arn:aws:wafv2:x"}`, "AWS WAF log", false},
		{"an error page saved as a log", "<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code></Error>", "XML document", false},
		{"picture", "\x89PNG\r\n\x1a\n\x00\x00\x00\x0d", "binary data", false},
		{"words", "some words\nand no log\n", "no log that is known here", false},
	}
	d := New()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []model.Problem
			others := 0
			err := d.File(strings.NewReader(test.stored), PathFacts{}, Output{
				Record:  func(r *model.Record) error { t.Errorf("a record of %q", test.stored); return nil },
				Problem: func(p model.Problem) { got = append(got, p) },
				Other:   func(what model.Other, n int) { others += n },
			})
			if err != nil || len(got) != 1 {
				t.Fatalf("error %v, problems %+v; want one that names it", err, got)
			}
			p := got[0]
			if what, _, _ := strings.Cut(p.Reason, ": "); what != test.what || p.Whole != test.lost || p.Aside == test.lost {
				t.Errorf("%+v; want %q, lost %t", p, test.what, test.lost)
			}
			if (p.Hint != "") != test.lost || (others == 0) != test.lost {
				t.Errorf("hint %q, %d set aside; lost is %t", p.Hint, others, test.lost)
			}
		})
	}
}

// TestLogsAreNotForeign holds logs that hostile text makes look like something else.
func TestLogsAreNotForeign(t *testing.T) {
	for _, stored := range []string{
		strings.Repeat(strings.Replace(goodLine, "curl", "ustar", 1)+"\n", 3),
		strings.Replace(goodLine, "curl", `"webaclId" PAR1 PK`, 1),
		`{"Records":[` + ev("a", `"userAgent":"\"QueryResultRows\" \"eventversion\""`) + `]}`,
	} {
		records := 0
		err := New().File(strings.NewReader(stored), PathFacts{}, Output{
			Record:  func(*model.Record) error { records++; return nil },
			Problem: func(p model.Problem) { t.Errorf("%+v of %q", p, stored) },
			Other:   func(model.Other, int) { t.Errorf("%q is set aside", stored) },
		})
		if err != nil || records == 0 {
			t.Errorf("%d records and error %v of %q", records, err, stored)
		}
	}
}

func FuzzForeign(f *testing.F) {
	f.Add([]byte("version account-id\n"))
	f.Add([]byte("\xff\xfea\x00"))
	f.Fuzz(func(t *testing.T, head []byte) {
		if p := strange(head).problem(); p.Reason == "" || p.Aside == p.Whole {
			t.Errorf("%+v", p)
		}
		isTar(head)
		loneReturns(head)
	})
}
