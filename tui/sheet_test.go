package tui

import (
	"strings"
	"testing"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// The sheet counts each call once: its outcomes add up, and each line leads to
// as many records as it says.
func TestSheet(t *testing.T) {
	for _, who := range []string{"arn:aws:iam::111122223333:user/petrel-ci", "anonymous", "arn:aws:iam::111122223333:role/tide-ingest-legacy"} {
		s := demoScreen(t, 120, 60)
		s.run(s.a.openSheet(who))
		sh := s.a.sheet
		sum := 0
		for _, n := range sh.outcomes {
			sum += n.matched
		}
		if sum != sh.total.matched || sum == 0 {
			t.Errorf("%s: outcomes add up to %d of %d", who, sum, sh.total.matched)
		}
		s.text()
		taken := 0
		for _, l := range sh.page.lines {
			if l.way == nil {
				continue
			}
			taken++
			ans, err := sh.v.Ask(t.Context(), store.Question{Where: l.way.where})
			if err != nil {
				t.Fatal(err)
			}
			if want := count(ans.Matched); !strings.Contains(l.plainText(), " "+want) {
				t.Errorf("%s leads to %s records: %s", filterText(l.way.where), want, l.plainText())
			}
		}
		if taken < 10 {
			t.Errorf("%s: %d lines lead to records:\n%s", who, taken, s.text())
		}
	}
}

// From the list of all principals d opens the sheet of one, and q leads back.
func TestSheetFromAList(t *testing.T) {
	s := demoScreen(t, 120, 40)
	for s.a.table.field() != model.FieldPrincipal {
		s.press("l")
	}
	s.press("F", "g", "d")
	s.shows("› Principal", "of 35,070 read")
	s.press("q")
	s.shows("ALL VALUES OF PRINCIPAL")
	s.press("p", "enter")
	s.hides("ALL VALUES OF PRINCIPAL", "PIVOT")
	s.shows("10,051 match of 35,070 read")
}

// d on a principal, and enter twice on its facet line, open the sheet.
func TestSheetIsOpened(t *testing.T) {
	s := demoScreen(t, 120, 40)
	s.filter("principal:*petrel-ci")
	for s.a.table.field() != model.FieldPrincipal {
		s.press("l")
	}
	s.press("d")
	s.shows("› Principal", "ACCOUNT      111122223333", "of 35,070 read", "203.0.113.77", "refused")
	s.press("G")
	s.shows("LEFT OUT", "the filter and the time on the screen")
	s.press("q")
	s.filter("")
	s.press("tab")
	for l := s.a.facets.line(); l.field != model.FieldPrincipal || l.kind != facetValue; l = s.a.facets.line() {
		s.press("j")
	}
	s.press("enter")
	s.hides("› Principal")
	s.press("enter")
	s.shows("› Principal")
}

// From the sheet + narrows, p leads on, enter shows the principal's records.
func TestSheetActs(t *testing.T) {
	s := demoScreen(t, 120, 40)
	open := func() {
		s.run(s.a.openSheet("arn:aws:iam::111122223333:user/petrel-ci"))
		s.text()
		for p, _ := s.a.under(); p.Field != model.FieldIP; p, _ = s.a.under() {
			s.press("j")
		}
	}
	open()
	s.press("+")
	s.shows("the filter is now  ip:203.0.113.77")
	s.press("q", "u")
	open()
	s.press("p", "v")
	s.shows("1,922 match")
	s.press("u")
	open()
	s.press("enter")
	s.shows("1,915 match of 35,070 read")
}
