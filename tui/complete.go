package tui

import (
	"slices"
	"strings"
	"time"

	"s3sleuth/model"
)

// A completing is a walk through what the word at the caret can become.
type completing struct {
	list  []string
	at    int
	from  int // bytes of the text that a candidate replaces
	to    int
	after string // what stands behind a field: ":" or ""
}

// maxCandidates is how many are offered.
const maxCandidates = 12

// candidates returns what the word at the caret can become: fields, words of
// is:, or values that the facets have counted, the most frequent first. A word
// without a field may also become a whole condition, as is:public-acl.
func candidates(text string, caret int, f *facets) completing {
	c := model.CompletionAt(text, caret)
	out := completing{from: c.From, to: c.To}
	add := func(s, shown string) {
		if len(out.list) < maxCandidates && strings.HasPrefix(strings.ToLower(s), strings.ToLower(c.Prefix)) && !slices.Contains(out.list, shown) {
			out.list = append(out.list, shown)
		}
	}
	switch c.Want {
	case model.WantField, model.WantHas:
		if c.Want == model.WantField {
			out.after = ":"
		}
		for _, field := range append(slices.Clone(facetFields), model.FieldARN, model.FieldBytes, model.FieldSize, model.FieldID) {
			add(field.String(), field.String())
		}
		if c.Want == model.WantField {
			for _, word := range []string{"is", "has", "time", "since", "until", "raw", "unknown"} {
				add(word, word)
			}
			if len(c.Prefix) > 1 {
				addConditions(f, add)
			}
		}
	case model.WantFact:
		for _, word := range model.FactNames {
			add(word, word)
		}
	case model.WantValue:
		for _, fc := range f.list {
			if fc.Field != c.Field || c.Path != "" {
				continue
			}
			for _, v := range fc.Values {
				add(v.Text, valueText(c.Field, v.Text))
			}
		}
	}
	if len(out.list) == 1 && out.list[0] == text[c.From:c.To] {
		out.list = nil // nothing is left to complete
	}
	return out
}

// addConditions offers the facts and the operations that a word means.
func addConditions(f *facets, add func(s, shown string)) {
	for _, fact := range model.FactNames {
		add(fact, "is:"+fact)
		if _, last, parts := strings.Cut(fact, "-"); parts {
			add(last, "is:"+fact)
		}
	}
	for _, fc := range f.list {
		if fc.Field != model.FieldOp {
			continue
		}
		for _, v := range fc.Values {
			add(v.Text, "op:"+valueText(model.FieldOp, v.Text))
		}
	}
}

// valueText returns a value as it is written in a filter.
func valueText(f model.Field, value string) string {
	s := filterText(only(nil, model.Pick{Field: f, Value: value, Recorded: true}))
	_, s, _ = strings.Cut(s, ":")
	return s
}

// complete puts the next candidate in place of the word at the caret and says
// whether the line changed.
func (f *filterBar) complete(now time.Time, counted *facets) (changed bool) {
	if f.tab.list == nil {
		f.tab = candidates(f.in.text, f.in.caret, counted)
	} else {
		f.tab.at = (f.tab.at + 1) % len(f.tab.list)
	}
	c := &f.tab
	if len(c.list) == 0 {
		f.tab = completing{}
		return false
	}
	word := c.list[c.at]
	if !strings.Contains(word, ":") {
		word += c.after
	}
	f.in.text = f.in.text[:c.from] + word + f.in.text[c.to:]
	c.to = c.from + len(word)
	f.in.caret = c.to
	f.check(now)
	return true
}

// drawHint draws what the filter was perhaps meant to be, and says whether there
// is such a hint.
func (f *filterBar) drawHint(c *canvas, r rect) bool {
	if f.err != nil || f.hint == "" {
		return false
	}
	c.print(r.x+1, r.y, r.w-2, warn, f.hint)
	return true
}

// offer draws the candidates of the word at the caret into r, the chosen one
// marked, behind the key that takes them, and says whether there are any.
func (f *filterBar) offer(c *canvas, r rect, counted *facets, key string) bool {
	now := f.tab
	if now.list == nil {
		now = candidates(f.in.text, f.in.caret, counted)
		now.at = -1
	}
	if len(now.list) == 0 || len(now.list) == 1 && strings.HasSuffix(f.in.text[:f.in.caret], now.list[0]) { // it stands there
		return false
	}
	n, _ := c.print(r.x+1, r.y, r.w-2, accent, key+" ")
	x := r.x + 1 + n
	for i, s := range now.list {
		st := plain
		if i == now.at {
			st = plain | reverse
		}
		if x+width(s) >= r.x+r.w-1 {
			break
		}
		n, _ := c.print(x, r.y, r.x+r.w-1-x, st, s)
		x += n + 2
	}
	return true
}
