package tui

import (
	"slices"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// facetFields are the fields of the facet pane, in order. Those from
// foldedFrom on are folded at first, and a folded field is not counted.
var facetFields = []model.Field{
	model.FieldTLS, model.FieldOp, model.FieldPrincipal, model.FieldBucket, model.FieldIP, model.FieldError,
	model.FieldACL, model.FieldClient,
	model.FieldStatus, model.FieldAccount, model.FieldRegion, model.FieldKind, model.FieldType, model.FieldSession,
	model.FieldAccessKey, model.FieldVia, model.FieldAuth, model.FieldEndpoint, model.FieldHost, model.FieldVPCE,
	model.FieldMFA, model.FieldACLRequired, model.FieldSourceRegion, model.FieldSource, model.FieldCipher, model.FieldUA, model.FieldKey,
}

const foldedFrom = 8

// facetTop is how many values of a field are asked for, facetShown how many of
// them stand in the pane (TLS shows all of its words).
const (
	facetTop   = 9
	facetShown = 5
)

// A facetLine is one line of the pane.
type facetLine struct {
	kind facetKind
	column
	value store.Value
	name  string       // the value in short
	of    *store.Facet // nil while it is being counted
}

type facetKind uint8

const (
	facetHead facetKind = iota
	facetValue
	facetNone // records without a value
	facetMore
	facetFault // why a path could not be counted
)

// facets is the pane of the fields' values with their counts.
type facets struct {
	fields  []column // that are facets, in order
	paths   map[string]*pathFacet
	list    []store.Facet
	matched int
	open    map[column]bool
	order   store.Order
	search  facetSearch
	chosen  chosen
	lines   []facetLine
	cursor  int
	top     int
	height  int
	reading string                // the path that is being counted
	readNow int                   // records whose bytes were read for it
	mark    func(model.Pick) rune // '+' or '-' where the filter names the value, else 0
	why     string                // the key that explains why a value is missing
	all     string                // the key that lists all values
}

func newFacets() *facets {
	f := &facets{open: map[column]bool{}, mark: func(model.Pick) rune { return 0 }}
	for i, field := range facetFields {
		f.fields = append(f.fields, column{field: field})
		f.open[column{field: field}] = i < foldedFrom
	}
	f.build()
	return f
}

// asked returns the fields that have to be counted, without paths.
func (f *facets) asked() []model.Field {
	return f.plain(func(c column) bool { return f.open[c] })
}

// plain returns the facets that are fields and meet a condition.
func (f *facets) plain(want func(column) bool) []model.Field {
	var out []model.Field
	for _, c := range f.fields {
		if c.path == "" && want(c) {
			out = append(out, c.field)
		}
	}
	return out
}

// without returns the facets but for one.
func (f *facets) without(c column) []column {
	return slices.DeleteFunc(slices.Clone(f.fields), func(x column) bool { return x == c })
}

// setAnswer shows other counts; the cursor stays on its value.
func (f *facets) setAnswer(a *store.Answer) {
	f.list, f.matched = a.Facets, a.Matched
	f.build()
}

// build makes the lines, keeping the cursor on its line's value.
func (f *facets) build() {
	was := facetLine{kind: facetHead, column: f.fields[0]}
	if f.cursor < len(f.lines) {
		was = f.lines[f.cursor]
	}
	f.lines = f.lines[:0]
	for _, c := range f.fields {
		f.buildField(c)
	}
	for i, l := range f.lines {
		if l.column == was.column && (l.kind == facetHead || l.kind == was.kind && l.value.Text == was.value.Text) {
			f.cursor = i // the head of its field, or the line itself
			if l.kind == was.kind && l.value.Text == was.value.Text {
				break
			}
		}
	}
	f.scroll()
}

// counted returns the counts of a facet, nil while there are none.
func (f *facets) counted(c column) *store.Facet {
	if c.path != "" {
		if p := f.path(c.path); p.counted {
			return &p.facet
		}
		return nil
	}
	if at := slices.IndexFunc(f.list, func(x store.Facet) bool { return x.Field == c.field }); at >= 0 {
		return &f.list[at]
	}
	return nil
}

func (f *facets) buildField(c column) {
	of, field := f.counted(c), c.field
	f.lines = append(f.lines, facetLine{kind: facetHead, column: c, of: of})
	if !f.open[c] {
		return
	}
	if fault := f.fault(c); fault != "" {
		f.lines = append(f.lines, facetLine{kind: facetFault, column: c, of: of, name: fault})
	}
	if of == nil {
		return
	}
	fc, limit := *of, facetShown
	found := f.search.found(c)
	if found != nil {
		fc, limit = *found, facetTop
	} else if field == model.FieldTLS {
		limit = facetTop
	}
	values := slices.Clone(fc.Values)
	if f.order == store.ByCount { // what the filter lets through stands first
		slices.SortStableFunc(values, func(a, b store.Value) int { return boolOrder(b.In) - boolOrder(a.In) })
	}
	values = values[:min(limit, len(values))]
	names := shortNames(field, texts(values))
	for i, v := range values {
		f.lines = append(f.lines, facetLine{kind: facetValue, column: c, value: v, name: names[i], of: of})
	}
	if fc.NotRecorded > 0 && found == nil {
		f.lines = append(f.lines, facetLine{kind: facetNone, column: c, value: store.Value{Count: fc.NotRecorded, In: fc.NoneIn}, of: of})
	}
	if more := fc.Distinct - len(values); more > 0 {
		f.lines = append(f.lines, facetLine{kind: facetMore, column: c, value: store.Value{Count: more}, of: of})
	}
}

func boolOrder(b bool) int {
	if b {
		return 1
	}
	return 0
}

// line returns the line under the cursor.
func (f *facets) line() facetLine { return f.lines[f.cursor] }

// offers says what opening the line under the cursor does, when it is no value.
func (f *facets) offers() string {
	l := f.line()
	switch {
	case l.kind == facetMore:
		return "all values"
	case f.open[l.column]:
		return "close"
	}
	return "open"
}

// pick returns the value of a line.
func (l *facetLine) pick() model.Pick {
	return model.Pick{Field: l.field, Path: l.path, Value: l.value.Text, Recorded: l.kind == facetValue}
}

// picked returns the value under the cursor.
func (f *facets) picked() (model.Pick, bool) {
	l := f.line()
	return l.pick(), l.kind == facetValue || l.kind == facetNone
}

// fold opens or closes the field under the cursor and says whether it has to be
// counted now.
func (f *facets) fold(open bool) (count bool) {
	c := f.line().column
	was := f.open[c]
	if f.open[c] = open; open && c.path != "" {
		f.path(c.path).asked = "" // a count that was stopped goes on
	}
	for f.lines[f.cursor].kind != facetHead {
		f.cursor--
	}
	f.build()
	return open && !was
}

func (f *facets) moveTo(i int) {
	f.cursor = i
	f.scroll()
}

func (f *facets) scroll() {
	f.cursor = max(min(f.cursor, len(f.lines)-1), 0)
	h := max(f.height, 1)
	last := f.cursor // of a head, as much as there is room for is in sight
	if f.cursor < len(f.lines) && f.lines[f.cursor].kind == facetHead {
		for last+1 < len(f.lines) && f.lines[last+1].kind != facetHead {
			last++
		}
	}
	f.top = min(max(f.top, last-h+1), f.cursor)
	f.top = max(min(f.top, len(f.lines)-h), 0)
}

// do performs a movement and says whether act is one.
func (f *facets) do(act action) bool {
	if i, moved := moveIn(act, f.cursor, len(f.lines), f.height); moved {
		f.moveTo(i)
		return true
	}
	return false
}

// moveIn returns where a movement leads in a list of n lines, h of them shown.
func moveIn(act action, i, n, h int) (to int, moved bool) {
	page := max(h-1, 1)
	switch act {
	case actUp:
		i--
	case actDown:
		i++
	case actHalfUp:
		i -= page / 2
	case actHalfDown:
		i += page / 2
	case actPageUp:
		i -= page
	case actPageDown:
		i += page
	case actTop:
		i = 0
	case actBottom:
		i = n - 1
	default:
		return i, false
	}
	return max(min(i, n-1), 0), true
}
