package tui

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/decode"
	"s3sleuth/source/dir"
	"s3sleuth/testdata/demo"
)

// demoStore is the built-in evidence, read once for all tests.
var demoStore = sync.OnceValues(func() (*store.Store, error) {
	st := store.New(store.Options{})
	return st, source.NewLoader(evidenceSource(), st, source.Range{}).Run(context.Background())
})

func evidenceSource() source.Source { return dir.New("demo:", demo.FS, "evidence") }

// demoScreen opens the built-in evidence.
func demoScreen(t testing.TB, w, h int) *screen {
	t.Helper()
	st, err := demoStore()
	if err != nil {
		t.Fatal(err)
	}
	s := newScreen(t, w, h, 0, complete, Config{Source: "demo:", Fields: decode.Fields})
	s.a.sess.store, s.a.sess.src, s.st = st, evidenceSource(), st
	s.tick()
	return s
}

// bothLogs adds the records of one request in the access log and in CloudTrail.
func bothLogs(t testing.TB, s *screen, line, event values) {
	t.Helper()
	line[model.FieldRequest], line[model.FieldID] = "REQ0000000000001", "REQ0000000000001"
	event[model.FieldRequest], event[model.FieldID] = "REQ0000000000001", "6c97d3ca-0546-4c60-abd4-d498025e9a15"
	add(t, s.st, start.Add(time.Minute), 0, line)
	addEvents(t, s.st, start.Add(time.Minute), event)
	s.tick()
}

// addEvents puts CloudTrail events into a store.
func addEvents(t testing.TB, st *store.Store, at time.Time, records ...values) {
	t.Helper()
	b := store.NewBatch()
	var r model.Record
	for i, v := range records {
		r.Reset(model.CloudTrail)
		r.Time, r.Offset, r.Length = at.UnixMilli(), int64(i)*900, 900
		for f, s := range v {
			r.Text[f] = []byte(s)
		}
		r.Facts.Set(model.Denied, model.Of(v[model.FieldError] == "AccessDenied"))
		b.Add(&r)
	}
	if _, _, err := st.Append("AWSLogs/111122223333/CloudTrail/1.json.gz", b); err != nil {
		t.Fatal(err)
	}
	st.Flush()
}

// From the ransom note and from the mass delete two keys lead to all that was
// done with the key, although an access log does not tell it.
func TestThreeKeysToEverythingTheKeyDid(t *testing.T) {
	for _, filter := range []string{"key:READ_ME_TO_RESTORE_YOUR_SURVEYS.txt kind:accesslog", "operation:BATCH.DELETE.OBJECT kind:accesslog"} {
		t.Run(filter, func(t *testing.T) {
			s := demoScreen(t, 120, 40)
			s.filter(filter)
			s.press("p", "a")
			s.shows("accesskey:AKIAIOSFODNN7EXAMPLE", "1,083 match of 35,070 read", "and 26,405 that cannot say")
			row, _ := s.a.table.current()
			if k := s.a.table.ans.Snapshot.Kind(row); k != model.CloudTrail {
				t.Errorf("the cursor stands on a record of %s, not on the twin", k)
			}
			s.press("u")
			if got := s.a.hist.now().text; got != filter {
				t.Errorf("undo leads to %q", got)
			}
		})
	}
}

// A key pressed before the twin is found waits for it.
func TestPivotWaitsForTheTwin(t *testing.T) {
	s := demoScreen(t, 120, 40)
	s.filter(ransomNote)
	_, look := s.a.Update(tea.KeyPressMsg(tea.Key{Code: 'p', Text: "p"}))
	s.press("a")
	if s.a.hist.at != 1 || s.a.pivot == nil {
		t.Fatal("the way was taken before it was known")
	}
	s.run(look)
	s.shows("1,083 match of 35,070 read")
}

// A click into the pane beside the record takes the way under it.
func TestClickOnAWay(t *testing.T) {
	s := demoScreen(t, 120, 40)
	s.filter(ransomNote)
	s.press("enter")
	for y, line := range strings.Split(s.text(), "\n") {
		if i := strings.Index(line, "p i  address"); i >= 0 {
			s.send(tea.MouseClickMsg{X: width(line[:i]), Y: y, Button: tea.MouseLeft})
			break
		}
	}
	s.shows("1,922 match of 35,070 read")
}

// Every line of the pivot menu drops what was there, is one step, and matches
// what it had counted.
func TestPivots(t *testing.T) {
	for _, c := range []struct {
		keys []string
		want string
	}{
		{[]string{"l", "p", "v"}, "op:PutObject"},
		{[]string{"p", "r"}, "request:MNVVNVHBADQXCEQQ"},
		{[]string{"p", "p"}, "principal:arn:aws:iam::111122223333:user/petrel-ci"},
		{[]string{"p", "P"}, "principal:arn:aws:iam::111122223333:user/petrel-ci"},
		{[]string{"p", "i"}, "ip:203.0.113.77"},
		{[]string{"p", "o"}, "key:READ_ME_TO_RESTORE_YOUR_SURVEYS.txt bucket:saltmarsh-survey-archive"},
		{[]string{"p", "t"}, ""},
		{[]string{"p", "j", "j", "enter"}, "principal:arn:aws:iam::111122223333:user/petrel-ci"},
	} {
		t.Run(strings.Join(c.keys, ""), func(t *testing.T) {
			s := demoScreen(t, 120, 40)
			s.filter("key:READ_ME_TO_RESTORE_YOUR_SURVEYS.txt kind:accesslog")
			s.press(c.keys[:len(c.keys)-1]...)
			var counted way
			for i, w := range s.a.pivot.ways(s.a.out) {
				if last := c.keys[len(c.keys)-1]; s.a.keys.action(inPivot, last) == w.act || last == "enter" && i == s.a.pivot.cursor {
					counted = w
				}
			}
			s.press(c.keys[len(c.keys)-1])
			h := s.a.hist.now()
			if h.text != c.want || len(s.a.hist.list) != 3 {
				t.Errorf("filter %q after %d steps, want %q", h.text, len(s.a.hist.list), c.want)
			}
			if near := c.keys[1] == "P" || c.keys[1] == "t"; near != (h.from != 0) || near && h.to-h.from != 2*quarter+1 {
				t.Errorf("range %d to %d", h.from, h.to)
			}
			if !counted.tally.done || counted.tally.matched != s.a.q.answer.Matched || counted.tally.read != s.a.q.answer.Read || counted.tally.unknown != s.a.q.answer.Unknown {
				t.Errorf("counted %+v, shown %d of %d", counted.tally, s.a.q.answer.Matched, s.a.q.answer.Read)
			}
		})
	}
}

const quarter = int64(15 * time.Minute / time.Millisecond)

// From a facet only the value itself is offered.
func TestPivotFromAFacet(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.filter("op:GetObject")
	s.press("tab", "j", "p")
	s.shows("this tls", "of 600 records read")
	s.press("i")
	s.shows("only the value itself is offered")
	s.press("v")
	if got := s.a.hist.now().text; !strings.HasPrefix(got, "tls:") || strings.Contains(got, "op:") {
		t.Errorf("filter %q", got)
	}
}

// What the record does not tell cannot be taken, and it says why.
func TestPivotWithoutAValue(t *testing.T) {
	s := newScreen(t, 120, 40, 60, complete, Config{})
	s.press("p")
	s.shows("no event of CloudTrail tells of the same request")
	s.press("a")
	s.shows("not in this access-log line")
	if s.a.pivot == nil || s.a.hist.at != 0 {
		t.Error("a way without a value was taken")
	}
	s.press("esc")
	if s.a.pivot != nil {
		t.Error("esc does not close the menu")
	}
}

// A record and its twin: both are shown, and what they say against each other.
func TestWitnesses(t *testing.T) {
	for _, c := range []struct {
		name  string
		event values
		want  []string
	}{
		{"agree", values{model.FieldOp: "PutObject", model.FieldKey: "a b", model.FieldIP: "192.0.2.7", model.FieldTLS: "1.2"}, []string{"without contradiction", "THE SAME"}},
		{"conflict", values{model.FieldOp: "PutObject", model.FieldKey: "a b", model.FieldIP: "192.0.2.8", model.FieldTLS: "1.2"}, []string{"CONTRADICT each other in 1 field", "CONFLICT  1 field", "192.0.2.7", "192.0.2.8"}},
		{"weaker words", values{model.FieldOp: "PutObject", model.FieldKey: "a b", model.FieldIP: "192.0.2.7", model.FieldTLS: "no-evidence"}, []string{"without contradiction", "one of the logs cannot say"}},
		{"other key", values{model.FieldOp: "PutObject", model.FieldKey: "c"}, []string{"CloudTrail has 1 record of this request, none of this operation on this key"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScreen(t, 120, 40, 0, complete, Config{})
			bothLogs(t, s, values{model.FieldOp: "PutObject", model.FieldKey: "a+b", model.FieldIP: "192.0.2.7", model.FieldTLS: "1.2"}, c.event)
			s.press("j", "enter", "shift+tab")
			s.shows("THE SAME REQUEST  REQ0000000000001")
			s.shows(c.want...)
		})
	}
	s := newScreen(t, 120, 40, 60, complete, Config{})
	s.press("enter", "shift+tab")
	s.shows("CloudTrail does not tell of it. That proves nothing")
}

// The host IDs make sure that two records are of one request.
func TestHostIDs(t *testing.T) {
	raw := func(id string) store.RawFunc {
		return func(_ context.Context, file string, _ int64, _ int) ([]byte, error) {
			if strings.HasSuffix(file, ".json.gz") {
				return fmt.Appendf(nil, `{"additionalEventData":{"x-amz-id-2":%q}}`, id), nil
			}
			return []byte(strings.Repeat("- ", 18) + "HOST= SigV4"), nil
		}
	}
	s := newScreen(t, 120, 40, 0, complete, Config{})
	bothLogs(t, s, values{model.FieldOp: "PutObject"}, values{model.FieldOp: "PutObject"})
	v := s.a.table.ans.Snapshot
	line, event := subject{v, s.a.table.at(0)}, subject{v, s.a.table.at(1)}
	for id, want := range map[string]string{"HOST=": "The host IDs agree", "OTHER=": "The host IDs DIFFER", "": "not both records carry a host ID"} {
		o := outlook{witnesses: witnesses{hosts: readHosts(t.Context(), raw(id), line, event, func(b []byte) []string { return strings.Fields(string(b)) })}}
		if got := o.hostSentence().says; !strings.Contains(got, want) {
			t.Errorf("%q: %s", id, got)
		}
	}
}

// Enter on a line of the tab Related shows those records as one step.
func TestRelatedLine(t *testing.T) {
	s := demoScreen(t, 80, 24)
	s.filter("key:READ_ME_TO_RESTORE_YOUR_SURVEYS.txt kind:accesslog")
	s.press("enter", "shift+tab", "j", "j", "j")
	s.shows("access key", "1,083 records", "26,405 cannot say", "counts are of all 35,070 records read")
	s.press("enter")
	s.shows("1,083 match of 35,070 read", "‹3/3›")
}

// What is counted for a record that is no longer looked at is dropped.
func TestLateTalliesAreDropped(t *testing.T) {
	s := demoScreen(t, 120, 40)
	s.press("enter")
	old := s.a.out.gen
	s.press("J")
	before := s.a.out.change
	s.send(tallyMsg{gen: old, way: 1, tally: tally{done: true, matched: 987_654}})
	s.send(witnessMsg{gen: old, witnesses: witnesses{there: 987_654}})
	s.send(hostsMsg{gen: old})
	if s.a.out.change != before {
		t.Error("an answer about the record before was taken")
	}
	s.hides("987,654")
}

const ransomNote = "key:READ_ME_TO_RESTORE_YOUR_SURVEYS.txt kind:accesslog"

// relatedScreens are the screens of this part, as keys lead to them.
var relatedScreens = []struct {
	name string
	play func(*screen)
}{
	{"pivot", func(s *screen) { s.filter(ransomNote); s.press("l", "p", "j", "j") }},
	{"record", func(s *screen) { s.filter(ransomNote); s.press("enter") }},
	{"related", func(s *screen) { s.filter(ransomNote); s.press("enter", "shift+tab", "j", "j") }},
	{"compare", func(s *screen) { s.filter(ransomNote); s.press("enter", "D") }},
	{"marks", func(s *screen) { s.filter("op:PutObject"); s.press("space", "j", "v", "j", "j") }},
	{"principal", func(s *screen) { s.run(s.a.openSheet("arn:aws:iam::111122223333:user/petrel-ci")) }},
	{"describe", func(s *screen) { s.filter(ransomNote); s.press("l", "l", "l", "d") }},
}

// The screens as they are drawn, over the built-in evidence.
func TestRelatedGolden(t *testing.T) {
	for _, c := range relatedScreens {
		for _, size := range [][2]int{{120, 40}, {80, 24}, {40, 10}} {
			t.Run(fmt.Sprintf("%s_%dx%d", c.name, size[0], size[1]), func(t *testing.T) {
				s := demoScreen(t, size[0], size[1])
				if c.name == "marks" {
					s = newScreen(t, size[0], size[1], 600, complete, Config{})
				}
				c.play(s)
				s.fits(size[0], size[1])
				s.harmless()
				golden.RequireEqual(t, []byte(s.text()+"\n"))
			})
		}
	}
}

// At any size, with ASCII glyphs only and without colours, the screens are drawn.
func TestRelatedSizesAndThemes(t *testing.T) {
	for _, c := range relatedScreens {
		for _, size := range [][2]int{{40, 10}, {60, 20}, {80, 24}, {100, 24}, {120, 40}, {200, 60}} {
			s := demoScreen(t, size[0], size[1])
			s.a.th = newTheme(false, true, true)
			c.play(s)
			s.fits(size[0], size[1])
			for _, r := range s.text() {
				if r > 0x7e {
					t.Fatalf("%s at %v: %q on an ASCII terminal:\n%s", c.name, size, r, s.text())
				}
			}
			if strings.Contains(s.a.View().Content, "38;") {
				t.Errorf("%s at %v: colours in spite of NO_COLOR", c.name, size)
			}
			for w := size[0]; w > 20; w -= 9 {
				s.send(tea.WindowSizeMsg{Width: w, Height: max(size[1]-(size[0]-w)/4, 5)})
				s.fits(s.a.w, s.a.h)
			}
		}
	}
}

// What a log says cannot reach the terminal from here either.
func TestHostileTextInRelated(t *testing.T) {
	evil := "x\x1b[2J\x1b]0;t\x07\u202e\r\nY"
	s := newScreen(t, 120, 40, 0, complete, Config{})
	v := func() values {
		return values{model.FieldOp: evil, model.FieldKey: evil, model.FieldBucket: evil, model.FieldIP: evil, model.FieldUA: evil, model.FieldPrincipal: evil, model.FieldARN: evil, model.FieldAccessKey: evil, model.FieldACL: evil, model.FieldError: evil, model.FieldStatus: evil}
	}
	bothLogs(t, s, v(), v())
	for _, keys := range []string{"p", "d", "lllllldq", "enter", "+"} {
		if len(keys) < 9 && keys != "enter" {
			for _, k := range keys {
				s.press(string(k))
				s.harmless()
			}
		} else {
			s.press(keys)
		}
		s.fits(120, 40)
		s.harmless()
		s.press("esc")
	}
	s.press("enter", "shift+tab")
	s.harmless()
	s.press("D")
	s.harmless()
	s.press("q", "q")
	s.run(s.a.openSheet(evil))
	s.harmless()
	s.fits(120, 40)
}
