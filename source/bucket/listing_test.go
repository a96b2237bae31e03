package bucket

import (
	"context"
	"fmt"
	"math/rand"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/source/decode"
	"s3sleuth/source/sourcetest"
)

// found lists a bucket and returns the keys by stage.
func found(t *testing.T, b *Bucket, r source.Range) (near, far []string) {
	t.Helper()
	late := false
	err := newListing(b, r).run(context.Background(), func(l listed) error {
		late = late || l.stage != ""
		for i := range l.objects {
			if key := b.key(l.objects[i].name); late {
				far = append(far, key)
			} else {
				near = append(near, key)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return near, far
}

// TestOneHourOutOfAMillionKeys: a month of access logs side by side, a delivery
// about every 2.6 seconds.
func TestOneHourOutOfAMillionKeys(t *testing.T) {
	const keys, days = 1_000_000, 30
	f := serve(t, nil)
	f.content = map[string][]byte{}
	within, soonAfter := 0, 0
	hour := source.Range{From: begin.AddDate(0, 0, 14).Add(9 * time.Hour), To: begin.AddDate(0, 0, 14).Add(10 * time.Hour)}
	for i := range keys {
		at := begin.Add(time.Duration(i) * (days * 24 * time.Hour / keys)).Truncate(time.Second)
		f.keys = append(f.keys, "access/"+at.Format("2006-01-02-15-04-05-")+fmt.Sprintf("%016X", i))
		if !at.Before(hour.From) && at.Before(hour.To.Add(soon)) {
			within++
		}
		midnight := at.Equal(day(hour.From)) // a name of that second may stand for the whole day
		if midnight || !at.Before(hour.To.Add(soon)) && at.Before(hour.To.Add(24*time.Hour)) {
			soonAfter++
		}
	}
	b := f.open(t, "access/", nil)
	firstCalls, near, far := int64(-1), 0, 0
	announced := ""
	err := newListing(b, hour).run(context.Background(), func(l listed) error {
		if l.stage != "" && firstCalls < 0 {
			firstCalls, announced = f.lists.Load(), l.stage
		}
		if firstCalls < 0 {
			near += len(l.objects)
		} else {
			far += len(l.objects)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d keys near, %d late; %d LIST calls in the first stage, %d in all; %q", near, far, firstCalls, f.lists.Load(), announced)
	// The survey's own page may reach into the range.
	if near != within || far != soonAfter {
		t.Errorf("%d and %d keys, want %d and %d", near, far, within, soonAfter)
	}
	if bound := int64(within/pageKeys + 2); firstCalls > bound {
		t.Errorf("%d LIST calls in the first stage, want at most %d", firstCalls, bound)
	}
	if bound := firstCalls + int64(soonAfter/pageKeys+4); f.lists.Load() > bound {
		t.Errorf("%d LIST calls, want at most %d", f.lists.Load(), bound)
	}
	if !strings.HasPrefix(announced, "listing late deliveries: about 3") || !strings.Contains(announced, "$") {
		t.Errorf("announced %q; want the number of calls, which is %d, and their price", announced, f.lists.Load()-firstCalls)
	}
}

// TestAnswersComeBeforeTheSecondStage holds the second stage's calls until the
// records of the first are in the store.
func TestAnswersComeBeforeTheSecondStage(t *testing.T) {
	f := serve(t, map[string][]byte{})
	for i := range 2000 { // two days
		at := begin.Add(time.Duration(i) * 90 * time.Second)
		f.content["a"+at.Format("2006-01-02-15-04-05-")+fmt.Sprintf("%016X", i)] = sourcetest.Lines(i, 2, at)
	}
	f.sort()
	hour := source.Range{From: begin.Add(20 * time.Hour), To: begin.Add(21 * time.Hour)}
	release := make(chan struct{})
	f.fault = func(_ http.ResponseWriter, r *http.Request, key string) bool {
		if after := r.URL.Query().Get("start-after"); key == "" && after >= "a2026-11-01-22" {
			<-release
		}
		return false
	}
	b := f.open(t, "", nil)
	sink := &staged{release: release, want: 2 * 60 * 60 / 90}
	if err := b.Scan(context.Background(), hour, sink); err != nil {
		t.Fatal(err)
	}
	if sink.held == "" || !sink.released {
		t.Errorf("stage %q was announced, %d files were done before it went on", sink.held, sink.done)
	}
}

// A staged sink lets the second stage begin when the first is read.
type staged struct {
	sink
	release  chan struct{}
	want     int
	held     string
	released bool
	done     int
}

func TestLayoutsAreWalkedByTheirLevels(t *testing.T) {
	day := source.Range{From: begin.AddDate(0, 0, 9), To: begin.AddDate(0, 0, 10)}
	data := sourcetest.Lines(1, 1, begin)
	objects := map[string][]byte{"notes.txt": data, "AWSLogs/": nil, "other/deep/er/x.log": data, ".hidden/a.log": data}
	trail := func(prefix, account, folder, region string) {
		for d := range 30 {
			at := begin.AddDate(0, 0, d).Add(12 * time.Hour)
			objects[fmt.Sprintf("%sAWSLogs/%s/%s/%s/%s/%s_%s_%s_%sZ_Ab12Cd34Ef56Gh78.json.gz", prefix, account, folder, region,
				at.Format("2006/01/02"), account[strings.IndexByte(account, '/')+1:], folder, region, at.Format("20060102T1504"))] = data
		}
	}
	trail("", "111122223333", "CloudTrail", "eu-west-1")
	trail("", "111122223333", "CloudTrail", "us-east-1")
	trail("", "111122223333", "CloudTrail-Digest", "us-east-1")
	trail("", "111122223333", "Config", "us-east-1")
	trail("org/", "o-exampleorg1/222233334444", "CloudTrail", "eu-west-1")
	for d := range 30 {
		at := begin.AddDate(0, 0, d).Add(13 * time.Hour)
		objects["parts111122223333/eu-west-1/acme-data/"+at.Format("2006/01/02/2006-01-02-15-04-05-")+"0123456789ABCDEF"] = data
	}
	f := serve(t, objects)
	b := f.open(t, "", nil)
	near, far := found(t, b, day)
	has := func(keys []string, part string) (n int) {
		for _, k := range keys {
			if strings.Contains(k, part) {
				n++
			}
		}
		return n
	}
	for part, want := range map[string][2]int{
		"/111122223333/CloudTrail/eu-west-1/":               {2, 3}, // of the 10th and 11th; the 8th, 9th and 12th
		"org/AWSLogs/o-exampleorg1/222233334444/CloudTrail": {2, 3},
		"parts111122223333/eu-west-1/acme-data/":            {2, 0}, // of the 10th and, an hour later, the 11th: days are listed whole
		"Digest":                                            {0, 0}, "Config": {0, 0}, ".hidden": {0, 0},
		"notes.txt": {1, 0}, "other/deep/er/x.log": {1, 0},
	} {
		if got := [2]int{has(near, part), has(far, part)}; got != want {
			t.Errorf("%s: %v keys in the two stages, want %v\n%s", part, got, want, strings.Join(append(near, far...), "\n"))
		}
	}
	if all := slices.Concat(near, far); len(slices.Compact(slices.Sorted(slices.Values(all)))) != len(all) {
		t.Error("a key was listed twice")
	}
	// What a folder would read of the same objects, the bucket lists.
	for key := range objects {
		o := object{name: b.file(key), Place: decode.Locate(b.file(key))}
		wanted := !o.Without(day.From, day.To) && !o.Digest && !strings.Contains(key, "Config") && !strings.Contains(key, ".hidden") && !strings.HasSuffix(key, "/")
		if listed := slices.Contains(near, key) || slices.Contains(far, key); listed != wanted {
			t.Errorf("%s: listed %v, want %v", key, listed, wanted)
		}
	}
	t.Logf("%d LIST calls", f.lists.Load())
}

func TestShelfOf(t *testing.T) {
	tests := []struct{ prefix, base string }{
		{"AWSLogs/111122223333/CloudTrail/eu-west-1/", "AWSLogs/111122223333/CloudTrail/eu-west-1/"},
		{"AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/", "AWSLogs/111122223333/CloudTrail/eu-west-1/"},
		{"AWSLogs/111122223333/CloudTrail/eu-west-1/2026/1", "AWSLogs/111122223333/CloudTrail/eu-west-1/"},
		{"x/CloudTrail-NetworkActivity/us-gov-east-1/", "x/CloudTrail-NetworkActivity/us-gov-east-1/"},
		{"logs111122223333/eu-west-1/acme-data/", "logs111122223333/eu-west-1/acme-data/"},
		{"111122223333/eu-west-1/acme-data/2026/", "111122223333/eu-west-1/acme-data/"},
		{"111122223333/eu-west-1/2026/11/", ""},
		{"AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/", ""},
		{"AWSLogs/111122223333/CloudTrail/", ""},
		{"AWSLogs/", ""},
		{"", ""},
		{"logs/2026-11-01", ""},
	}
	for _, tt := range tests {
		s, ok := shelfOf(tt.prefix)
		if s.base != tt.base || ok != (tt.base != "") || ok && s.limit != tt.prefix {
			t.Errorf("shelfOf(%q) = %+v, %v; want base %q", tt.prefix, s, ok, tt.base)
		}
	}
}

// TestStretchesHoldWhatTheRangeMayNeed: whatever the range, a key that a path
// alone would not leave out lies on one stretch, and on no two.
func TestStretchesHoldWhatTheRangeMayNeed(t *testing.T) {
	rng := rand.New(rand.NewSource(1))
	shelves := []shelf{
		{base: "l/", limit: "l/"},
		{base: "AWSLogs/111122223333/CloudTrail/eu-west-1/", days: true, trail: true},
		{base: "111122223333/eu-west-1/acme-data/", days: true},
	}
	for range 20_000 {
		s := shelves[rng.Intn(len(shelves))]
		from := begin.Add(time.Duration(rng.Int63n(int64(200 * time.Hour))))
		if rng.Intn(3) == 0 {
			from = from.Truncate(24 * time.Hour)
		}
		r := source.Range{From: from, To: from.Add(time.Duration(rng.Int63n(int64(100*time.Hour)) + 1))}
		switch rng.Intn(5) {
		case 0:
			r.From = time.Time{}
		case 1:
			r.To = time.Time{}
		}
		at := begin.Add(time.Duration(rng.Int63n(int64(400*time.Hour))) - 100*time.Hour).Truncate(time.Second)
		if rng.Intn(3) == 0 {
			at = at.Truncate(24 * time.Hour)
		}
		key := s.base + at.Format("2006-01-02-15-04-05-") + "0123456789ABCDEF"
		switch {
		case s.trail:
			key = s.base + at.Format("2006/01/02/") + "111122223333_CloudTrail_eu-west-1_" + at.Format("20060102T1504Z") + "_Ab12.json.gz"
		case s.days:
			key = s.base + at.Format("2006/01/02/2006-01-02-15-04-05-") + "0123456789ABCDEF"
		}
		near, far := s.stretches(r)
		on := 0
		for _, p := range append(far, near) {
			if key > p.after && (p.end == "" || key < p.end) {
				on++
			}
		}
		if wanted := !decode.Locate(key).Without(r.From, r.To); on > 1 || wanted && on == 0 {
			t.Fatalf("%s lies on %d stretches of %v to %v, wanted %v: %+v %+v", key, on, r.From, r.To, wanted, near, far)
		}
	}
}

func TestLateDeliveriesCanBeDeclined(t *testing.T) {
	f := serve(t, map[string][]byte{})
	for h := range 60 {
		at := begin.Add(time.Duration(h) * time.Hour)
		f.content["111122223333/eu-west-1/acme-data/"+at.Format("2006/01/02/2006-01-02-15-04-05-")+"0123456789ABCDEF"] = sourcetest.Lines(h, 3, at)
	}
	f.sort()
	r := source.Range{From: begin, To: begin.Add(20 * time.Hour)}
	_, l := sourcetest.Load(t, f.open(t, "", nil), r)
	if c := l.Coverage(); c.State != model.Complete || c.FilesRead != 44 {
		t.Errorf("%v after %d files, want COMPLETE after 44", c.State, c.FilesRead)
	}
	lists := f.lists.Load()
	_, l = sourcetest.Load(t, f.open(t, "", nil, func(o *source.Options) { o.NotLate = true }), r)
	c := l.Coverage()
	if c.State != model.Partial || c.Records != 24*3 || f.lists.Load()-lists >= lists {
		t.Errorf("declined: %v, %d records, %d calls after %d", c.State, c.Records, f.lists.Load()-lists, lists)
	}
	if p := l.Problems(0); len(p) != 1 || !strings.Contains(p[0].Reason, "late deliveries") {
		t.Errorf("problems %+v", p)
	}
}

func TestPlan(t *testing.T) {
	f := serve(t, demo(t))
	p, err := f.open(t, "", nil).Plan(context.Background(), source.Range{})
	if err != nil {
		t.Fatal(err)
	}
	if f.gets.Load() != 0 {
		t.Errorf("planning got %d objects", f.gets.Load())
	}
	_, l := sourcetest.Load(t, f.open(t, "", nil), source.Range{})
	c := l.Coverage()
	if p.Files != c.Files || p.Bytes != c.Bytes || p.Days == 0 || p.Requests <= c.Files-20 || p.Dollars <= 0 || len(p.Parts) < 2 {
		t.Errorf("plan %+v; read %d files, %d bytes", p, c.Files, c.Bytes)
	}
	if p.Records < c.Records/5 || p.Records > 5*c.Records {
		t.Errorf("%d records estimated, there are %d", p.Records, c.Records)
	}
	files := 0
	for _, part := range p.Parts {
		files += part.Files
	}
	if want := p.Requests - int(f.lists.Load())/2; files != want {
		t.Errorf("the parts have %d files, the plan reads %d", files, want)
	}
}

func TestMemoryOfAListing(t *testing.T) {
	if testing.Short() {
		t.Skip("lists 300,000 keys")
	}
	const keys = 300_000
	f := serve(t, nil)
	f.content = map[string][]byte{}
	for i := range keys {
		f.keys = append(f.keys, "access/"+begin.Add(time.Duration(i)*time.Second).Format("2006-01-02-15-04-05-")+fmt.Sprintf("%016X", i))
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var all []object
	if err := newListing(f.open(t, "", nil), source.Range{}).run(context.Background(), func(l listed) error {
		all = append(all, l.objects...)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	each := int(after.HeapAlloc-before.HeapAlloc) / keys
	t.Logf("%d bytes for each listed object", each)
	if len(all) != keys || each > 1000 {
		t.Errorf("%d objects, %d bytes each", len(all), each)
	}
}

// TestFoldersAmongFlatLogs: a bucket whose logging was changed from one form of
// keys to the other holds both, side by side, and other folders.
func TestFoldersAmongFlatLogs(t *testing.T) {
	const flatLogs = 3 * pageKeys
	day := begin.AddDate(0, 0, 2)
	f := serve(t, nil)
	f.content = map[string][]byte{}
	for i := range flatLogs {
		at := begin.Add(time.Duration(i) * time.Minute)
		f.keys = append(f.keys, at.Format(decode.StampForm)+fmt.Sprintf("-%016X", i))
	}
	var beside []string
	for _, folder := range []string{
		"111122223333/us-east-1/shop/", "202222223333/us-east-1/shop/", "999922223333/us-east-1/shop/", // accounts
		"1-copied/", "2026/", "2026-copied/", "2027-copied/", "3-copied/", "copied/",
	} {
		if strings.Contains(folder, "/us-east-1/") {
			folder += day.Format("2006/01/02/")
		}
		beside = append(beside, folder+day.Format(decode.StampForm)+"-00000000000000AB")
	}
	f.keys = append(f.keys, beside...)
	slices.Sort(f.keys)
	for name, r := range map[string]source.Range{
		"both ends": {From: day, To: day.Add(time.Hour)},
		"since":     {From: day},
		"until":     {To: begin.Add(time.Hour)},
		"later":     {From: day.AddDate(0, 1, 0), To: day.AddDate(0, 1, 1)},
	} {
		t.Run(name, func(t *testing.T) {
			near, far := found(t, f.open(t, "", nil), r)
			got := append(near, far...)
			slices.Sort(got)
			if once := slices.Compact(slices.Clone(got)); len(once) != len(got) {
				t.Errorf("%d of %d objects are listed twice", len(got)-len(once), len(got))
			}
			var want []string
			for _, key := range f.keys {
				if !decode.Locate(key).Without(r.From, r.To) {
					want = append(want, key)
				}
			}
			for _, key := range want {
				if _, found := slices.BinarySearch(got, key); !found {
					t.Errorf("%s is not listed", key)
				}
			}
		})
	}
}
