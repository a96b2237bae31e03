package tui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/tui/text"
)

// matched tells how many records a question matches, over what, and how many
// match now.
func (a *app) matched(ans *store.Answer) string {
	s := count(ans.Matched) + " match of " + count(ans.Read) + " read"
	if q := a.prompt.plan.ask; q.From != 0 || q.To != 0 {
		s += " in that time"
	}
	if ans.Unknown > 0 {
		s += " and " + count(ans.Unknown) + " that cannot say"
	}
	s += "; now " + count(a.q.answer.Matched)
	if c := a.coverage(); c.State != model.Complete {
		s += "; " + stateText(c)
	}
	return s
}

// going plans the step to a state.
func (a *app) going(s state) plan {
	s.held = false
	l := lifted(s)
	return plan{
		ask:  &store.Question{Where: l.where, From: l.from, To: l.to},
		told: a.matched,
		run: func() tea.Cmd {
			cmd := a.commit(s)
			if cmd == nil {
				a.flash = "that is what is shown already"
			}
			return cmd
		},
	}
}

func (a *app) planFilter(arg string) (plan, error) {
	x, wrong := parse(arg, a.cfg.Now())
	if wrong != nil {
		return plan{}, wrong
	}
	s := *a.hist.now()
	s.text, s.where, s.label = arg, x, ""
	p := a.going(s)
	if hint := model.Hint(arg); hint != "" {
		p.say = hint
	}
	run := p.run
	p.run = func() tea.Cmd {
		return tea.Batch(run(), a.rememberFilter(arg))
	}
	return p, nil
}

func (a *app) planFind(arg string) (plan, error) {
	x, wrong := parse(arg, a.cfg.Now())
	if wrong != nil {
		return plan{}, wrong
	}
	if x == nil {
		return plan{}, errors.New("find what? as: find op:DeleteObject")
	}
	s := a.shown()
	q := store.Question{Where: x, From: s.from, To: s.to}
	if s.where != nil {
		q.Where = model.And{s.where, x}
	}
	return plan{
		ask: &q,
		told: func(ans *store.Answer) string {
			return "goes to the next of " + count(ans.Matched) + " among the " + plural(a.q.answer.Matched, "record") + " of this result"
		},
		run: func() tea.Cmd {
			a.sought, a.soughtText, a.table.marked = x, arg, false
			return a.goTo("find "+arg, x, 1)
		},
	}, nil
}

// planGoto goes to a time, a row of the result, or a record by its ID.
func (a *app) planGoto(arg string) (plan, error) {
	rows := a.table.len()
	if rows == 0 {
		return plan{}, errors.New("there is no record to go to")
	}
	if n, is := strings.CutPrefix(arg, "#"); is {
		i, err := strconv.Atoi(strings.ReplaceAll(n, ",", ""))
		if err != nil || i < 1 || i > rows {
			return plan{}, fmt.Errorf("rows go from #1 to #%s", count(rows))
		}
		return a.planRow(i - 1), nil
	}
	if x, wrong := parse("time:>="+arg, a.cfg.Now()); wrong == nil {
		from, _, _ := model.Lift(x)
		i := a.table.ans.Rows.After(from.UnixMilli())
		if i >= rows {
			return plan{}, errors.New("the last record of this result is of " + a.clock.stamp(a.table.ans.Snapshot.Time(a.table.ans.Rows.At(rows-1))))
		}
		place, _ := a.table.place(a.table.ans.Rows.At(i))
		return a.planRow(place), nil
	}
	x, wrong := parse(`id:"`+arg+`" OR request:"`+arg+`"`, a.cfg.Now())
	if wrong != nil || strings.ContainsAny(arg, ` "`) {
		return plan{}, errors.New(`neither a time as 2026-11-01T10:00, a row as #17 nor an ID`)
	}
	return plan{
		ask: &store.Question{Where: x},
		told: func(ans *store.Answer) string {
			return plural(ans.Matched, "record") + " of " + count(ans.Read) + " read"
		},
		run: func() tea.Cmd { return a.goToID(arg, x) },
	}, nil
}

// planRow goes to a place of the result.
func (a *app) planRow(i int) plan {
	ms := a.table.ans.Snapshot.Time(a.table.at(i))
	return plan{
		say: "row " + count(i+1) + " of " + count(a.table.len()) + ", " + a.clock.stamp(ms),
		run: func() tea.Cmd {
			a.table.moveTo(i)
			return nil
		},
	}
}

// gotoMsg: the records with the ID that is gone to.
type gotoMsg struct {
	gen  uint64
	id   string
	rows *store.Rows
	err  error
}

func (a *app) goToID(id string, x model.Expr) tea.Cmd {
	a.jump.gen++
	a.jump.rows = nil
	ctx, gen, snap := a.ctx, a.jump.gen, a.q.answer.Snapshot
	q := store.Question{Where: x, Raw: rawOf(a.sess.src)}
	return func() tea.Msg { return askID(ctx, snap, q, gotoMsg{gen: gen, id: id}) }
}

func askID(ctx context.Context, snap *store.Snapshot, q store.Question, msg gotoMsg) tea.Msg {
	ans, err := snap.Ask(ctx, q)
	if msg.err = err; err == nil {
		msg.rows = ans.Rows
	}
	return msg
}

// arrived puts the cursor on the first record with the ID that is in the result.
func (a *app) arrived(msg gotoMsg) {
	if msg.gen != a.jump.gen {
		return
	}
	a.dirty = true
	switch {
	case msg.err != nil:
		a.flash = msg.err.Error()
		return
	case msg.rows.Len() == 0:
		a.flash = "no record that was read has the ID " + msg.id
		return
	}
	for i := range min(msg.rows.Len(), 100) {
		if place, is := a.table.place(msg.rows.At(i)); is {
			a.table.moveTo(place)
			return
		}
	}
	a.flash = msg.id + " was read, but is not in this result   " + a.key(actPalette) + "filter id:" + msg.id
}

// planTime shows a range of time.
func (a *app) planTime(arg string) (plan, error) {
	if arg == "" {
		return plan{say: "opens the dialog", run: a.openTime}, nil
	}
	s := *a.hist.now()
	s.label = "all times"
	s.from, s.to = 0, 0
	if arg != "all" {
		x, wrong := parse("time:"+arg, a.cfg.Now())
		if wrong != nil {
			return plan{}, errors.New(wrong.Message + " " + wrong.Hint + ", as 2026-11-01..2026-11-02 or 2026-11-01T10:00..")
		}
		return a.planRange(x, "time "+arg)
	}
	return a.going(s), nil
}

func (a *app) planSince(arg string) (plan, error) {
	x, wrong := parse("since:"+arg, a.cfg.Now())
	if wrong != nil {
		return plan{}, errors.New(wrong.Message + " " + wrong.Hint + ", as 24h, 7d or 2026-11-01")
	}
	return a.planRange(x, "since "+arg)
}

// planRange shows the time that x asks for.
func (a *app) planRange(x model.Expr, label string) (plan, error) {
	from, to, rest := model.Lift(x)
	if len(model.Terms(rest)) > 0 {
		return plan{}, errors.New("a range of time is wanted, as 2026-11-01..2026-11-02")
	}
	s := *a.hist.now()
	s.from, s.to, s.label = milliseconds(from), milliseconds(to), label
	p := a.going(s)
	p.say = "from " + a.clock.end(s.from)
	if s.to != 0 {
		p.say = a.clock.timeRange(s.from, s.to)
		if a.clock.utc() { // the range was typed: its zone is said in every case
			p.say += " UTC"
		}
	}
	return p, nil
}

func timeWords(a *app) []string {
	out := []string{"all\tall that was read"}
	if from, to, known := a.extent(); known {
		for d := from / day.Milliseconds() * day.Milliseconds(); d < to && len(out) < offeredLines; d += day.Milliseconds() {
			t := time.UnixMilli(d).UTC()
			out = append(out, t.Format("2006-01-02")+".."+t.Add(day).Format("2006-01-02")+"\t"+t.Format("Monday"))
		}
	}
	return out
}

func sinceWords(*app) []string {
	return []string{"1h\tthe last hour", "24h\tthe last day", "7d\tthe last week"}
}

// planColumns chooses columns by their names.
func (a *app) planColumns(arg string) (plan, error) {
	if arg == "" {
		return plan{say: "opens the list of columns", run: func() tea.Cmd { a.openColumns(); return nil }}, nil
	}
	if arg == "reset" {
		return plan{say: "the filter's fields and the usual ones", run: func() tea.Cmd { a.table.sizes = nil; return a.takeColumns(nil) }}, nil
	}
	cols := slices.Clone(a.table.cols[1:])
	names := strings.FieldsFunc(arg, func(r rune) bool { return r == ' ' || r == ',' })
	if names[0][0] != '+' && names[0][0] != '-' {
		cols = nil
	}
	for _, name := range names {
		f, known := columnNamed(strings.TrimLeft(name, "+-"))
		switch {
		case !known:
			return plan{}, errors.New("neither a field nor a JSON path: " + name)
		case name[0] == '-':
			cols = slices.DeleteFunc(cols, func(x column) bool { return x == f })
		case f.field != model.FieldTime && !slices.Contains(cols, f):
			cols = append(cols, f)
		}
	}
	if len(cols) == 0 {
		return plan{}, errors.New("a table keeps a column beside TIME")
	}
	say := "TIME"
	for _, f := range cols {
		say += "  " + f.title()
	}
	if names[0][0] == '+' || names[0][0] == '-' {
		say = plural(len(cols)+1, "column") + ", was " + itoa(len(a.table.cols))
	}
	return plan{say: say, run: func() tea.Cmd { return a.takeColumns(cols) }}, nil
}

// columnNamed returns the column of a field's name or alias, or of a JSON path.
func columnNamed(name string) (column, bool) {
	if f, known := fieldNamed(name); known {
		return column{field: f}, true
	}
	path, is := pathNamed(name)
	return column{model.FieldPath, path}, is
}

// fieldNamed returns the field of a name or alias, but for JSON paths.
func fieldNamed(name string) (model.Field, bool) {
	for f, info := range model.Fields {
		if model.Field(f) != model.FieldPath && (strings.EqualFold(info.Name, name) || slices.ContainsFunc(info.Aliases, func(s string) bool { return strings.EqualFold(s, name) })) {
			return model.Field(f), true
		}
	}
	return 0, false
}

func fieldWords(*app) []string {
	var out []string
	for f, info := range model.Fields {
		if f := model.Field(f); f != model.FieldTime && f != model.FieldPath {
			out = append(out, info.Name+"\t"+info.Help)
		}
	}
	return out
}

func columnWords(a *app) []string {
	return append([]string{"reset\tthe usual columns"}, fieldWords(a)...)
}

// planFacet lists the values of a field.
func (a *app) planFacet(arg string) (plan, error) {
	if path, is := pathNamed(arg); is {
		return plan{
			say: "reads the bytes of every CloudTrail match once: " + plural(a.q.answer.Matched, "match"),
			run: func() tea.Cmd { return a.openValuesOf(column{model.FieldPath, path}) },
		}, nil
	}
	f, known := fieldNamed(arg)
	if !known || f == model.FieldTime {
		return plan{}, errors.New("unknown field " + arg + ", as principal, ip, bucket or ua")
	}
	s := a.shown()
	return plan{
		ask: &store.Question{Where: s.where, From: s.from, To: s.to, Facets: []model.Field{f}, Top: 3},
		told: func(ans *store.Answer) string {
			fc := ans.Facets[0]
			say := plural(fc.Distinct, "value") + " in " + plural(ans.Matched, "match")
			for i, v := range fc.Values {
				say += []string{": ", ", ", ", "}[min(i, 2)] + text.Mask(shortARN(v.Text)) + " " + count(v.Count)
			}
			return say
		},
		run: func() tea.Cmd { return a.openValuesOf(column{field: f}) },
	}, nil
}

// planHistory goes to a step of the history.
func (a *app) planHistory(arg string) (plan, error) {
	if arg == "" {
		return plan{say: "type a blank for the steps, as: history 1"}, nil
	}
	n, err := strconv.Atoi(strings.Fields(arg)[0])
	if err != nil || n < 1 || n > len(a.hist.list) {
		return plan{}, fmt.Errorf("steps go from 1 to %d", len(a.hist.list))
	}
	s := lifted(a.hist.list[n-1])
	p := plan{
		say:  "step " + itoa(n) + ": " + a.hist.list[n-1].label,
		ask:  &store.Question{Where: s.where, From: s.from, To: s.to},
		told: a.matched,
	}
	p.run = func() tea.Cmd {
		if n-1 == a.hist.at {
			a.flash = "that is where you are"
			return nil
		}
		return a.walk(n - 1 - a.hist.at)
	}
	return p, nil
}

func historyWords(a *app) []string {
	var out []string
	for i, s := range slices.Backward(a.hist.list) {
		about := s.label
		if s.text != "" && s.text != s.label {
			about += "   " + s.text
		}
		if s.counted {
			about += "   matched " + count(s.matched)
		}
		if i == a.hist.at {
			about += "   ‹ here"
		}
		out = append(out, itoa(i+1)+"\t"+about)
	}
	return out
}

func (a *app) planInclude(string) (plan, error) { return a.planRefine(actInclude) }
func (a *app) planExclude(string) (plan, error) { return a.planRefine(actExclude) }
func (a *app) planOnly(string) (plan, error)    { return a.planRefine(actOnly) }

// planRefine does what + - and o do to the value under the cursor.
func (a *app) planRefine(act action) (plan, error) {
	p, has := a.under()
	if !has {
		return plan{}, errors.New("there is no value under the cursor")
	}
	s := *a.hist.now()
	s.where = map[action]func(model.Expr, model.Pick) model.Expr{actInclude: include, actExclude: exclude, actOnly: only}[act](s.where, p)
	s.text, s.label = filterText(s.where), ""
	out := a.going(s)
	out.say = "filter " + s.text
	out.run = func() tea.Cmd { return a.refine(act) }
	return out, nil
}

func (a *app) planEdit(string) (plan, error) {
	return plan{say: "opens " + a.editor()[0], run: func() tea.Cmd {
		return tea.Batch(a.do(inTable, actFilter), a.editFilter())
	}}, nil
}

func (a *app) planQuit(string) (plan, error) {
	say := ""
	if a.sess.loading() {
		say = "reading has not ended: " + stateText(a.coverage())
	}
	return plan{say: say, run: func() tea.Cmd { return tea.Quit }}, nil
}
