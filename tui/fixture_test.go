package tui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
)

// now is the clock of all tests.
var now = time.Date(2026, 11, 9, 14, 7, 0, 0, time.UTC)

// A fakeSource hands out original bytes; the tests fill the store themselves.
type fakeSource struct{ raw []byte }

var _ source.Source = fakeSource{}

func (fakeSource) Name() string { return "org-trail" }

func (fakeSource) Plan(context.Context, source.Range) (source.Plan, error) {
	return source.Plan{}, nil
}

func (fakeSource) Scan(context.Context, source.Range, source.Sink) error { return nil }

func (f fakeSource) Raw(_ context.Context, _ string, _ int64, _ int) ([]byte, error) {
	if f.raw == nil {
		return nil, errors.New("file has changed since it was read")
	}
	return f.raw, nil
}

// A fakeLoader tells what a test says.
type fakeLoader struct {
	coverage model.Coverage
	problems []model.Problem
	paused   bool
}

var _ loader = (*fakeLoader)(nil)

func (l *fakeLoader) Run(context.Context) error { return nil }

func (l *fakeLoader) Coverage() model.Coverage { return l.coverage }

func (l *fakeLoader) Problems(n int) []model.Problem { return l.problems[n:] }

func (l *fakeLoader) Pause(on bool) { l.paused = on }

// values are the fields of one record of a test.
type values map[model.Field]string

// add puts records into a store: record i is at start plus i steps.
func add(t testing.TB, st *store.Store, start time.Time, step time.Duration, records ...values) {
	t.Helper()
	b := store.NewBatch()
	var r model.Record
	for i, v := range records {
		r.Reset(model.AccessLog)
		r.Time = start.Add(time.Duration(i) * step).UnixMilli()
		r.Offset, r.Length = int64(i)*600, 600
		for f := range model.NumText {
			if s, has := v[f]; has {
				r.Text[f] = []byte(s)
			} else {
				r.None(f)
			}
		}
		for k := range model.NumFacts {
			r.Facts.Set(k, model.No)
		}
		r.Facts.Set(model.Anonymous, model.Of(v[model.FieldPrincipal] == "anonymous"))
		r.Facts.Set(model.Denied, model.Of(v[model.FieldError] == "AccessDenied"))
		r.Facts.Set(model.Delete, model.Of(strings.HasPrefix(v[model.FieldOp], "Delete")))
		b.Add(&r)
	}
	if _, _, err := st.Append("logs/acme2026-11-01-04-02-11-9F3A", b); err != nil {
		t.Fatal(err)
	}
	st.Flush()
}

// evidence returns n records of an ordinary week, telling a small story.
func evidence(n int) []values {
	ops := []string{"GetObject", "GetObject", "PutObject", "HeadObject", "GetObject", "ListObjects", "GetObject", "DeleteObject"}
	who := []string{"anonymous", "arn:aws:iam::111122223333:role/legacy", "arn:aws:iam::111122223333:user/mallory"}
	ips := []string{"203.0.113.44", "10.20.4.17", "198.51.100.7", "2001:db8::7"}
	tls := []string{"none", "1.2", "1.3", "1.2", "1.1"}
	out := make([]values, n)
	for i := range out {
		op := ops[i%len(ops)]
		v := values{
			model.FieldID: fmt.Sprintf("%016X", i+1), model.FieldRequest: fmt.Sprintf("%016X", i+1),
			model.FieldOp: op, model.FieldOperation: "REST." + op, model.FieldStatus: "200", model.FieldTLS: tls[i%len(tls)],
			model.FieldBucket: []string{"acme-static", "acme-backup"}[i%3/2], model.FieldIP: ips[i%len(ips)],
			model.FieldPrincipal: who[i%len(who)], model.FieldKey: fmt.Sprintf("db/2026-11-01/%04d.dump", i),
			model.FieldUA: "aws-sdk-java/1.11.2", model.FieldClient: "aws-sdk-java/1.11", model.FieldAccount: "111122223333",
			model.FieldRegion: "us-east-1", model.FieldHost: "acme-backup.s3.us-east-1.amazonaws.com",
		}
		if i%13 == 5 {
			v[model.FieldStatus], v[model.FieldError] = "403", "AccessDenied"
		}
		out[i] = v
	}
	return out
}

// start is when the evidence begins.
var start = time.Date(2026, 11, 1, 3, 12, 9, 0, time.UTC)

// complete is the coverage of a source read to its end.
var complete = model.Coverage{State: model.Complete, Files: 12, FilesFinal: true, FilesRead: 12, Bytes: 4_000_000, BytesRead: 4_000_000}

// partial is the coverage of a source of which a part was read.
var partial = model.Coverage{State: model.Partial, Reason: "cancelled", Files: 12_003, FilesFinal: true, FilesRead: 7_440, Failed: 3, Bytes: 1000, BytesRead: 620, Damaged: 41}

// A screen is the app under test, driven without a terminal.
type screen struct {
	t    testing.TB
	a    *app
	load *fakeLoader
	st   *store.Store
}

// newScreen opens a source that holds the evidence of n records.
func newScreen(t testing.TB, w, h, n int, c model.Coverage, cfg Config) *screen {
	t.Helper()
	cfg.Now = func() time.Time { return now }
	if cfg.Source == "" {
		cfg.Source = "org-trail"
	}
	cfg.Open = func(context.Context, string, source.Options) (source.Source, error) {
		return fakeSource{raw: []byte(`111 acme-backup [01/Nov/2026:03:12:41 +0000] 10.20.4.17 - "GET /x?X-Amz-Signature=0123456789abcdef HTTP/1.1"`)}, nil
	}
	if cfg.Fields == nil {
		cfg.Fields = func(line []byte) []string { return strings.Fields(string(line)) }
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	s := &screen{t: t, a: newApp(ctx, cfg), load: &fakeLoader{coverage: c}}
	s.a.after = func(time.Duration, func(time.Time) tea.Msg) tea.Cmd { return nil }
	s.a.load = func(_ source.Source, st *store.Store) loader { s.st = st; return s.load }
	s.send(tea.WindowSizeMsg{Width: w, Height: h})
	s.open()
	s.a.table.moveColumn(0) // tests count columns from TIME
	if n > 0 {
		add(t, s.st, start, 7*time.Minute, evidence(n)...)
	}
	s.tick()
	return s
}

// open opens the source; its Run is left out: the source is as a test says.
func (s *screen) open() {
	src, err := s.a.cfg.Open(s.a.ctx, s.a.cfg.Source, source.Options{})
	s.a.opening = 1
	s.a.Update(openedMsg{gen: 1, uri: s.a.cfg.Source, src: src, err: err})
	s.run(s.a.ask())
}

// tick shows what the store and the loader have now.
func (s *screen) tick() {
	s.a.sess.done = s.load.coverage.State >= model.Partial
	s.a.q.running, s.a.sess.asked = false, time.Time{}
	s.send(tickMsg{gen: s.a.sess.gen, at: now, coverage: s.load.coverage, snapshot: s.st.Snapshot()})
}

// send gives a message to the app and runs the commands it returns.
func (s *screen) send(msg tea.Msg) {
	_, cmd := s.a.Update(msg)
	s.a.View() // as Bubble Tea does after every message
	s.run(cmd)
}

func (s *screen) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			s.run(c)
		}
	default:
		s.send(msg)
	}
}

// codes are the keys that are no letter.
var codes = map[string]tea.Key{
	"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab}, "up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown},
	"left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight}, "backspace": {Code: tea.KeyBackspace}, "f2": {Code: tea.KeyF2}, "f5": {Code: tea.KeyF5},
	"pgdown": {Code: tea.KeyPgDown}, "shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift}, "space": {Code: tea.KeySpace, Text: " "},
	"ctrl+right": {Code: tea.KeyRight, Mod: tea.ModCtrl}, "ctrl+left": {Code: tea.KeyLeft, Mod: tea.ModCtrl},
	"shift+left": {Code: tea.KeyLeft, Mod: tea.ModShift}, "shift+right": {Code: tea.KeyRight, Mod: tea.ModShift},
}

// press types keys, each named as in the key table.
func (s *screen) press(keys ...string) {
	s.t.Helper()
	for _, k := range keys {
		key, known := codes[k]
		switch letter, ctrl := strings.CutPrefix(k, "ctrl+"); {
		case known:
		case ctrl:
			key = tea.Key{Code: rune(letter[0]), Mod: tea.ModCtrl}
		default:
			key = tea.Key{Code: []rune(k)[0], Text: k}
		}
		if got := tea.KeyPressMsg(key).String(); got != k {
			s.t.Fatalf("key %q is sent as %q", k, got)
		}
		s.send(tea.KeyPressMsg(key))
	}
}

// write types text.
func (s *screen) write(text string) {
	for _, r := range text {
		s.send(tea.KeyPressMsg(tea.Key{Code: r, Text: string(r)}))
	}
}

// filter applies a filter as a user does.
func (s *screen) filter(text string) {
	s.press("/", "ctrl+u")
	s.write(text)
	s.press("enter")
}

// click clicks where the screen shows a text first.
func (s *screen) click(text string) {
	s.t.Helper()
	for y, line := range strings.Split(s.text(), "\n") {
		if i := strings.Index(line, text); i >= 0 {
			s.send(tea.MouseClickMsg{X: width(line[:i]), Y: y, Button: tea.MouseLeft})
			return
		}
	}
	s.t.Fatalf("%q is not on the screen:\n%s", text, s.text())
}

// text returns the screen without colours.
func (s *screen) text() string { return ansi.Strip(s.a.View().Content) }

// shows fails unless the screen holds every text.
func (s *screen) shows(want ...string) {
	s.t.Helper()
	got := s.text()
	for _, w := range want {
		if !strings.Contains(got, w) {
			s.t.Errorf("the screen does not show %q:\n%s", w, got)
		}
	}
}

// hides fails when the screen holds one of the texts.
func (s *screen) hides(unwanted ...string) {
	s.t.Helper()
	got := s.text()
	for _, w := range unwanted {
		if strings.Contains(got, w) {
			s.t.Errorf("the screen shows %q:\n%s", w, got)
		}
	}
}

// fits fails when the screen is wider or taller than it may be.
func (s *screen) fits(w, h int) {
	s.t.Helper()
	lines := strings.Split(s.a.View().Content, "\n")
	if len(lines) > h {
		s.t.Errorf("%dx%d: %d lines", w, h, len(lines))
	}
	for i, l := range lines {
		if n := ansi.StringWidth(l); n > w {
			s.t.Errorf("%dx%d: line %d is %d columns wide: %q", w, h, i, n, ansi.Strip(l))
		}
	}
}

// harmless fails when the screen holds a byte that a terminal would obey and
// that is not one of our own colours.
func (s *screen) harmless() {
	s.t.Helper()
	v := s.a.View()
	content := sgr.ReplaceAllString(v.Content, "")
	for _, bad := range [][]byte{[]byte(content), []byte(v.WindowTitle)} {
		bad = bytes.ReplaceAll(bad, []byte("\n"), nil)
		for _, r := range string(bad) {
			if r < 0x20 || r == 0x7f || r >= 0x80 && r < 0xa0 || r >= 0x202a && r <= 0x202e || r == 0x200b || r == '\uFFFD' {
				s.t.Fatalf("the screen holds %U:\n%q", r, bad)
			}
		}
	}
}
