package tui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// toFacet puts the cursor on the head of a facet.
func (s *screen) toFacet(f model.Field) {
	s.t.Helper()
	if s.a.fr.facets.empty() {
		return
	}
	for s.press("g"); s.a.facets.line().field != f; {
		was := s.a.facets.cursor
		if s.press("j"); s.a.facets.cursor == was {
			s.t.Fatalf("%s is no facet", f)
		}
	}
}

// values returns the texts of a facet's lines.
func (s *screen) values(f model.Field) string {
	var out []string
	for _, l := range s.a.facets.lines {
		if l.field == f && l.kind == facetValue {
			out = append(out, l.value.Text)
		}
	}
	return strings.Join(out, " ")
}

// Several values are chosen with space; + - and o then act on all of them, in
// one step that is undone as one.
func TestChosenValues(t *testing.T) {
	for _, c := range []struct {
		name string
		keys []string
		want string
	}{
		{"include", []string{"j", "space", "space", "+"}, "tls:(1.2, 1.1)"},
		{"exclude", []string{"j", "space", "space", "-"}, "-tls:(1.2, 1.1)"},
		{"only", []string{"j", "-", "g", "j", "j", "space", "space", "o"}, "tls:(1.3, none)"},
		{"taken back", []string{"j", "space", "k", "space", "space", "k", "space", "+"}, "tls:1.3"},
		{"esc leaves them out", []string{"j", "space", "space", "esc", "+"}, "tls:1.3"},
		{"in the list of all values", []string{"j", "F", "space", "space", "+"}, "tls:(1.2, 1.1)"},
		{"of two fields", []string{"j", "space", "j", "j", "j", "j", "space", "+"}, "tls:1.2 op:GetObject"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newScreen(t, 120, 40, 600, complete, Config{})
			s.press("f")
			s.press(c.keys...)
			if got := s.a.hist.now().text; got != c.want {
				t.Errorf("filter %q, want %q\n%s", got, c.want, s.text())
			}
			if len(s.a.facets.chosen) > 0 {
				t.Error("values stay chosen after they were used")
			}
		})
	}
}

// A facet's values come by count, by name or the rarest first: of all values,
// not of those shown.
func TestFacetOrder(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	add(t, s.st, start, time.Minute, values{model.FieldID: "Z", model.FieldOp: "AbortMultipartUpload"})
	s.tick()
	s.press("f")
	s.toFacet(model.FieldOp)
	for _, want := range []string{
		"GetObject DeleteObject HeadObject ListObjects PutObject",
		"AbortMultipartUpload DeleteObject GetObject HeadObject ListObjects",
		"AbortMultipartUpload DeleteObject HeadObject ListObjects PutObject",
	} {
		if got := s.values(model.FieldOp); got != want {
			t.Errorf("%s: %s, want %s", orderNames[s.a.facets.order], got, want)
		}
		s.press("s")
	}
	s.press("s", "s")
	s.shows("rarest first")
}

// A search looks at all values of the field, also at those that are not shown.
func TestFacetSearch(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.press("f", "C")
	for s.a.fields.list[s.a.fields.cursor] != (column{field: model.FieldKey}) {
		s.press("j")
	}
	s.press("K", "K", "esc")
	s.toFacet(model.FieldKey)
	s.press("S")
	s.write("/0599")
	s.shows("key with /")
	s.press("enter")
	if got := s.values(model.FieldKey); got != "db/2026-11-01/0599.dump" {
		t.Errorf("found %q", got)
	}
	s.shows(`"/0599" 1 of 600`)
	s.press("j", "+")
	s.shows("1 match of 600 read")
	s.press("u", "esc")
	if got := s.values(model.FieldKey); len(strings.Fields(got)) != facetShown {
		t.Errorf("after the search: %q", got)
	}
}

// c drops what the filter says of a field, and nothing else.
func TestClearField(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.filter("tls:(none, 1.2) bucket:acme-* -tls:1.2")
	s.press("f", "g", "c")
	if got := s.a.hist.now().text; got != "bucket:acme-*" {
		t.Errorf("filter %q", got)
	}
	s.press("c")
	s.shows("the filter has no condition on tls alone")
	s.press("u")
	s.shows("tls:(none, 1.2)")
}

// Any field can be a facet, in any order; the others are not counted.
func TestChooseFacets(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.press("f", "C")
	s.shows("[x] tls", "[ ] bytes", "27 of 36 fields")
	s.press("space") // tls is dropped
	for s.a.fields.list[s.a.fields.cursor] != (column{field: model.FieldRequest}) {
		s.press("j")
	}
	s.press("enter", "g")
	s.press("J", "C") // op after principal
	f := s.a.facets
	if f.fields[0].field != model.FieldPrincipal || f.fields[1].field != model.FieldOp || f.fields[len(f.fields)-1].field != model.FieldRequest {
		t.Errorf("facets %v", f.fields)
	}
	if s.toFacet(model.FieldRequest); s.values(model.FieldRequest) == "" {
		t.Error("a new facet is not counted")
	}
	for range 60 {
		s.press("C", "g", "space", "esc")
	}
	if len(f.fields) != 1 {
		t.Errorf("%d facets are left, want the last one", len(f.fields))
	}
}

// All values: share, first and last seen, the records without one.
func TestValuesAreTimed(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.press("f")
	s.toFacet(model.FieldError)
	s.press("F")
	s.shows("ALL VALUES OF ERROR", "1 value in 600 records", "no value   why? d", "554", "92 %", "AccessDenied", "46", "8 %", "2026-11-01 03:47:09", "2026-11-04 00:02:09")
	s.press("g", "+")
	if got := s.a.hist.now().text; got != "-has:error" {
		t.Errorf("filter %q", got)
	}
	s.press("F", "G", "s", "s")
	if s.a.values.cursor != 0 {
		t.Errorf("another order leaves the cursor on line %d", s.a.values.cursor)
	}
	s.press("c")
	if got := s.a.hist.now().text; got != "" {
		t.Errorf("filter after c: %q", got)
	}
}

// Records without a value that the filter shuts out would be added by it.
func TestNotRecordedOutsideTheFilter(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.filter("error:AccessDenied")
	s.press("f")
	s.toFacet(model.FieldError)
	s.shows("(+554)")
	s.press("F")
	s.shows("(+554)", "leaving out what the filter says of error")
}

// d explains what the absence of a value means, with the records it concerns.
func TestWhyNotRecorded(t *testing.T) {
	s := newScreen(t, 120, 40, 60, complete, Config{})
	add(t, s.st, start, time.Minute, values{model.FieldID: "A", model.FieldOp: "PutObject", model.FieldTLS: "1.2"})
	s.tick()
	s.press("f")
	s.toFacet(model.FieldBucket)
	s.press("d")
	s.shows("BUCKET", "bucket name.", "The record cannot say", "1 of 61 matches are without it", "PutObject 1", "-has:bucket finds these records")
	s.press("esc")
	s.toFacet(model.FieldError)
	s.press("d")
	s.shows("the absence is an answer")
	s.press("d", "tab")
	s.hides("the absence is an answer")
}

// The list of all values grows with what is read, with its cursor on its value.
func TestAllValuesGrowWhileLoading(t *testing.T) {
	s := newScreen(t, 120, 40, 600, model.Coverage{State: model.Loading, Files: 9, FilesRead: 1}, Config{})
	s.toColumn(model.FieldBucket)
	s.press("F", "j")
	s.shows("2 values in 600 records read so far", "LOADING")
	was, _ := s.a.values.picked()
	var more []values
	for i := range 900 {
		more = append(more, values{model.FieldID: "MORE" + itoa(i), model.FieldOp: "GetObject", model.FieldBucket: []string{"acme-dl", "acme-logs"}[i%2]})
	}
	add(t, s.st, start, time.Second, more...)
	s.tick()
	s.shows("4 values in 1,500 records read so far", "acme-logs")
	if now, _ := s.a.values.picked(); now != was {
		t.Errorf("the cursor went from %s to %s", was.Value, now.Value)
	}
	s.load.coverage = complete
	s.tick()
	s.shows("4 values in 1,500 records")
	s.hides("read so far", "LOADING")
}

// The drawer leaves the table the columns that tell a record apart, and the record
// under the cursor stays where it is.
func TestDrawerStandsBesideTheTable(t *testing.T) {
	s := newScreen(t, 80, 24, 600, complete, Config{})
	s.press("j", "j", "j")
	row, _ := s.a.table.current()
	s.press("f")
	s.shows("▾ TLS", "TIME (UTC)     OP           ST", "▌11-01 03:33:09 HeadObject   200")
	if now, _ := s.a.table.current(); now != row {
		t.Errorf("the drawer moves the cursor from record %d to %d", row, now)
	}
	s.press("esc")
	s.hides("▾ TLS")
	s.shows("IP", "PRINCIPAL")
	s.press("f")
	s.send(tea.WindowSizeMsg{Width: 120, Height: 40})
	s.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	s.shows("▾ TLS", "▌11-01 03:33:09 HeadObject   200")
}

// Names take what the widest count leaves, in all facets the same: what is as
// frequent has a bar as long. A long name keeps a quarter for the bars.
func TestFacetSpaces(t *testing.T) {
	f := newFacets()
	f.lines = []facetLine{
		{kind: facetValue, column: column{field: model.FieldTLS}, name: "1.2", value: store.Value{Count: 11_893, In: true}},
		{kind: facetValue, column: column{field: model.FieldTLS}, name: "no-evidence", value: store.Value{Count: 1_100_000}}, // outside the filter: no bar
		{kind: facetValue, column: column{field: model.FieldOp}, name: "GetObject", value: store.Value{Count: 15_544, In: true}},
	}
	if got, want := f.spaces(31), (facetSpace{9, 12}); got != want {
		t.Errorf("short names: %+v, want %+v", got, want)
	}
	f.lines = append(f.lines, facetLine{kind: facetValue, column: column{field: model.FieldUA}, name: strings.Repeat("x", 90), value: store.Value{Count: 7, In: true}})
	if got, want := f.spaces(31), (facetSpace{15, 6}); got != want {
		t.Errorf("a long name: %+v, want %+v", got, want)
	}
}

// Two values of two facets that are as frequent have bars that begin and end in
// the same columns.
func TestFacetBarsCompare(t *testing.T) {
	s := newScreen(t, 120, 40, 60, complete, Config{})
	bars := map[string]string{} // by name: what stands left of the count 20
	for line := range strings.Lines(s.text()) {
		if cells := strings.Split(line, "│"); len(cells) > 1 && strings.HasSuffix(strings.TrimSpace(cells[1]), " 20") {
			name := strings.Fields(cells[1])[0]
			bars[name] = strings.Repeat(" ", width(name)) + strings.TrimSpace(cells[1])[len(name):]
		}
	}
	for _, name := range []string{"anonymous", "role/legacy", "user/mallory", "acme-backup"} {
		if bars[name] == "" || bars[name] != bars["anonymous"] {
			t.Errorf("%s: %q, and anonymous %q", name, bars[name], bars["anonymous"])
		}
	}
}

// The list of all values begins at the value it was opened from, and shows what the
// filter says of each, as the facet does.
func TestAllValuesBeginAtTheValue(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.filter("-tls:1.1 tls:(none, 1.3)")
	s.press("f", "j", "j", "j")
	p, _ := s.a.under()
	s.press("F")
	if got, _ := s.a.values.picked(); got != p {
		t.Errorf("the cursor is on %v, want %v", got, p)
	}
	if s.a.values.named(model.Pick{Field: model.FieldTLS, Value: "1.1", Recorded: true}) != '-' {
		t.Error("an excluded value is not marked")
	}
	s.shows("+ none", "- 1.1")
	s.press("s")
	if s.a.values.cursor != 0 {
		t.Errorf("another order begins at line %d", s.a.values.cursor)
	}
}

// While a text to look for is typed the keys shown are those of that line, not those
// of the filter.
func TestKeysWhileFinding(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{})
	s.press("f", "S")
	s.shows("⏎ take", "esc back")
	s.hides("shift+⇥ conditions", "⇥ complete")
	s.write("1.")
	s.press("ctrl+u")
	s.write("no")
	s.press("enter")
	s.shows(`"no" 1 of`)
}
