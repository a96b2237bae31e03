package sql

import (
	"bytes"
	"encoding/json"
	"math/rand"
	"strings"
	"testing"
)

// cellsOf is the row of an event as a statement for whole records returns it.
func cellsOf(t *testing.T, s *sample) []*string {
	t.Helper()
	var cells []*string
	for _, column := range append(append([]string{}, textColumns...), jsonColumns...) {
		v, ok := s.row[strings.ToLower(column)].(string)
		if !ok {
			cells = append(cells, nil)
			continue
		}
		cells = append(cells, &v)
	}
	list, ok := s.row["resources"].([]row)
	if !ok {
		return append(cells, nil)
	}
	text, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	resources := string(text)
	return append(cells, &resources)
}

// TestEventsReadBack makes events of rows: the decoder must read of them what it
// reads of the original. Only whether requestParameters is null or missing, a
// table cannot tell.
func TestEventsReadBack(t *testing.T) {
	table := testTables(t)["events"]
	r := rand.New(rand.NewSource(3))
	for _, s := range randomSamples(t, r, "events", 500) {
		raw, err := table.Record(cellsOf(t, s))
		if err != nil {
			t.Fatal(err)
		}
		want := said(t, table, bytes.Replace(s.raw, []byte(`"requestParameters":null,`), nil, 1))
		if got := said(t, table, raw); got != want {
			t.Fatalf("%s\nreads as %s\nmade of a row\n%s\nas %s", s.raw, want, raw, got)
		}
	}
}

func TestRecordRefuses(t *testing.T) {
	bad := "{"
	tables := testTables(t)
	events := make([]*string, len(tables["events"].record()))
	events[len(textColumns)] = &bad
	for what, row := range map[string][]*string{
		"lines": make([]*string, len(lineColumns)), "lake": {nil}, "events": events,
	} {
		if raw, err := tables[what].Record(row); err == nil {
			t.Errorf("%s: %s", what, raw)
		}
		if _, err := tables[what].Record(append(row, nil)); err == nil {
			t.Errorf("%s: a column too many is taken", what)
		}
	}
}
