package tui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// chosen are values taken together, in the order they were taken: + - and o
// then act on all of them.
type chosen []model.Pick

func (c chosen) has(p model.Pick) bool { return slices.Contains(c, p) }

// toggle takes a value, or leaves it out again.
func (c *chosen) toggle(p model.Pick) {
	if i := slices.Index(*c, p); i >= 0 {
		*c = slices.Delete(*c, i, i+1)
		return
	}
	*c = append(*c, p)
}

// picks returns the values that + - and o act on: those chosen where the keys
// are, else the one under the cursor.
func (a *app) picks() []model.Pick {
	if c := a.choosing(); c != nil && len(*c) > 0 {
		return *c
	}
	if p, has := a.under(); has {
		return []model.Pick{p}
	}
	return nil
}

// choosing returns what is chosen where the keys are; nil where nothing can be.
func (a *app) choosing() *chosen {
	switch {
	case a.values != nil:
		return &a.values.chosen
	case a.detail == nil && a.focus == paneFacets:
		return &a.facets.chosen
	}
	return nil
}

// choose takes the value under the cursor, or leaves it out again, and goes on
// to the next line.
func (a *app) choose() {
	c := a.choosing()
	p, has := a.under()
	if c == nil || !has {
		return
	}
	c.toggle(p)
	if a.values != nil {
		a.values.do(actDown)
	} else {
		a.facets.do(actDown)
	}
}

// refined applies one of + - o to a filter for several values: the first value
// of a field replaces, the others widen, when only they are wanted.
func refined(x model.Expr, act action, picks []model.Pick) model.Expr {
	var seen []column
	for _, p := range picks {
		switch {
		case act == actExclude:
			x = exclude(x, p)
		case act == actOnly && !slices.Contains(seen, column{p.Field, p.Path}):
			x = only(x, p)
		default:
			x = include(x, p)
		}
		seen = append(seen, column{p.Field, p.Path})
	}
	return x
}

// clearing returns the field whose conditions would be dropped.
func (a *app) clearing() column {
	if a.values != nil {
		return a.values.column
	}
	return a.facets.line().column
}

// clearField drops what the filter says of the field under the cursor alone.
func (a *app) clearField() tea.Cmd {
	f := a.clearing()
	s := *a.hist.now()
	s.where = none(model.WithoutField(s.where, f.field, f.path))
	s.text, s.label = filterText(s.where), "any "+f.String()
	cmd := a.commit(s)
	if cmd == nil {
		a.flash = "the filter has no condition on " + f.String() + " alone"
	}
	return cmd
}

// orderNames name the orders of a facet's values.
var orderNames = [...]string{store.ByCount: "by count", store.ByName: "by name", store.ByRarity: "rarest first"}

// nextOrder returns the order after o.
func nextOrder(o store.Order) store.Order { return (o + 1) % store.Order(len(orderNames)) }

// A facetSearch shows of one facet only the values that hold a text.
type facetSearch struct {
	text   string // "" is no search
	col    column
	answer *store.Facet // nil until it was asked
}

// found returns the facet of the values found, nil where nothing is searched.
func (s *facetSearch) found(c column) *store.Facet {
	if s.text == "" || s.col != c {
		return nil
	}
	return s.answer
}

// searchFacet shows of the field under the cursor only values that hold a text.
func (a *app) searchFacet(text string) tea.Cmd {
	f := a.facets
	f.search = facetSearch{text: text, col: f.line().column}
	f.open[f.search.col] = true
	return a.ask()
}

// askFound counts the values of one facet that hold a text.
func askFound(ctx context.Context, snap *store.Snapshot, q store.Question, find facetSearch) (*store.Facet, error) {
	q.Facets, q.Find, q.Bins = []model.Field{find.col.field}, find.text, 0
	ans, err := snap.Ask(ctx, q)
	if err != nil {
		return nil, err
	}
	return &ans.Facets[0], nil
}

// dropSearch shows all values again.
func (a *app) dropSearch() tea.Cmd {
	a.facets.search = facetSearch{}
	a.facets.build()
	return nil
}

func (a *app) toggleFacets(in place) {
	if in == inFacets {
		a.focus, a.drawer = paneTable, false
		return
	}
	if a.fr.facets.empty() {
		a.flash = "there is no room for the facets: they need 60x16"
		return
	}
	a.focus, a.drawer = paneFacets, a.fr.tier == tierOne
}
