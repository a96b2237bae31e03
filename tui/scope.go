package tui

import (
	"context"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/source"
)

// A scope asks, before a log bucket is read, which time and which parts of it.
// It shows what reading that would take; nothing is read before it is taken.
type scope struct {
	uri  string
	src  source.Scoped
	from *picker // to go back to; nil when the source was given on the command line

	spans []scopeSpan
	span  int // chosen
	parts [numScopeGroups][]string
	more  bool
	off   map[scopePart]bool // left out
	known bool               // the parts are listed
	err   error              // why they are not

	find   string
	typed  *entry // the time, while it is typed
	cursor int
	top    int
	height int

	cancel  context.CancelFunc // of the listing of parts
	plan    source.Plan
	planErr error
	planned bool
	plans   uint64 // generation of the plan
	unplan  context.CancelFunc
}

// A scopeSpan is one range of time to choose.
type scopeSpan struct {
	name   string
	within source.Range
}

type scopeGroup uint8

const (
	scopeAccounts scopeGroup = iota
	scopeRegions
	scopeFolders
	scopeBuckets
	numScopeGroups
)

var scopeTitles = [numScopeGroups]string{"ACCOUNTS", "REGIONS", "FOLDERS", "SOURCE BUCKETS"}

// A scopePart is one account, Region, folder or bucket.
type scopePart struct {
	group scopeGroup
	name  string
}

// A scopeLine is one line of the choice: a heading, a span or a part.
type scopeLine struct {
	head string
	note string // of a heading
	span int    // index, -1 for none
	part scopePart
}

func (l scopeLine) stops() bool { return l.head == "" }

// openScope asks what of a source to read.
func (a *app) openScope(uri string, src source.Scoped) tea.Cmd {
	now := a.cfg.Now().UTC().Truncate(time.Minute)
	s := &scope{uri: uri, src: src, from: a.picker, off: map[scopePart]bool{}}
	if a.picker != nil {
		a.picker.aws.stop()
		a.picker.busy = false
	}
	if r := a.cfg.Range; !r.From.IsZero() || !r.To.IsZero() {
		s.spans = append(s.spans, scopeSpan{rangeText(r), r})
	}
	for _, last := range []struct {
		name string
		d    time.Duration
	}{{"last 24 hours", day}, {"last 7 days", 7 * day}, {"last 30 days", 30 * day}} {
		s.spans = append(s.spans, scopeSpan{last.name, source.Range{From: now.Add(-last.d)}})
	}
	s.spans = append(s.spans, scopeSpan{"everything", source.Range{}})
	a.scope, a.picker = s, nil
	ctx, cancel := context.WithCancel(a.ctx)
	s.cancel = cancel
	a.scopes++
	gen := a.scopes
	return tea.Batch(func() tea.Msg {
		parts, more, err := src.Parts(ctx)
		return partsListedMsg{gen, parts, more, err}
	}, a.planScope(0))
}

// oneFile says whether a source is a single file by its name: of that there is
// nothing to choose.
func oneFile(uri string) bool {
	return slices.ContainsFunc([]string{".gz", ".json", ".log", ".zst"}, func(end string) bool { return strings.HasSuffix(uri, end) })
}

// rangeText names a range that was given.
func rangeText(r source.Range) string {
	at := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return clock{}.end(t.UnixMilli())
	}
	return at(r.From) + " .. " + at(r.To)
}

// chosen returns what is to be read.
func (s *scope) chosen() source.Scope {
	var lists [numScopeGroups][]string
	for g, all := range s.parts {
		kept := slices.DeleteFunc(slices.Clone(all), func(name string) bool { return s.off[scopePart{scopeGroup(g), name}] })
		if len(kept) < len(all) {
			lists[g] = kept
		}
	}
	return source.Scope{Accounts: lists[scopeAccounts], Regions: lists[scopeRegions], Folders: lists[scopeFolders], Buckets: lists[scopeBuckets]}
}

// nothing says which group is left out as a whole, "" when none is.
func (s *scope) nothing() string {
	for g, all := range s.parts {
		if len(all) > 0 && s.kept(scopeGroup(g)) == 0 {
			return strings.ToLower(scopeTitles[g])
		}
	}
	return ""
}

// kept counts the parts of a group that are to be read.
func (s *scope) kept(g scopeGroup) int {
	n := 0
	for _, name := range s.parts[g] {
		if !s.off[scopePart{g, name}] {
			n++
		}
	}
	return n
}

// planScope plans what is chosen, after a pause in which more can be chosen.
func (a *app) planScope(pause time.Duration) tea.Cmd {
	s := a.scope
	if s.unplan != nil {
		s.unplan()
	}
	s.plans++
	s.planned, s.planErr = false, nil
	if s.nothing() != "" {
		return nil
	}
	ctx, cancel := context.WithCancel(a.ctx)
	s.unplan = cancel
	gen, all, plan := a.scopes, s.plans, s.src.Within(s.chosen())
	within := s.spans[s.span].within
	ask := func() tea.Msg {
		p, err := plan.Plan(ctx, within)
		return plannedMsg{gen, all, p, err}
	}
	if pause == 0 {
		return ask
	}
	return a.after(pause, func(time.Time) tea.Msg {
		if ctx.Err() != nil {
			return nil
		}
		return ask()
	})
}

// scoped takes what the commands of a scope answer.
func (a *app) scoped(msg tea.Msg) tea.Cmd {
	s := a.scope
	if s == nil {
		return nil
	}
	switch msg := msg.(type) {
	case partsListedMsg:
		if msg.gen != a.scopes {
			return nil
		}
		s.known, s.err, s.more = true, msg.err, msg.more
		s.parts = [numScopeGroups][]string{msg.parts.Accounts, msg.parts.Regions, msg.parts.Folders, msg.parts.Buckets}
	case plannedMsg:
		if msg.gen != a.scopes || msg.plan != s.plans {
			return nil
		}
		s.planned, s.plan, s.planErr = true, msg.what, msg.err
	}
	a.dirty = true
	return nil
}

// close ends what a scope asks.
func (s *scope) close() {
	s.cancel()
	if s.unplan != nil {
		s.unplan()
	}
}

// lines returns what can be chosen, narrowed to what holds the text looked for.
func (s *scope) lines() []scopeLine {
	out := []scopeLine{{head: "TIME", note: "of the requests", span: -1}}
	for i := range s.spans {
		out = append(out, scopeLine{span: i})
	}
	for g, all := range s.parts {
		group := scopeGroup(g)
		note := "all " + count(len(all))
		if kept := s.kept(group); kept < len(all) {
			note = count(kept) + " of " + count(len(all))
		}
		if len(all) == 0 {
			continue
		}
		out = append(out, scopeLine{head: scopeTitles[g], note: note, span: -1})
		for _, name := range all {
			if strings.Contains(strings.ToLower(name), s.find) {
				out = append(out, scopeLine{span: -1, part: scopePart{group, name}})
			}
		}
	}
	return out
}

// stop returns the nearest line from i on in a direction where the cursor rests.
func (s *scope) stop(lines []scopeLine, i, step int) int {
	for k := i; k >= 0 && k < len(lines); k += step {
		if lines[k].stops() {
			return k
		}
	}
	return s.cursor
}
