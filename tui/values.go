package tui

import (
	"context"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/tui/text"
)

// A valueList is all values of a field over the screen: each with its count,
// its share, and when it was first and last seen. The first line are the records
// without a value.
type valueList struct {
	gen uint64
	column
	order  store.Order
	find   string
	why    string // the key that explains why a value is missing
	own    bool   // the filter has conditions on the field alone, which are left out
	busy   bool
	cancel context.CancelFunc
	read   *atomic.Int64         // records whose bytes were read
	named  func(model.Pick) rune // '+' or '-' where the filter names the value, else 0
	quiet  bool                  // busy with the same question about more records: what is shown stays in sight
	view   *store.Snapshot       // that was asked last
	fresh  bool                  // another order or search is on its way: the cursor goes to the top
	on     model.Pick            // the value that the list was opened from; the cursor goes there
	err    error
	facet  store.Facet
	chosen chosen
	widest int // columns of the longest value
	cursor int
	top    int
	height int
}

// maxValues is how many values the list takes from the store at once; a search
// asks the store for all of them.
const maxValues = 5000

// openValues lists all values of the field under the cursor.
func (a *app) openValues(in place) tea.Cmd {
	f := a.table.column()
	if in == inFacets {
		f = a.facets.line().column
	}
	if f.field == model.FieldTime || a.q.answer == nil {
		a.flash = "times are counted by the histogram"
		return nil
	}
	on, _ := a.under()
	cmd := a.openValuesOf(f)
	a.values.on = on
	return cmd
}

// openValuesOf lists all values of a field.
func (a *app) openValuesOf(f column) tea.Cmd {
	a.values = &valueList{column: f, order: a.facets.order, read: new(atomic.Int64), why: a.keys.first(inValues, actDescribe)}
	return a.askValues()
}

// askValues asks for the values in the order and with the text wanted.
func (a *app) askValues() tea.Cmd {
	l := a.values
	a.lists++
	l.gen, l.busy = a.lists, true
	gen, s, snap := a.lists, a.shown(), a.q.answer.Snapshot
	ctx := l.again(a.ctx)
	l.view, l.quiet = snap, false
	l.named = func(p model.Pick) rune { return namedIn(s.where, p) }
	l.own = filterText(none(model.WithoutField(s.where, l.field, l.path))) != filterText(s.where)
	q := store.Question{
		Where: s.where, From: s.from, To: s.to, Facets: []model.Field{l.field}, Top: maxValues, LeaveOut: true,
		Order: l.order, Find: l.find, Seen: true, Raw: rawOf(a.sess.src),
	}
	if l.path != "" {
		return a.askPathValues(ctx, snap, q)
	}
	return func() tea.Msg { return countValues(ctx, snap, q, gen) }
}

// refreshValues counts the values again when more was read since. One count at a
// time: while records stream in, the next answer of the screen asks again.
func (a *app) refreshValues() tea.Cmd {
	l := a.values
	if l == nil || l.busy || l.view == a.q.answer.Snapshot {
		return nil
	}
	cmd := a.askValues()
	l.quiet = true
	return cmd
}

func countValues(ctx context.Context, snap *store.Snapshot, q store.Question, gen uint64) tea.Msg {
	ans, err := snap.Ask(ctx, q)
	if err != nil {
		return valuesMsg{gen: gen, err: err}
	}
	return valuesMsg{gen: gen, facet: ans.Facets[0]}
}

// setValues shows what was counted; the cursor stays on its value.
func (a *app) setValues(msg valuesMsg) tea.Cmd {
	l := a.values
	if l == nil || msg.gen != l.gen {
		return nil
	}
	was, had := l.picked()
	l.busy, l.err, l.facet, a.dirty = false, msg.err, msg.facet, true
	l.widest = 0
	for i := range l.len() {
		v, _ := l.value(i)
		l.widest = max(l.widest, width(text.Mask(v.Text)))
	}
	l.cursor = max(min(l.cursor, l.len()-1), 0)
	if l.fresh {
		l.cursor, had, l.fresh = 0, false, false
	}
	if l.on != (model.Pick{}) && msg.err == nil {
		was, had, l.on = l.on, true, model.Pick{}
	}
	for i := range l.len() {
		if had && l.pick(i) == was {
			l.cursor = i
		}
	}
	return a.refreshValues()
}

// none says whether the first line are the records without a value.
func (l *valueList) none() bool { return l.facet.NotRecorded > 0 && l.find == "" }

// len returns the number of lines.
func (l *valueList) len() int {
	if l.none() {
		return len(l.facet.Values) + 1
	}
	return len(l.facet.Values)
}

// value returns the value of line i; recorded is false for the records without.
func (l *valueList) value(i int) (v store.Value, recorded bool) {
	if l.none() {
		if i--; i < 0 {
			return store.Value{Count: l.facet.NotRecorded, In: l.facet.NoneIn}, false
		}
	}
	return l.facet.Values[i], true
}

func (l *valueList) pick(i int) model.Pick {
	v, recorded := l.value(i)
	return model.Pick{Field: l.field, Path: l.path, Value: v.Text, Recorded: recorded}
}

// picked returns the value under the cursor.
func (l *valueList) picked() (model.Pick, bool) {
	if l.cursor >= l.len() {
		return model.Pick{}, false
	}
	return l.pick(l.cursor), true
}

// do performs a movement and says whether act is one.
func (l *valueList) do(act action) (moved bool) {
	l.cursor, moved = moveIn(act, l.cursor, l.len(), l.height)
	return moved
}

// doValues performs an action of the list of values.
func (a *app) doValues(act action) tea.Cmd {
	l := a.values
	switch act {
	case actBack, actEscape:
		switch {
		case act == actEscape && len(l.chosen) > 0:
			l.chosen = nil
		case act == actEscape && l.find != "":
			l.find, l.fresh = "", true
			return a.askValues()
		default:
			a.closeValues()
		}
	case actFind:
		a.find = &input{}
	case actSort:
		l.order, l.fresh = nextOrder(l.order), true
		return a.askValues()
	case actChoose:
		a.choose()
	case actClearField:
		cmd := a.clearField()
		a.closeValues()
		return cmd
	case actOpen, actInclude, actExclude, actOnly:
		return a.refineValues(act)
	default:
		l.do(act)
	}
	return nil
}

// refineValues changes the filter from the list and closes it; enter leads to the
// records of the value, from where one comes back.
func (a *app) refineValues(act action) tea.Cmd {
	from, opens := a.origin(), act == actOpen
	if opens {
		act = actInclude
	}
	cmd := a.refine(act)
	if cmd != nil && opens {
		a.hist.now().opened = from
	}
	a.closeValues()
	return cmd
}

// clickValue puts the cursor on a line; on the cursor it includes the value.
func (a *app) clickValue(i int) tea.Cmd {
	if a.values.cursor == i {
		return a.doValues(actOpen)
	}
	a.values.cursor = i
	return nil
}

// note says how many values there are, and over what they are counted.
func (l *valueList) note(c model.Coverage) string {
	s := plural(l.facet.Distinct, "value")
	if n := len(l.facet.Values); n < l.facet.Distinct {
		s = "the first " + count(n) + " of " + s
	}
	if l.find != "" {
		s += " with \"" + l.find + "\""
	}
	s += " in " + plural(l.facet.Base, "record")
	if n := l.facet.Unreadable; n > 0 {
		s += ", " + count(n) + " of them could not be read again"
	}
	if c.State != model.Complete {
		s += " read so far"
	}
	if l.own {
		s += ", leaving out what the filter says of " + l.String()
	}
	return s
}

// drawValues draws the list over the screen.
func (a *app) drawValues() {
	c, l := &a.c, a.values
	c.fill(rect{0, a.h - 2, a.w, 2}, plain, ' ')
	box := rect{0, 1, a.w, a.h - 3}
	if a.w >= 140 {
		c.restyle(rect{0, 0, a.w, a.h - 2}, faint)
		box = rect{8, 2, a.w - 16, a.h - 5}
	}
	c.fill(box, plain, ' ')
	note := orderNames[l.order]
	if cov := a.coverage(); cov.State != model.Complete {
		note += "   " + stateText(cov)
	}
	if len(l.chosen) > 0 {
		note = count(len(l.chosen)) + " chosen   " + note
	}
	drawBox(c, box, accent, "ALL VALUES OF "+headOf(l.column), note)
	l.draw(c, box.inset(2, 1), a.coverage())
	foot := rect{0, a.h - 2, a.w, 1}
	if a.find != nil {
		a.drawFind(foot, "values with")
	} else if p, has := l.picked(); !a.drawFlash(foot) && has && p.Recorded {
		n, _ := c.print(1, foot.y, foot.w-2, accent, l.String()+" ")
		c.print(1+n, foot.y, foot.w-2-n, plain, text.Mask(p.Value))
	}
	a.drawHints(rect{0, a.h - 1, a.w, 1})
}

func (l *valueList) draw(c *canvas, r rect, cov model.Coverage) {
	switch {
	case l.err != nil:
		c.print(r.x, r.y, r.w, danger, "error: "+l.err.Error())
		return
	case l.busy && l.facet.Base == 0:
		c.print(r.x, r.y, r.w, dim, "counting …"+l.progress())
		return
	}
	c.print(r.x, r.y, r.w, dim, l.note(cov))
	cols := valueColumns(r.w, l.widest)
	cols.head(c, r.row(1))
	l.height = max(r.h-2, 1)
	l.top = max(min(max(l.top, l.cursor-l.height+1), l.cursor), 0)
	for i := 0; i < r.h-2 && l.top+i < l.len(); i++ {
		row := r.row(i + 2)
		l.drawLine(c, row, l.top+i, cols)
		c.hit(row, actLine, l.top+i)
		if l.top+i == l.cursor {
			c.point(rect{row.x - 1, row.y, row.w + 1, 1})
		}
	}
	if l.len() == 0 {
		c.print(r.x, r.y+2, r.w, dim, "no value holds that")
	}
	if l.busy && !l.quiet {
		c.restyle(r, faint)
	}
}

// valueCols are the widths of the list's columns; what has no room is 0.
type valueCols struct {
	name, count, share, bar, seen int
	layout                        string // of the times
}

// valueColumns divides w columns. The values, of which the widest has some
// columns, go before the year of the times, and that before a long bar.
func valueColumns(w, widest int) valueCols {
	cols := valueCols{count: 12, share: 7, layout: "01-02 15:04:05"}
	if w >= 68 {
		cols.seen = len(cols.layout) + 2
	}
	if w >= 100 {
		cols.bar = 8
	}
	const year = len("2006-")
	free := func() int { return w - cols.count - cols.share - cols.bar - 2*cols.seen }
	if spare := free() - widest - 4; cols.bar > 0 && spare >= 2*year {
		cols.layout, cols.seen = "2006-"+cols.layout, cols.seen+year
		cols.bar = min(cols.bar+spare-2*year, 20)
	}
	cols.name = free()
	return cols
}

func (v valueCols) head(c *canvas, r rect) {
	x := r.x + v.name
	c.print(r.x+2, r.y, v.name, title, "VALUE")
	c.print(x, r.y, v.count, dim, padLeft("records", v.count))
	c.print(x+v.count, r.y, v.share, dim, padLeft("share", v.share))
	if v.seen > 0 {
		x += v.count + v.share + v.bar
		c.print(x, r.y, v.seen, dim, padLeft("first seen", v.seen))
		c.print(x+v.seen, r.y, v.seen, dim, padLeft("last seen UTC", v.seen))
	}
}

func (l *valueList) drawLine(c *canvas, r rect, i int, cols valueCols) {
	v, recorded := l.value(i)
	name, st, number := text.Mask(v.Text), plain, count(v.Count)
	switch {
	case !recorded:
		name, st = absentName(l.field)+"   why? "+l.why, dim
	case l.field == model.FieldTLS:
		st = tlsStyle(v.Text)
	}
	if !v.In {
		number, st = "(+"+number+")", dim
	}
	if m := l.named(l.pick(i)); m != 0 {
		c.set(r.x, r.y, accent|bold, m)
		st |= bold
	}
	if l.chosen.has(l.pick(i)) {
		c.set(r.x+1, r.y, accent|bold, '●')
		st |= bold
	}
	if l.field == model.FieldPrincipal || l.field == model.FieldARN {
		name = cutName(name, cols.name-3)
	}
	c.printValue(rect{r.x + 2, r.y, cols.name - 3, 1}, st, name, l.field)
	x := r.x + cols.name
	c.print(x, r.y, cols.count, st, padLeft(number, cols.count))
	c.print(x+cols.count, r.y, cols.share, st, padLeft(percentOf(v.Count, l.facet.Base), cols.share))
	x += cols.count + cols.share
	if cols.bar > 0 {
		drawBar(c, rect{x + 1, r.y, cols.bar - 1, 1}, v.Count, l.facet.Base)
		x += cols.bar
	}
	if cols.seen > 0 && recorded {
		c.print(x, r.y, cols.seen, dim, padLeft(time.UnixMilli(v.First).UTC().Format(cols.layout), cols.seen))
		c.print(x+cols.seen, r.y, cols.seen, dim, padLeft(time.UnixMilli(v.Last).UTC().Format(cols.layout), cols.seen))
	}
}
