package tui

import (
	"slices"

	"s3sleuth/model"
)

// What the investigation says of records that an engine has found.

// paidHeader says what reading them has cost, "" where there is no engine.
func (a *app) paidHeader() string {
	if a.sess.billed == nil {
		return ""
	}
	spent := a.sess.billed.Spent()
	switch {
	case spent.Dollars > 0:
		return a.sess.engine + " " + dollarsOf(spent.Dollars) + " paid"
	case spent.Bytes > 0:
		return a.sess.engine + " " + model.Size(spent.Bytes) + " scanned"
	}
	return a.sess.engine
}

// drawNarrowed says which records were asked of the engine, and warns where the
// filter would take others too: those are not here.
func (a *app) drawNarrowed(put func(style, string)) {
	s := a.sess
	if s.billed == nil {
		return
	}
	put(dim, " from "+s.engine)
	if s.narrowed == nil && a.covers() {
		return
	}
	if a.covers() {
		put(dim, " by "+filterText(s.narrowed))
		return
	}
	what := "this time"
	if s.narrowed != nil {
		what = filterText(s.narrowed)
	}
	put(warn, "   ⚠ it was asked for "+what+" only   "+a.key(actSQL)+" ask anew")
}

// covers says that every record of the question was asked of the engine: the
// filter holds each condition that was, and the time is none other.
func (a *app) covers() bool {
	q := a.q.asked
	has := map[string]bool{}
	for _, x := range model.Terms(q.where) {
		has[x.String()] = true
	}
	from, to := milliseconds(a.within.From), milliseconds(a.within.To)
	within := (from == 0 || q.from >= from) && (to == 0 || q.to != 0 && q.to <= to)
	return within && !slices.ContainsFunc(model.Terms(a.sess.narrowed), func(x model.Expr) bool { return !has[x.String()] })
}
