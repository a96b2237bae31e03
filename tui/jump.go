package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// A jump goes from record to record among those of the result that also meet a
// condition: refused requests, or those with the marked value. The rows are
// asked for once per answer.
type jump struct {
	gen  uint64
	key  string // what is looked for
	base *store.Answer
	rows rowOrder
	step int // 1: the next in the order shown, -1: the one before
}

// troubled is the condition of e and E: refused or failed.
const troubled = "is:denied OR has:error OR status:>=400"

// goToTrouble jumps to the next refused or failed request.
func (a *app) goToTrouble(step int) tea.Cmd {
	x, _ := parse(troubled, a.cfg.Now())
	return a.goTo("troubled", x, step)
}

// goTo jumps to the next record (step 1) or the one before (-1) that meets x.
func (a *app) goTo(key string, x model.Expr, step int) tea.Cmd {
	if a.q.answer == nil || a.table.len() == 0 {
		return nil
	}
	j := &a.jump
	j.step = step
	if j.rows != nil && j.key == key && j.base == a.q.answer {
		a.land()
		return nil
	}
	j.gen++
	j.key, j.base, j.rows = key, a.q.answer, nil
	s := a.shown()
	q := store.Question{Where: x, From: s.from, To: s.to, Raw: rawOf(a.sess.src), Sort: a.table.sorted()}
	if s.where != nil {
		q.Where = model.And{s.where, x}
	}
	ctx, gen, snap := a.ctx, j.gen, a.q.answer.Snapshot
	return func() tea.Msg { return askJump(ctx, snap, q, gen) }
}

func askJump(ctx context.Context, snap *store.Snapshot, q store.Question, gen uint64) tea.Msg {
	ans, err := snap.Ask(ctx, q)
	if err != nil {
		return jumpMsg{gen: gen, err: err}
	}
	return jumpMsg{gen: gen, rows: orderOf(ans)}
}

// jumped takes the rows and goes there, unless the result has changed.
func (a *app) jumped(msg jumpMsg) {
	if msg.gen != a.jump.gen || a.jump.base != a.q.answer {
		return
	}
	a.dirty = true
	if msg.err != nil {
		a.flash = msg.err.Error()
		return
	}
	a.jump.rows = msg.rows
	a.land()
}

// land puts the table's cursor on the row the jump leads to.
func (a *app) land() {
	row, has := a.table.current()
	rows := a.jump.rows
	if !has {
		return
	}
	i, is := rows.Rank(row)
	later := a.jump.step > 0 != a.table.flipped() // later in the order of rows
	switch {
	case later && is:
		i++
	case !later:
		i--
	}
	if i < 0 || i >= rows.Len() {
		a.flash = "no further one in this result"
		if rows.Len() == 0 {
			a.flash = "there is none in this result"
		}
		return
	}
	place, _ := a.table.place(rows.At(i))
	a.table.moveTo(place)
}

// mark marks every cell that holds the value under the cursor, or nothing when
// it is marked already.
func (a *app) mark() {
	row, has := a.table.current()
	f := a.table.column()
	if !has || f.field == model.FieldTime {
		return
	}
	p, _ := a.table.pick(row, f)
	value := p.Value
	switch {
	case !p.Recorded:
		a.flash = f.String() + " is not recorded here: there is nothing to mark"
	case a.table.marked && a.table.markField == f && a.table.markValue == value:
		a.table.marked = false
	default:
		a.table.marked, a.table.markField, a.table.markValue = true, f, value
		a.sought = nil
		a.flash = f.String() + " = " + value + " is marked   " + a.key(actNextMark) + " next   " + a.key(actPrevMark) + " previous"
	}
}

// goToMark jumps to the next record with the marked value.
func (a *app) goToMark(step int) tea.Cmd {
	t := &a.table
	if !t.marked && a.sought != nil {
		return a.goTo("find "+a.soughtText, a.sought, step)
	}
	if !t.marked {
		a.flash = "nothing is marked   " + a.key(actMark) + " mark the value under the cursor"
		return nil
	}
	x := only(nil, model.Pick{Field: t.markField.field, Path: t.markField.path, Value: t.markValue, Recorded: true})
	return a.goTo("mark "+t.markField.String()+" "+t.markValue, x, step)
}
