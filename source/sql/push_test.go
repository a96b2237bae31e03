package sql

import (
	"fmt"
	"math/rand"
	"strings"
	"testing"
	"time"

	"s3sleuth/model"
)

var testNow = time.Date(2026, 11, 8, 12, 0, 0, 0, time.UTC)

// answer is what the filter language says of a record whose original bytes are
// at hand. is:joined needs other records: it is unknown, as to the engine.
func (s *sample) answer(x model.Expr) model.Truth {
	switch x := x.(type) {
	case model.And:
		t := model.Yes
		for _, part := range x {
			t = t.And(s.answer(part))
		}
		return t
	case model.Or:
		t := model.No
		for _, part := range x {
			t = t.Or(s.answer(part))
		}
		return t
	case model.Not:
		return s.answer(x.X).Not()
	case model.Undecided:
		return model.Of(s.answer(x.X) == model.Unknown)
	case *model.Raw:
		return model.Of(x.Holds(s.raw))
	case *model.Cmp:
		if x.Field == model.FieldPath {
			return x.JSON(s.kind, s.raw)
		}
	case *model.Has:
		if x.Field == model.FieldPath {
			return model.Of(x.JSON(s.kind, s.raw))
		}
	}
	return x.Eval(&s.record)
}

// matches is the same with every unknown condition taken as no.
func (s *sample) matches(x model.Expr) bool {
	switch x := x.(type) {
	case model.And:
		for _, part := range x {
			if !s.matches(part) {
				return false
			}
		}
		return true
	case model.Or:
		for _, part := range x {
			if s.matches(part) {
				return true
			}
		}
		return false
	case model.Not:
		return !s.matches(x.X)
	}
	return s.answer(x) == model.Yes
}

// randomCondition writes a condition that one of the samples may meet.
func randomCondition(r *rand.Rand, samples []*sample) string {
	switch r.Intn(14) {
	case 0, 1:
		return "is:" + model.FactNames[r.Intn(int(model.NumFacts))]
	case 2:
		return "has:" + one(r, append(fieldNames(), samplePaths...)...)
	case 3:
		return one(r, "acme", `raw:"public-read"`, "raw:*photos*", "/ali.e/", `-*`, "*", `raw:"'"`)
	case 4:
		return one(r, samplePaths...) + one(r, ":", "!=") + one(r, `"public-read"`, "*acme*", `"AccessDenied"`, "*AllUsers*", ">10", `"12"`, "*12*", `"alice"`, "/acme|x/", `"aws-cli/2.1"`, "*:1*")
	case 5:
		return "time:" + one(r, "2026-11-02", ">=2026-11-02T10:30", "<2026-11-01T12:00:01.500Z", "2026-11-01..2026-11-03", ">2026-11-01T12:00:00.250Z", "[2026-11-01 TO 2026-11-02]")
	case 6:
		return one(r, "bytes", "size", "turnaround") + one(r, ":", "!=") + one(r, "12", ">=1024", "<13", "[0 TO 12]", "(0, 1024)", ">12")
	case 7:
		return "status" + one(r, ":", "!=") + one(r, "4xx", "404", ">=400", "(200, 206)", "[200 TO 299]", "40*")
	case 8:
		return "ip" + one(r, ":", "!=") + one(r, "192.0.2.0/24", "192.0.2.1", "2001:db8::/32", "::/0", "[192.0.2.0 TO 192.0.2.50]", "*.amazonaws.com", "2001:DB8:0::7", `"AWS internal"`, "(192.0.2.1, s3.amazonaws.com)", "0.0.0.0/0")
	case 9:
		return "tls" + one(r, ":", "!=") + one(r, "none", "1.2", "<1.2", "no-evidence", "unversioned", "unknown", "n/a", "1.*", "(1.0, none)", ">=1.2", "/n/")
	}
	f := model.Field(r.Intn(int(model.NumText)))
	s := samples[r.Intn(len(samples))]
	v := string(s.record.Text[f])
	if s.record.Text[f] == nil || r.Intn(6) == 0 {
		v = one(r, "acme-logs", "PutObject", "k", "", "deploy", "anonymous", "public-read", "none", "iam", "role", "x", `a\b'`, "_", "%")
	}
	return f.String() + one(r, ":", ":", "!=") + randomValue(r, v)
}

// randomValue writes a pattern that v may match.
func randomValue(r *rand.Rand, v string) string {
	quoted := func(s string) string {
		var b strings.Builder
		for _, c := range []byte(s) {
			if c < ' ' || c >= 0x7f || c == '"' || c == '\\' {
				fmt.Fprintf(&b, `\x%02X`, c)
			} else {
				b.WriteByte(c)
			}
		}
		return `"` + b.String() + `"`
	}
	escaped := func(s string) string {
		return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, " ", `\ `, "(", `\(`, ")", `\)`, ",", `\,`, `"`, `\"`).Replace(s)
	}
	from, to := 0, len(v)
	if len(v) > 2 {
		from, to = r.Intn(len(v)/2), len(v)/2+r.Intn(len(v)/2)
	}
	switch r.Intn(8) {
	case 0:
		return "*" + escaped(v[from:to]) + "*"
	case 1:
		return escaped(v[:to]) + "*"
	case 2:
		if v != "" {
			return escaped(v[:len(v)-1]) + "?"
		}
	case 3:
		return quoted(strings.ToUpper(v))
	case 4:
		return "(" + quoted(v) + ", " + quoted(one(r, "x", "y", "GetObject", "-x")) + ")"
	case 5:
		return one(r, "/a.e|p/", "/^a/", "/amazonaws\\.com/", "/(Put|Get)Object/", "/k/", "/./")
	}
	return quoted(v)
}

var samplePaths = []string{
	"requestParameters.x-amz-acl", "requestParameters.bucketName", "requestParameters", "errorCode", "userIdentity.arn", "userIdentity.sessionContext.sessionIssuer.arn",
	"tlsDetails.tlsVersion", "userAgent", "additionalEventData.bytesTransferredOut", "additionalEventData.CipherSuite", "resources.ARN", "readOnly", "userIdentity.userName", "sourceIPAddress", `."userIdentity.arn"`,
}

func fieldNames() []string {
	var names []string
	for f := range model.FieldPath {
		names = append(names, f.String())
	}
	return names
}

// randomFilter grows a tree over conditions that parse.
func randomFilter(t testing.TB, r *rand.Rand, samples []*sample, depth int) model.Expr {
	t.Helper()
	if depth == 0 || r.Intn(4) == 0 {
		for range 100 {
			if x, err := model.Parse(randomCondition(r, samples), testNow); err == nil {
				return x
			}
		}
		t.Fatal("no random condition parses")
	}
	var parts []model.Expr
	for range 2 + r.Intn(2) {
		parts = append(parts, randomFilter(t, r, samples, depth-1))
	}
	switch r.Intn(7) {
	case 0, 1:
		return model.And(parts)
	case 2, 3:
		return model.Or(parts)
	case 4:
		return model.Undecided{X: parts[0]}
	}
	return model.Not{X: parts[0]}
}

// testTables are one of each dialect, with the samples as its rows.
func testTables(t testing.TB) map[string]*Table {
	t.Helper()
	tables := map[string]*Table{}
	for what, make := range map[string]func() (*Table, error){
		"lake":   func() (*Table, error) { return ParseTable("lake:0a1b2c3d-0000-4000-8000-0123456789ab", Events, false) },
		"events": func() (*Table, error) { return ParseTable("athena:logs.trail", Events, false) },
		"lines":  func() (*Table, error) { return ParseTable("trino:hive.logs.access", Lines, false) },
	} {
		table, err := make()
		if err != nil {
			t.Fatal(err)
		}
		tables[what] = table
	}
	return tables
}

func randomSamples(t testing.TB, r *rand.Rand, what string, n int) []*sample {
	t.Helper()
	var samples []*sample
	for len(samples) < n {
		if what != "lines" {
			samples = append(samples, decodeEvent(t, r, randomEvent(r)))
		} else if s, ok := decodeLine(t, randomLine(r)); ok {
			samples = append(samples, s)
		}
	}
	return samples
}

// TestPushDownLosesNothing is the law of this package, over random filters and
// records: lo holds only where the record matches, hi wherever it does, and so
// for unknown. Where no condition is left to the rows, both are exact.
func TestPushDownLosesNothing(t *testing.T) {
	const filters, records = 800, 25
	for what, table := range testTables(t) {
		t.Run(what, func(t *testing.T) {
			r := rand.New(rand.NewSource(1))
			samples := randomSamples(t, r, what, 400)
			pushed := 0
			for range filters {
				x := randomFilter(t, r, samples, 3)
				if checkFilter(t, table, r, x, samples, records) {
					pushed++
				}
			}
			if pushed < filters/20 {
				t.Errorf("only %d of %d filters are pushed down whole", pushed, filters)
			}
		})
	}
}

// checkFilter holds one filter against some of the samples, and says whether all
// of it was pushed down.
func checkFilter(t *testing.T, table *Table, r *rand.Rand, x model.Expr, samples []*sample, n int) bool {
	t.Helper()
	p := &pusher{table: table}
	match, unknown := p.match(x), p.unknown(x)
	for range n {
		s := samples[r.Intn(len(samples))]
		row := s.row
		if table.Engine == Lake {
			row = s.lake
		}
		check := func(b bounds, want bool, what string) {
			t.Helper()
			lo, hi := eval(t, b.lo, row) == true, eval(t, b.hi, row) == true
			if want && !hi || !want && lo || len(p.local) == 0 && lo != hi {
				t.Fatalf("%s of %v is %v, but SQL says from %v to %v\nlo  %s\nhi  %s\nraw %s\nlocal %v",
					what, x, want, lo, hi, sprint(b.lo), sprint(b.hi), s.raw, p.local)
			}
		}
		check(match, s.matches(x), "match")
		check(unknown, s.answer(x) == model.Unknown, "unknown")
	}
	return len(p.local) == 0
}
