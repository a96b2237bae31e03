package tui

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// A rowOrder is the records of an answer in an order: that of time, oldest first,
// or that of a column.
type rowOrder interface {
	Len() int
	At(i int) store.Row
	Rank(row store.Row) (i int, found bool)
}

var (
	_ rowOrder = (*store.Rows)(nil)
	_ rowOrder = (*store.Sorted)(nil)
)

// orderOf returns the records of an answer in the order that was asked for.
func orderOf(ans *store.Answer) rowOrder {
	if ans.Sorted != nil {
		return ans.Sorted
	}
	return ans.Rows
}

// sorted returns the order of the records shown; nil for that of time.
func (t *table) sorted() *store.Sort {
	if t.ans == nil || t.ans.Sorted == nil {
		return nil
	}
	return &t.ans.Sorted.By
}

// flipped says that the records shown stand from the last of their order to the
// first: in order of time, newest first.
func (t *table) flipped() bool { return t.desc && t.sorted() == nil }

// sameSort says whether two orders are one; nil is that of time.
func sameSort(a, b *store.Sort) bool {
	return a == b || a != nil && b != nil && *a == *b
}

// sortName returns an order in short, with its direction.
func sortName(by *store.Sort) string {
	name := column{by.Field, by.Path}.String()
	if by.Desc {
		return name + " ▼"
	}
	return name + " ▲"
}

// sorts says whether the column is the one that an order goes by.
func (c column) sorts(by *store.Sort) bool { return by != nil && c == column{by.Field, by.Path} }

// sortColumn puts the records in order of the column under the cursor; those of
// that order, and of TIME, in order of time.
func (a *app) sortColumn() tea.Cmd {
	c := a.table.column()
	f := c.field
	s := *a.hist.now()
	switch {
	case f == model.FieldTime && s.by == nil:
		a.flash = "the records are in order of time already   " + a.key(actReverse) + " the other way round"
		return nil
	case f == model.FieldTime, c.sorts(s.by):
		return a.commit(byTime(s, s.desc))
	}
	return a.commit(byField(s, store.Sort{Field: f, Path: c.path}))
}

// reverseOrder turns the order round; records without a value stay last.
func (a *app) reverseOrder() tea.Cmd {
	s := *a.hist.now()
	if s.by != nil {
		return a.commit(byField(s, store.Sort{Field: s.by.Field, Path: s.by.Path, Desc: !s.by.Desc}))
	}
	return a.commit(byTime(s, !s.desc))
}

// byTime returns the step to the order of time.
func byTime(s state, desc bool) state {
	s.by, s.desc, s.label = nil, desc, "oldest first"
	if desc {
		s.label = "newest first"
	}
	return s
}

// byField returns the step to the order of a column.
func byField(s state, by store.Sort) state {
	s.by, s.label = &by, "by "+sortName(&by)
	return s
}

// clickHead sorts by the column of a heading, and turns the order round when it
// is that already.
func (a *app) clickHead(i int) tea.Cmd {
	a.focus = paneTable
	a.table.moveColumn(i)
	by, c := a.hist.now().by, a.table.column()
	if c.sorts(by) || by == nil && c.field == model.FieldTime {
		return a.reverseOrder()
	}
	return a.sortColumn()
}

// planSort puts the records in order of time or of a column.
func (a *app) planSort(arg string) (plan, error) {
	s := *a.hist.now()
	name, direction, _ := strings.Cut(arg, " ")
	c, known := columnNamed(name)
	switch {
	case direction != "" && direction != "desc" && direction != "asc":
		return plan{}, errors.New("after the field comes desc, or nothing")
	case arg == "oldest" || arg == "newest":
		s = byTime(s, arg == "newest")
	case !known:
		return plan{}, errors.New("oldest or newest, or a field or JSON path, as: sort bytes desc")
	case c.field == model.FieldTime:
		s = byTime(s, direction == "desc")
	default:
		s = byField(s, store.Sort{Field: c.field, Path: c.path, Desc: direction == "desc"})
	}
	p := a.going(s)
	p.ask = nil
	if p.say = "oldest record first"; s.desc {
		p.say = "newest record first"
	}
	if s.by != nil {
		p.say = s.label + ", records without a recorded " + c.String() + " last"
	}
	return p, nil
}

func sortWords(*app) []string {
	out := []string{"oldest\tin order of time", "newest\tin order of time, the newest first"}
	for f, info := range model.Fields {
		if f := model.Field(f); f != model.FieldTime && f != model.FieldPath {
			out = append(out, info.Name+"\t"+info.Help, info.Name+" desc\tthe greatest first")
		}
	}
	return out
}

// sorting says that another order is being asked for than the one shown.
func (a *app) sorting() bool {
	return a.q.running && a.q.answer != nil && a.q.asking.by != nil && !sameSort(a.q.asking.by, a.table.sorted())
}
