package store

import (
	"bytes"
	stdcmp "cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/maphash"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
)

// population is a few thousand records with every kind of value a filter can
// meet: recorded, absent as an answer, silent, undecided.
func population(n int) []*model.Record {
	rnd := rand.New(rand.NewPCG(5, 6))
	pick := func(words ...string) []byte { return []byte(words[rnd.IntN(len(words))]) }
	var out []*model.Record
	for i := range n {
		r := new(model.Record)
		r.Reset([]model.Kind{model.AccessLog, model.CloudTrail, model.NetworkActivity}[rnd.IntN(3)])
		r.Time = 1_793_500_000_000 + rnd.Int64N(5*24*3600*1000)
		r.Text[model.FieldTLS] = pick("none", "1.0", "1.1", "1.2", "1.3", "no-evidence", "unversioned", "unknown", "n/a")
		op := pick("GetObject", "PutObject", "DeleteObject")
		if rnd.IntN(4) > 0 {
			r.Text[model.FieldOp] = op
		}
		if rnd.IntN(4) > 0 {
			r.Text[model.FieldOperation] = op
		}
		if r.Kind == model.AccessLog {
			r.Text[model.FieldOperation] = pick("REST.GET.OBJECT", "REST.PUT.OBJECT")
			r.Text[model.FieldID] = fmt.Appendf(nil, "%016d", i/2)
			r.Text[model.FieldRequest] = r.Text[model.FieldID]
			r.Text[model.FieldStatus] = pick("200", "403", "404")
		} else {
			r.Text[model.FieldID] = fmt.Appendf(nil, "00000000-0000-4000-8000-%012d", i)
			r.Text[model.FieldRequest] = fmt.Appendf(nil, "%016d", rnd.IntN(n))
		}
		optional := func(f model.Field, words ...string) {
			switch rnd.IntN(4) {
			case 0:
			case 1:
				r.None(f)
			default:
				r.Text[f] = pick(words...)
			}
		}
		optional(model.FieldError, "AccessDenied", "NoSuchKey")
		optional(model.FieldIP, "203.0.113.7", "10.1.2.3", "2001:db8::1", "AWS Internal", "s3.amazonaws.com")
		optional(model.FieldBucket, "acme-static", "acme-backup", "logs")
		optional(model.FieldKey, "a/b%20c.txt", "a/b c.txt", "A/B", "x")
		optional(model.FieldACL, "none", "public-read", "grant:READ:AllUsers,grant:WRITE:AllUsers")
		optional(model.FieldPrincipal, "anonymous", "arn:aws:iam::111122223333:role/etl", "arn:aws:iam::111122223333:user/kim")
		optional(model.FieldUA, "curl/7.61.1", "aws-cli/2.1", "Boto3/1.4 (X11)")
		optional(model.FieldMFA, "true", "false")
		if rnd.IntN(2) == 0 {
			r.Number[model.FieldBytes-model.NumText] = rnd.Int64N(3) * 1_000_000
		}
		for k := range model.Joined {
			r.Facts.Set(k, model.Truth(rnd.IntN(3)))
		}
		out = append(out, r)
	}
	return out
}

// terms of every kind; ?? is for random choice.
var sampleTerms = []string{
	"tls:none", "tls:1.2", "tls:<1.2", "tls:(none, <1.2)", "tls:unknown", "tls!=1.2", "has:tls", "tls:unversioned",
	"op:GetObject", "op:REST.GET.OBJECT", "op!=GetObject", "has:op", "op!=REST.PUT.OBJECT", "operation:REST.*",
	"error:AccessDenied", "error:*", "error!=NoSuchKey", "ip:203.0.113.0/24", "ip:10.0.0.0/8", "ip:2001:db8::/32", "ip:AWS*",
	"bucket:acme-*", "bucket:(acme-static OR logs)", "has:bucket", "key:\"a/b c.txt\"", "key:a/*", "key:A/B", "acl:public-read",
	"acl:grant:READ:AllUsers", "principal:anonymous", "user:*role/etl", "ua:/curl|boto/", "curl", "mfa:true",
	"bytes:>0", "bytes:0", "bytes:[1 TO 1500000]", "has:bytes", "status:403", "status:4*", "is:anonymous", "is:public-acl", "is:denied",
	"is:read", "kind:accesslog", "kind:cloudtrail", "id:0000000000000007", "id:00000000-0000-4000-8000-000000000003", "id:00000*", "request:*9",
	"request:0000000000000011", "request!=0000000000000011", "time:>=2026-11-03", "time:2026-11-02..2026-11-03", "account:1", "vpce:x", "size:>1",
	"unknown:(tls:1.2)", "unknown:(bytes:>0)", "unknown:(bucket:logs is:public-acl)", "-unknown:(op!=GetObject OR status:200)", "unknown:(unknown:(acl:none))",
}

func randomFilter(rnd *rand.Rand, depth int) string {
	if depth == 0 || rnd.IntN(3) == 0 {
		return sampleTerms[rnd.IntN(len(sampleTerms))]
	}
	a, b := randomFilter(rnd, depth-1), randomFilter(rnd, depth-1)
	switch rnd.IntN(6) {
	case 0, 1:
		return "(" + a + " OR " + b + ")"
	case 2:
		return "-(" + a + ")"
	case 3:
		return "unknown:(" + a + ")"
	}
	return "(" + a + " " + b + ")"
}

func parse(t testing.TB, text string) model.Expr {
	t.Helper()
	x, err := model.Parse(text, time.Date(2026, 11, 8, 0, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return x
}

// TestAskAgreesWithEval holds the store against the filter's own evaluation of
// each record: matches, unknown, and every facet with its own terms left out.
func TestAskAgreesWithEval(t *testing.T) {
	records := population(3000)
	for i, r := range records { // equal identities would be left out as duplicates
		r.Version = fmt.Appendf(nil, "%d", i)
	}
	v := load(t, 700, records...).Snapshot()
	if v.Len() != len(records) {
		t.Fatalf("%d of %d records kept", v.Len(), len(records))
	}
	rnd := rand.New(rand.NewPCG(7, 8))
	fields := []model.Field{model.FieldTLS, model.FieldOp, model.FieldBucket, model.FieldIP, model.FieldBytes, model.FieldKind, model.FieldKey}
	for n := range 700 {
		text := randomFilter(rnd, 3)
		if n < len(sampleTerms) {
			text = sampleTerms[n]
		}
		where := parse(t, text)
		a, err := v.Ask(context.Background(), Question{Where: where, Facets: fields, LeaveOut: true})
		if err != nil {
			t.Fatal(err)
		}
		matched, unknown := 0, 0
		for _, r := range records {
			if where.Match(r) {
				matched++
			}
			if where.Eval(r) == model.Unknown {
				unknown++
			}
		}
		if a.Matched != matched || a.Unknown != unknown || a.Read != len(records) {
			t.Errorf("%s: %d matched, %d unknown of %d; want %d, %d of %d", text, a.Matched, a.Unknown, a.Read, matched, unknown, len(records))
		}
		for i, f := range fields {
			if diff := cmp.Diff(naiveFacet(records, where, f), a.Facets[i]); diff != "" {
				t.Errorf("%s: facet %v: %s", text, f, diff)
			}
		}
		if t.Failed() {
			return
		}
	}
}

// naiveFacet counts a field the plain way.
func naiveFacet(records []*model.Record, where model.Expr, f model.Field) Facet {
	var others model.And
	var own []model.Expr
	for _, x := range terms(where) {
		if g, ok := fieldOf(x); ok && g == f {
			own = append(own, x)
		} else {
			others = append(others, x)
		}
	}
	out := Facet{Field: f}
	at := map[string]int{}
	for _, r := range records {
		if !others.Match(r) {
			continue
		}
		out.Base++
		value := r.Text
		text := ""
		switch {
		case f == model.FieldKind:
			text = r.Kind.String()
		case f.IsText():
			text = string(value[f])
		case r.Number[f-model.NumText] >= 0:
			text = fmt.Sprint(r.Number[f-model.NumText])
		}
		if text == "" {
			out.NotRecorded++
			continue
		}
		if _, ok := at[text]; !ok {
			at[text] = len(out.Values)
			out.Values = append(out.Values, Value{Text: text, In: true})
			for _, x := range own {
				out.Values[at[text]].In = out.Values[at[text]].In && letsThrough(x, f, []byte(text))
			}
		}
		out.Values[at[text]].Count++
	}
	none := new(model.Record)
	none.Reset(model.CloudTrail)
	out.NoneIn = !slices.ContainsFunc(own, func(x model.Expr) bool { return !x.Match(none) })
	out.Distinct = len(out.Values)
	slices.SortFunc(out.Values, func(a, b Value) int { return stdcmp.Or(b.Count-a.Count, strings.Compare(a.Text, b.Text)) })
	return out
}

func TestTimeRange(t *testing.T) {
	records := population(2000)
	v := load(t, 300, records...).Snapshot()
	from, to := int64(1_793_600_000_000), int64(1_793_700_000_000)
	a, err := v.Ask(context.Background(), Question{From: from, To: to, Bins: 50, BinFrom: from - 1000, BinTo: to + 1000})
	if err != nil {
		t.Fatal(err)
	}
	want, inBins := 0, 0
	for k, s := range v.segs {
		for i := range s.n {
			if ms := v.Time(Row(k<<16 | i)); ms >= from && ms < to {
				want++
			}
		}
	}
	for _, n := range a.Histogram {
		inBins += n
	}
	if a.Matched != want || a.Read != want || inBins != want || want == 0 {
		t.Errorf("matched %d, read %d, in bins %d; want %d of each", a.Matched, a.Read, inBins, want)
	}
	for i := range a.Rows.Len() {
		if ms := v.Time(a.Rows.At(i)); ms < from || ms >= to {
			t.Fatalf("row %d at %d lies outside the range", i, ms)
		}
	}
}

func TestHistogramAgreesWithPlainCounting(t *testing.T) {
	records := population(4000)
	histogramAgrees(t, records)
	slices.SortFunc(records, func(a, b *model.Record) int { return int(a.Time - b.Time) })
	histogramAgrees(t, records) // rows that stand together fall into one bin
}

func histogramAgrees(t *testing.T, records []*model.Record) {
	t.Helper()
	v := load(t, 4000, records...).Snapshot()
	first, last, _ := v.Bounds()
	for _, text := range []string{"", "tls:none", "bucket:acme-*"} {
		var where model.Expr
		if text != "" {
			where = parse(t, text)
		}
		from, to := first+3_600_000, last-3_600_000 // some records lie outside
		a, err := v.Ask(context.Background(), Question{Where: where, Bins: 37, BinFrom: from, BinTo: to})
		if err != nil {
			t.Fatal(err)
		}
		want := make([]int, 37)
		for i := range a.Rows.Len() {
			if ms := v.Time(a.Rows.At(i)); ms >= from && ms < to {
				want[min(int(float64(ms-from)*(37/float64(to-from))), 36)]++
			}
		}
		if diff := cmp.Diff(want, a.Histogram); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestJoined(t *testing.T) {
	both, only := line("3E57427F3EXAMPLE", "REST.GET.OBJECT", "k", 1), line("AAAAAAAAAAAAAAAA", "REST.GET.OBJECT", "k", 2)
	twin := event(uuid1, "111122223333", "GetObject", 1)
	twin.Text[model.FieldRequest] = []byte("3E57427F3EXAMPLE")
	mute := event(uuid2, "111122223333", "GetObject", 1)
	v := load(t, 10, both, only, twin, mute).Snapshot()
	a, err := v.Ask(context.Background(), Question{Where: parse(t, "is:joined")})
	if err != nil {
		t.Fatal(err)
	}
	if a.Matched != 2 || a.Unknown != 1 || !a.Rows.Has(0) || !a.Rows.Has(2) {
		t.Errorf("%d joined, %d that cannot say; want both witnesses of one request, and the event without a request ID", a.Matched, a.Unknown)
	}
}

// TestOriginalBytes asks conditions that have no column: each record is read at
// most once, and only where the rest of the filter leaves it open. One that cannot
// be read is tried again with each question.
func TestOriginalBytes(t *testing.T) {
	var records []*model.Record
	for i := range 100 {
		r := event(fmt.Sprintf("00000000-0000-4000-8000-%012d", i), "1", "PutObject", int64(i))
		if i%2 == 0 {
			r.Text[model.FieldOp], r.Text[model.FieldOperation] = []byte("GetObject"), []byte("GetObject")
		}
		records = append(records, r)
	}
	v := load(t, 100, records...).Snapshot()
	reads := 0
	raw := func(_ context.Context, _ string, offset int64, _ int) ([]byte, error) {
		reads++
		if offset == 300 {
			return nil, errors.New("gone")
		}
		return fmt.Appendf(nil, `{"n":%d,"requestParameters":{"x":"%d"}}`, offset/100, offset/100%10), nil
	}
	ask := func(text string) *Answer {
		a, err := v.Ask(context.Background(), Question{Where: parse(t, text), Raw: raw})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	a := ask("op:PutObject requestParameters.x:7")
	if a.Matched != 10 || a.Unknown != 1 || reads != 50 {
		t.Errorf("%d matched, %d unknown, %d read; want 10, the one that cannot be read, 50", a.Matched, a.Unknown, reads)
	}
	if a = ask("requestParameters.x:7"); a.Matched != 10 || reads != 101 {
		t.Errorf("%d matched after %d reads; want 10 after 101, the lost one again", a.Matched, reads)
	}
	if a = ask(`raw:"\"x\":\"4\""`); a.Matched != 10 {
		t.Errorf("raw: %d matched, want 10", a.Matched)
	}
	for _, tt := range []struct {
		filter                 string
		matched, unknown, read int
	}{
		{"unknown:(requestParameters.x:7)", 1, 0, 1}, // read before, but the lost one
		{"-unknown:(requestParameters.x:7)", 99, 0, 1},
		{"unknown:(op:GetObject requestParameters.y:1)", 50, 0, 50},                     // no other operation is looked at
		{"unknown:(op:PutObject requestParameters.x:7) requestParameters.n:1", 0, 1, 2}, // asked of the one record alone
	} {
		before := reads
		if a := ask(tt.filter); a.Matched != tt.matched || a.Unknown != tt.unknown || reads-before != tt.read {
			t.Errorf("%s: %d matched, %d unknown, %d read; want %d, %d, %d", tt.filter, a.Matched, a.Unknown, reads-before, tt.matched, tt.unknown, tt.read)
		}
	}
	_, err := v.Ask(context.Background(), Question{Where: parse(t, "raw:x")})
	if !errors.Is(err, ErrNoBytes) {
		t.Errorf("without bytes: %v, want ErrNoBytes", err)
	}
}

func TestGroups(t *testing.T) {
	records := population(1000)
	v := load(t, 300, records...).Snapshot()
	_, groups, distinct, err := v.Groups(context.Background(), Question{Where: parse(t, "tls:(none, 1.2)")},
		[]Key{{Field: model.FieldTLS}, {Field: model.FieldBucket}, {Field: model.FieldTime, Step: 24 * 3600 * 1000}, {IsFact: true, Fact: model.Read}}, 0)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{}
	for k, s := range v.segs {
		for i := range s.n {
			row := Row(k<<16 | i)
			tls, _ := v.Text(row, model.FieldTLS)
			if tls != "none" && tls != "1.2" {
				continue
			}
			bucket, _ := v.Text(row, model.FieldBucket)
			day := time.UnixMilli(v.Time(row)).UTC().Format("2006-01-02T00:00:00Z")
			want[strings.Join([]string{tls, bucket, day, v.Facts(row).Get(model.Read).String()}, "|")]++
		}
	}
	got := map[string]int{}
	for i, g := range groups {
		var cells []string
		for _, c := range g.Values {
			cells = append(cells, c.Text)
		}
		got[strings.Join(cells, "|")] = g.Count
		if i > 0 && groups[i-1].Count < g.Count {
			t.Errorf("group %d counts more than the one before", i)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" || distinct != len(want) {
		t.Errorf("%d groups, want %d: %s", distinct, len(want), diff)
	}
}

func TestGroupsInOrder(t *testing.T) {
	v := load(t, 300, population(1000)...).Snapshot()
	for order, sorted := range map[Order]func(a, b Group) int{
		ByCount:  func(a, b Group) int { return b.Count - a.Count },
		ByRarity: func(a, b Group) int { return a.Count - b.Count },
		ByName:   func(a, b Group) int { return strings.Compare(a.Values[0].Text, b.Values[0].Text) },
	} {
		_, groups, distinct, err := v.Groups(context.Background(), Question{Order: order}, []Key{{Field: model.FieldBucket}, {Field: model.FieldTLS}}, 3)
		if err != nil {
			t.Fatal(err)
		}
		if len(groups) != 3 || distinct < 4 || !slices.IsSortedFunc(groups, sorted) {
			t.Errorf("order %d: %d of %d: %v", order, len(groups), distinct, groups)
		}
		_, all, _, _ := v.Groups(context.Background(), Question{Order: order}, []Key{{Field: model.FieldBucket}, {Field: model.FieldTLS}}, 0)
		if !cmp.Equal(all[:3], groups) {
			t.Errorf("order %d: the first of all are not the first", order)
		}
	}
}

// IDs have no code that all workers share: each numbers those it meets.
func TestGroupsOfTwoWorkers(t *testing.T) {
	by := []Key{{Field: model.FieldBytes}, {Field: model.FieldID}}
	var tallies []*groupTally
	for _, ids := range [][]string{{"a", "b"}, {"c", "b", "a"}} {
		tally := &groupTally{groups: map[string]*groupCount{}, words: map[string]uint64{}}
		for i, id := range ids {
			packed := binary.LittleEndian.AppendUint64(make([]byte, 8), tally.word([]byte(id)))
			tally.groups[string(packed)] = &groupCount{count: 1 + i, first: int64(i), last: int64(10 * len(ids))}
		}
		tally.groups[string(binary.LittleEndian.AppendUint64(make([]byte, 8), noCode))] = &groupCount{count: 4}
		tallies = append(tallies, tally)
	}
	got := mergeTallies(tallies, by).first(nil, by, ByName, 0)
	zero := Cell{"0", true}
	want := []Group{
		{[]Cell{zero, {}}, 8, 0, 0},
		{[]Cell{zero, {"a", true}}, 4, 0, 30},
		{[]Cell{zero, {"b", true}}, 4, 1, 30},
		{[]Cell{zero, {"c", true}}, 1, 0, 30},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestCancel(t *testing.T) {
	v := load(t, 1000, population(1000)...).Snapshot()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := v.Ask(ctx, Question{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}

// TestReadersAndWriter asks while records arrive; run it with -race.
func TestReadersAndWriter(t *testing.T) {
	s := New(Options{})
	done := make(chan error)
	go func() {
		where, err := model.Parse("tls:none -bucket:logs", time.Time{})
		for last := 0; err == nil && last < 20_000; {
			v := s.Snapshot()
			var a *Answer
			if a, err = v.Ask(context.Background(), Question{Where: where, Facets: []model.Field{model.FieldKey}, LeaveOut: true}); err == nil && a.Read < last {
				err = fmt.Errorf("%d records after %d", a.Read, last)
			}
			last = v.Len()
		}
		done <- err
	}()
	b := NewBatch()
	for i, r := range population(20_000) {
		r.Version = fmt.Appendf(nil, "%d", i)
		b.Add(r)
		if b.Len() == 500 {
			if _, _, err := s.Append("f", b); err != nil {
				t.Fatal(err)
			}
			b.Reset()
		}
	}
	s.Flush()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestDictKeepsEveryValue(t *testing.T) {
	var d dict
	var want [][]byte
	for i := range 3000 {
		value := bytes.Repeat([]byte{byte(i)}, i*37%5000)
		if code := d.intern(value, uint32(maphash.Bytes(seed, value))); int(code) == len(want)+firstValue {
			want = append(want, value)
		}
	}
	for i, value := range want {
		if got := d.value(uint32(i + firstValue)); !bytes.Equal(got, value) {
			t.Fatalf("value %d has %d bytes, want %d", i, len(got), len(value))
		}
	}
}
