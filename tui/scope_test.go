package tui

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"
	"github.com/google/go-cmp/cmp"

	"s3sleuth/model/store"
	"s3sleuth/source"
)

// A largeSource is a log bucket as a test says: its parts, and what reading it takes.
type largeSource struct {
	fakeSource
	parts    source.Scope
	more     bool
	partsErr error
	plan     source.Plan
	planErr  error
	asked    *[]planAsked // what was planned, shared by all that are narrowed
	scope    source.Scope
}

type planAsked struct {
	Scope  source.Scope
	Within source.Range
}

var _ source.Scoped = largeSource{}

func (l largeSource) Parts(context.Context) (source.Scope, bool, error) {
	return l.parts, l.more, l.partsErr
}

func (l largeSource) Within(s source.Scope) source.Source {
	l.scope = s
	return l
}

func (l largeSource) Plan(_ context.Context, r source.Range) (source.Plan, error) {
	*l.asked = append(*l.asked, planAsked{l.scope, r})
	return l.plan, l.planErr
}

// large is a bucket of an organization.
func large() largeSource {
	return largeSource{
		parts: source.Scope{
			Accounts: []string{"111122223333", "444455556666", "777788889999"},
			Regions:  []string{"eu-west-1", "eu-west-3", "us-east-1"},
			Folders:  []string{"CloudTrail", "CloudTrail-NetworkActivity"},
		},
		plan: source.Plan{
			Files: 12_003, Bytes: 44_200_000_000, Days: 2, Records: 190_400_000, Requests: 12_040, Dollars: 0.0049,
			Parts: []source.Part{
				{Account: "111122223333", Region: "eu-west-1", Files: 8_000, Bytes: 30_000_000_000},
				{Account: "111122223333", Region: "us-east-1", Files: 3_003, Bytes: 14_000_000_000},
				{Account: "444455556666", Region: "us-east-1", Files: 1_000, Bytes: 200_000_000},
			},
			Notes: []string{"a record delivered more than 48 h late is not among them"},
		},
		asked: &[]planAsked{},
	}
}

// newScopeScreen opens a log bucket from the picker.
func newScopeScreen(t testing.TB, w, h int, l largeSource) *screen {
	t.Helper()
	s := newPickerScreen(t, w, h, fakeSurveyor{survey: found()}, nil)
	s.a.cfg.Open = func(context.Context, string, source.Options) (source.Source, error) { return l, nil }
	s.a.cfg.Memory = 4 << 30
	s.a.after = func(_ time.Duration, f func(time.Time) tea.Msg) tea.Cmd { return func() tea.Msg { return f(now) } }
	s.write("s3://acme-org-logs/AWSLogs/")
	s.press("enter")
	return s
}

func TestScopeGolden(t *testing.T) {
	refused := large()
	refused.parts, refused.partsErr = source.Scope{}, hintedFault{"s3:ListBucket s3://acme-org-logs: AccessDenied", "ask for s3:ListBucket on acme-org-logs"}
	refused.planErr = refused.partsErr
	nothing := large()
	nothing.plan = source.Plan{}
	for _, c := range []struct {
		name string
		of   largeSource
		play func(*screen)
	}{
		{"planned", large(), func(s *screen) { s.press("j", "j", "j", "j", "space") }},
		{"none_left", large(), func(s *screen) { s.press("G", "a", "space") }},
		{"denied", refused, func(*screen) {}},
		{"empty", nothing, func(*screen) {}},
		{"typing", large(), func(s *screen) { s.press("T"); s.write("yesterday"); s.press("enter") }},
		{"find", large(), func(s *screen) { s.press("/"); s.write("4455"); s.press("enter", "j", "j", "j", "j") }},
	} {
		for _, size := range [][2]int{{120, 40}, {80, 24}, {40, 10}} {
			t.Run(fmt.Sprintf("%s_%dx%d", c.name, size[0], size[1]), func(t *testing.T) {
				s := newScopeScreen(t, size[0], size[1], c.of)
				c.play(s)
				s.fits(size[0], size[1])
				s.harmless()
				golden.RequireEqual(t, []byte(s.text()+"\n"))
			})
		}
	}
}

// What is chosen is what is planned and read, and nothing is read before.
func TestScopeNarrows(t *testing.T) {
	l := large()
	s := newScopeScreen(t, 120, 40, l)
	if s.a.sess != nil {
		t.Fatal("reading has begun")
	}
	s.shows("12,003", "≈ 190,400,000", "under one US cent", "more than memory takes", "11,003 objects, 41 GiB", "4,003 objects, 13 GiB")
	lastDay := source.Range{From: now.Add(-day)}
	// The last 30 days, without one account, of one Region only.
	s.press("j", "j", "space", "j", "j", "space", "j", "j", "j", "j", "a")
	s.press("T")
	s.write("2026-11-01..2026-11-03")
	s.press("enter")
	span := source.Range{From: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 11, 3, 0, 0, 0, 0, time.UTC)}
	scope := source.Scope{Accounts: []string{"444455556666", "777788889999"}, Regions: []string{"eu-west-3"}}
	got := *l.asked
	if diff := cmp.Diff(planAsked{source.Scope{}, lastDay}, got[0]); diff != "" {
		t.Errorf("first plan (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(planAsked{scope, span}, got[len(got)-1]); diff != "" {
		t.Errorf("last plan (-want +got):\n%s", diff)
	}
	var read source.Source
	s.a.load = func(src source.Source, st *store.Store) loader {
		read = src
		return &fakeLoader{coverage: complete}
	}
	s.a.after = func(time.Duration, func(time.Time) tea.Msg) tea.Cmd { return nil }
	s.a.Update(tea.KeyPressMsg(tea.Key{Code: tea.KeyEnter}))
	if s.a.sess == nil || s.a.scope != nil {
		t.Fatal("reading has not begun")
	}
	if diff := cmp.Diff(scope, read.(largeSource).scope); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
	if s.a.within != span || s.a.hist.now().from != span.From.UnixMilli() || s.a.hist.now().to != span.To.UnixMilli() {
		t.Errorf("range %v, shown from %d", s.a.within, s.a.hist.now().from)
	}
}

// A scope with nothing in it is not read; back leads to the picker as it was.
func TestScopeGoesBack(t *testing.T) {
	s := newScopeScreen(t, 80, 24, large())
	s.press("G", "space", "k", "space", "enter")
	if s.a.sess != nil || !strings.Contains(s.text(), "nothing would be read") {
		t.Errorf("a scope of nothing was taken:\n%s", s.text())
	}
	s.press("esc")
	s.shows("Where is the evidence?", "s3://acme-org-logs/AWSLogs/")
	s.send(plannedMsg{gen: s.a.scopes, plan: 1}) // late
	s.send(partsListedMsg{gen: s.a.scopes, err: errors.New("late")})
	s.shows("Where is the evidence?")
}

// Of a single object there is nothing to choose.
func TestNoScopeOfOneFile(t *testing.T) {
	s := newPickerScreen(t, 80, 24, fakeSurveyor{}, nil)
	s.a.load = func(source.Source, *store.Store) loader { return &fakeLoader{coverage: complete} }
	s.a.opening = 1
	s.a.Update(openedMsg{gen: 1, uri: "s3://acme-org-logs/AWSLogs/a.json.gz", src: large()})
	if s.a.scope != nil || s.a.sess == nil {
		t.Error("a single file is not read at once")
	}
}

// A given range stands first.
func TestScopeOfAGivenRange(t *testing.T) {
	l := large()
	given := source.Range{From: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)}
	s := newPickerScreen(t, 120, 40, fakeSurveyor{}, nil)
	s.a.cfg.Range = given
	s.run(s.a.openScope("s3://acme-org-logs/", l))
	s.shows("(•) 2026-11-01 00:00 UTC ..", "( ) last 24 hours")
	if got := (*l.asked)[0].Within; got != given {
		t.Errorf("planned %v, want %v", got, given)
	}
}

// At every size picker and scope are drawn without a panic, within their lines and columns.
func TestEverySizeOfPickerAndScope(t *testing.T) {
	s := newPickerScreen(t, 120, 40, fakeSurveyor{survey: found()}, nil)
	s.a.cfg.Open = func(_ context.Context, uri string, _ source.Options) (source.Source, error) {
		if strings.HasPrefix(uri, "s3://") {
			return large(), nil
		}
		return nil, errors.New("open " + uri + ": no such file or directory")
	}
	s.a.load = func(source.Source, *store.Store) loader { return endedLoader{&fakeLoader{coverage: complete}} }
	r := rand.New(rand.NewPCG(3, 4))
	keys := []string{
		"up", "down", "down", "tab", "enter", "enter", "ctrl+r", "ctrl+p", "ctrl+g", "ctrl+u", "ctrl+c", "esc", "a", "s", "T", "/", "g", "G", "j", "k", "space",
		"pgdown", "0", "q", "2", ".", "?",
	}
	for i := range 1500 {
		if i%3 == 0 {
			s.send(tea.WindowSizeMsg{Width: 20 + r.IntN(281), Height: 5 + r.IntN(96)})
		}
		s.press(keys[r.IntN(len(keys))])
		s.fits(s.a.w, s.a.h)
		if t.Failed() {
			t.Fatalf("after %d keys", i)
		}
		if s.a.sess != nil && r.IntN(10) == 0 && s.a.place()&inPanes != 0 {
			s.press("0")
		}
	}
}
