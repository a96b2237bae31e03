package tui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// A groupList is what was counted by several fields at once, over the screen: a
// line for each combination of values that occurs among the matches.
type groupList struct {
	gen    uint64
	by     []column
	order  store.Order
	busy   bool
	quiet  bool // busy with the same question about more records: what is shown stays in sight
	cancel context.CancelFunc
	read   *atomic.Int64   // records whose bytes were read
	view   *store.Snapshot // that was asked last
	err    error

	groups     []store.Group
	names      [][]string // by field and group: the values in short
	distinct   int        // combinations, of which groups are the first
	base       int        // records counted
	unreadable int        // of them, those whose bytes are gone: they count as without a value
	cursor     int
	top        int
	height     int
}

const (
	maxGroups = 5000 // combinations that the list takes from the store
	maxBy     = 8    // fields that are counted together
)

type (
	// groupsMsg: combinations were counted, or could not be.
	groupsMsg struct {
		gen        uint64
		groups     []store.Group
		names      [][]string
		distinct   int
		base       int
		unreadable int
		err        error
	}
	// groupsTickMsg: time to look how far a count is that reads records' bytes.
	groupsTickMsg struct{ gen uint64 }
)

// openGroups counts the matches by fields together.
func (a *app) openGroups(by []column) tea.Cmd {
	a.closeGroups()
	a.groups = &groupList{by: by}
	return a.askGroups()
}

// closeGroups closes the list; a count that is running ends.
func (a *app) closeGroups() {
	if a.groups != nil {
		a.groups.cancel()
	}
	a.groups = nil
}

// askGroups counts the combinations, in the order wanted.
func (a *app) askGroups() tea.Cmd {
	l := a.groups
	if l.cancel != nil {
		l.cancel()
	}
	a.lists++
	var ctx context.Context
	ctx, l.cancel = context.WithCancel(a.ctx)
	gen, s, snap, read := a.lists, a.shown(), a.q.answer.Snapshot, new(atomic.Int64)
	l.gen, l.busy, l.quiet, l.view, l.read = gen, true, false, snap, read
	q := store.Question{Where: s.where, From: s.from, To: s.to, Order: l.order, Raw: rawOf(a.sess.src)}
	q.Progress = func(n int) { read.Store(int64(n)) }
	keys := make([]store.Key, len(l.by))
	for i, c := range l.by {
		keys[i] = store.Key{Field: c.field, Path: c.path}
	}
	return tea.Batch(func() tea.Msg { return countGroups(ctx, snap, q, keys, gen) }, a.lookAtGroups(gen))
}

func countGroups(ctx context.Context, snap *store.Snapshot, q store.Question, keys []store.Key, gen uint64) tea.Msg {
	ans, groups, distinct, err := snap.Groups(ctx, q, keys, maxGroups)
	if err != nil {
		return groupsMsg{gen: gen, err: err}
	}
	names := make([][]string, len(keys))
	for i, k := range keys {
		values := make([]string, len(groups))
		for line, g := range groups {
			values[line] = g.Values[i].Text
		}
		names[i] = shortNames(k.Field, values)
	}
	return groupsMsg{gen: gen, groups: groups, names: names, distinct: distinct, base: ans.Matched, unreadable: ans.Unreadable}
}

// lookAtGroups looks how far a count is after a moment.
func (a *app) lookAtGroups(gen uint64) tea.Cmd {
	return a.after(nextTick, func(time.Time) tea.Msg { return groupsTickMsg{gen} })
}

// grouped takes what was counted; the cursor stays on its combination. What fields
// hold comes here, too.
func (a *app) grouped(msg tea.Msg) tea.Cmd {
	l := a.groups
	switch msg := msg.(type) {
	case fieldCountsMsg:
		a.fieldsCounted(msg)
	case groupsTickMsg:
		if l != nil && msg.gen == l.gen && l.busy {
			a.dirty = true
			return a.lookAtGroups(l.gen)
		}
	case groupsMsg:
		if l == nil || msg.gen != l.gen {
			return nil
		}
		l.take(msg)
		a.dirty = true
		return a.refreshGroups()
	}
	return nil
}

func (l *groupList) take(msg groupsMsg) {
	var was []store.Cell
	if l.quiet && l.cursor < len(l.groups) {
		was = l.groups[l.cursor].Values
	}
	l.busy, l.err = false, msg.err
	if msg.err != nil {
		return
	}
	l.groups, l.names, l.distinct, l.base, l.unreadable = msg.groups, msg.names, msg.distinct, msg.base, msg.unreadable
	at := slices.IndexFunc(l.groups, func(g store.Group) bool { return was != nil && slices.Equal(g.Values, was) })
	switch {
	case at >= 0:
		l.cursor = at
	case !l.quiet:
		l.cursor = 0
	}
	l.cursor = max(min(l.cursor, len(l.groups)-1), 0)
}

// refreshGroups counts again when more was read since. One count at a time: while
// records stream in, the next answer of the screen asks again.
func (a *app) refreshGroups() tea.Cmd {
	l := a.groups
	if l == nil || l.busy || l.err != nil || l.view == a.q.answer.Snapshot {
		return nil
	}
	cmd := a.askGroups()
	l.quiet = true
	return cmd
}

// picks returns the values of a combination.
func (l *groupList) picks(i int) []model.Pick {
	out := make([]model.Pick, len(l.by))
	for k, v := range l.groups[i].Values {
		out[k] = model.Pick{Field: l.by[k].field, Path: l.by[k].path, Value: v.Text, Recorded: v.Recorded}
	}
	return out
}

// condition returns the filter that only a combination passes.
func (l *groupList) condition(i int) model.Expr { return refined(nil, actInclude, l.picks(i)) }

// doGroups performs an action of the list.
func (a *app) doGroups(act action) tea.Cmd {
	l := a.groups
	switch act {
	case actBack, actEscape:
		a.closeGroups()
	case actSort:
		l.order = nextOrder(l.order)
		return a.askGroups()
	case actGroups:
		return a.groupBy(l.by)
	case actExport:
		return a.openExport(inGroups)
	case actQuickExport:
		return a.quickExport(inGroups)
	case actOpen, actInclude, actOnly, actExclude:
		return a.refineGroup(act)
	default:
		l.cursor, _ = moveIn(act, l.cursor, len(l.groups), l.height)
	}
	return nil
}

// refineGroup keeps only the records of the combination under the cursor, or
// leaves them out; that is one step.
func (a *app) refineGroup(act action) tea.Cmd {
	l := a.groups
	if l.cursor >= len(l.groups) {
		return nil
	}
	s := *a.hist.now()
	switch {
	case act != actExclude:
		s.where = refined(s.where, actOnly, l.picks(l.cursor))
	case len(l.by) == 1:
		s.where = exclude(s.where, l.picks(l.cursor)[0])
	default:
		terms := append(slices.Clone(model.Terms(s.where)), model.Not{X: l.condition(l.cursor)})
		s.where = model.And(terms)
	}
	s.text, s.label = filterText(s.where), ""
	from := a.origin()
	a.closeGroups()
	cmd := a.commit(s)
	if cmd != nil && act == actOpen {
		a.hist.now().opened = from
	}
	return cmd
}

// clickGroup puts the cursor on a line; on the cursor it shows its records.
func (a *app) clickGroup(i int) tea.Cmd {
	if a.groups.cursor == i {
		return a.doGroups(actOpen)
	}
	a.groups.cursor = i
	return nil
}

// groupBy opens the command line where the fields are named that the matches are
// counted by, beginning with those given.
func (a *app) groupBy(by []column) tea.Cmd {
	cmd := a.openPrompt(a.place())
	line := "count "
	for _, c := range by {
		line += c.String() + " "
	}
	a.prompt.in.set(line)
	return tea.Batch(cmd, a.promptChanged())
}

// underBy returns the field under the cursor as the first to count by.
func (a *app) underBy(in place) []column {
	c := a.table.column()
	if in == inFacets {
		c = a.facets.line().column
	}
	if c.field == model.FieldTime {
		return nil
	}
	return []column{c}
}

// planGroups plans "count FIELD FIELD".
func (a *app) planGroups(arg string) (plan, error) {
	if a.q.answer == nil {
		return plan{}, errors.New("there is nothing to count yet")
	}
	var by []column
	fields := []model.Field(nil)
	for name := range strings.FieldsFuncSeq(arg, func(r rune) bool { return r == ' ' || r == ',' }) {
		c, known := columnNamed(name)
		switch {
		case !known:
			return plan{}, errors.New("neither a field nor a JSON path: " + name)
		case c.field == model.FieldTime:
			return plan{}, errors.New("times are counted by the histogram")
		case slices.Contains(by, c):
			continue
		case c.field != model.FieldPath:
			fields = append(fields, c.field)
		}
		by = append(by, c)
	}
	switch {
	case len(by) == 0:
		return plan{}, errors.New("count by what? as: count principal bucket tls")
	case len(by) > maxBy:
		return plan{}, errors.New("no more than " + itoa(maxBy) + " fields are counted together")
	}
	p := plan{run: func() tea.Cmd { return a.openGroups(by) }}
	s := a.shown()
	if len(fields) < len(by) {
		p.say = "reads the bytes of every CloudTrail match once: " + plural(a.q.answer.Matched, "match")
		return p, nil
	}
	p.ask = &store.Question{Where: s.where, From: s.from, To: s.to, Facets: fields, Top: 1}
	p.told = func(ans *store.Answer) string {
		parts := make([]string, len(ans.Facets))
		for i, f := range ans.Facets {
			parts[i] = count(f.Distinct) + " " + f.Field.String()
		}
		return strings.Join(parts, " × ") + " in " + plural(ans.Matched, "match")
	}
	return p, nil
}
