package tui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// A split says by which field the histogram is coloured.
type split struct {
	on    bool
	field model.Field
}

// layers are the bins of the histogram by classes of a field's values. The
// first class stands lowest: what a responder looks for comes first.
type layers struct {
	field  model.Field
	names  []string
	series []int   // colour of each class
	counts [][]int // by class and bin
}

// classes are the values of a field as a histogram can tell them apart.
type classes struct {
	names  []string
	series []int
	of     func(value []byte, recorded bool) int
}

// Colours of the histogram's classes, in the theme's order.
const (
	seriesDanger = iota
	seriesWarn
	seriesViolet
	seriesOK
	seriesBlue
	seriesTeal
	seriesGrey
	seriesFaint
	numSeries
)

// splitValues is how many values of a field have a colour of their own.
const splitValues = 5

// tlsClasses gathers the words of tls: what a deny would refuse stands apart.
func tlsClasses() classes {
	at := map[string]int{"none": 0, "1.0": 1, "1.1": 1, "no-evidence": 2, "1.2": 3, "1.3": 3}
	return classes{
		names:  []string{"none", "1.0–1.1", "no-evidence", "1.2–1.3", "others"},
		series: []int{seriesDanger, seriesWarn, seriesViolet, seriesOK, seriesGrey},
		of: func(value []byte, recorded bool) int {
			if k, known := at[string(value)]; known && recorded {
				return k
			}
			return 4
		},
	}
}

// statusClasses gathers statuses by their first figure.
func statusClasses() classes {
	return classes{
		names:  []string{"5xx", "4xx", "1xx–3xx", "not recorded"},
		series: []int{seriesDanger, seriesWarn, seriesOK, seriesGrey},
		of: func(value []byte, recorded bool) int {
			switch {
			case !recorded || len(value) == 0:
				return 3
			case value[0] == '5':
				return 0
			case value[0] == '4':
				return 1
			}
			return 2
		},
	}
}

// valueClasses takes the most frequent values one by one, and the others.
func valueClasses(f model.Field, values []store.Value) classes {
	out := classes{}
	at := map[string]int{}
	for i, name := range shortNames(f, texts(values)) {
		if values[i].In && len(out.names) < splitValues {
			at[values[i].Text] = len(out.names)
			out.names = append(out.names, name)
		}
	}
	out.series = []int{seriesBlue, seriesViolet, seriesTeal, seriesWarn, seriesOK}[:len(out.names)]
	others := len(out.names)
	out.names = append(out.names, "others", absentName(f))
	out.series = append(out.series, seriesGrey, seriesFaint)
	out.of = func(value []byte, recorded bool) int {
		if !recorded {
			return others + 1
		}
		if k, known := at[string(value)]; known {
			return k
		}
		return others
	}
	return out
}

// absentName names the records without a value of a field.
func absentName(f model.Field) string {
	if model.Fields[f].Absence == model.Answer {
		return "no value"
	}
	return "not recorded"
}

// askLayers counts the matches of an answer by the split's classes.
func askLayers(ctx context.Context, ans *store.Answer, q store.Question, by split) (*layers, error) {
	var cl classes
	switch by.field {
	case model.FieldTLS:
		cl = tlsClasses()
	case model.FieldStatus:
		cl = statusClasses()
	default:
		q.Facets, q.Top, q.Order, q.Find, q.Seen, q.Bins, q.LeaveOut = []model.Field{by.field}, splitValues, store.ByCount, "", false, 0, false
		top, err := ans.Snapshot.Ask(ctx, q)
		if err != nil {
			return nil, err
		}
		cl = valueClasses(by.field, top.Facets[0].Values)
	}
	counts, err := ans.Rows.Stack(ctx, store.Split{Field: by.field, Classes: len(cl.names), Class: cl.of}, len(ans.Histogram), q.BinFrom, q.BinTo)
	if err != nil || counts == nil {
		return nil, err
	}
	return &layers{field: by.field, names: cl.names, series: cl.series, counts: counts}, nil
}

// share divides a bar of part eighths among the classes of bin i, lowest first.
// What is not nothing gets an eighth, as far as there are enough.
func (l *layers) share(i, part int) []int {
	out := make([]int, len(l.counts))
	all, some, given := 0, 0, 0
	for _, counts := range l.counts {
		all += counts[i]
		if counts[i] > 0 {
			some++
		}
	}
	for k, counts := range l.counts {
		if all > 0 {
			out[k] = counts[i] * part / all
		}
		if counts[i] > 0 && out[k] == 0 && part >= some {
			out[k] = 1
		}
		given += out[k]
	}
	for given != part && all > 0 { // what rounding gave or took, the largest bears
		k := slices.Index(out, slices.Max(out))
		if given == 0 {
			k = slices.IndexFunc(l.counts, func(counts []int) bool { return counts[i] > 0 })
		}
		out[k] += part - given
		given = part
	}
	return out
}

// draw draws bin i into the column r, part eighths high.
func (l *layers) draw(c *canvas, r rect, i, part int, chosen bool) {
	lens := l.share(i, part)
	add := plain
	if chosen {
		add = lit
	}
	for y := range r.h {
		from := y * 8
		low, high := -1, -1 // the lowest class in this cell, and the largest above it
		lowLen, highLen, at := 0, 0, 0
		for k, n := range lens {
			over := min(at+n, from+8) - max(at, from)
			at += n
			switch {
			case over <= 0:
			case low < 0:
				low, lowLen = k, over
			case over > highLen:
				high, highLen = k, over
			}
		}
		if low < 0 {
			return
		}
		line := r.y + r.h - 1 - y
		full := min(part-from, 8)
		switch {
		case high < 0 || full < 8 && lowLen >= highLen:
			c.set(r.x, line, stacked(l.series[low], -1)|add, heights[full])
		case full < 8:
			c.set(r.x, line, stacked(l.series[high], -1)|add, heights[full])
		default:
			c.set(r.x, line, stacked(l.series[low], l.series[high]), heights[max(min(lowLen*8/(lowLen+highLen), 7), 1)])
		}
	}
}

// drawLegend tells the colours with the counts of bins a to b; flat leaves the
// colours out.
func (l *layers) drawLegend(c *canvas, r rect, a, b int, of string, flat bool) {
	sums, all := make([]int, len(l.names)), 0
	for k, counts := range l.counts {
		for _, n := range counts[min(a, len(counts)):min(b, len(counts))] {
			sums[k] += n
		}
		all += sums[k]
	}
	x, end := r.x+1, r.x+r.w-1
	put := func(st style, s string) {
		n, _ := c.print(x, r.y, end-x, st, s)
		x += n
	}
	names, gap, need := make([]string, len(l.names)), 3, width(l.field.String())
	for k, name := range l.names {
		names[k] = cutName(name, 24)
		if sums[k] > 0 {
			need += width(names[k]) + len(count(sums[k])) + 6
		}
	}
	base := " of " + count(all) + " " + of
	if need+len(base) > end-x { // closer together, and not so many words
		base, gap = " of "+count(all), 2
		if need -= 2 * len(names); need+len(base) > end-x {
			base = ""
		}
	}
	put(title, strings.ToUpper(l.field.String()))
	put(dim, base)
	for k, name := range names {
		if sums[k] == 0 {
			continue
		}
		x += gap
		if x+width(name)+3+len(count(sums[k])) > end {
			c.set(min(x, end-1), r.y, dim, '…')
			return
		}
		if !flat {
			c.set(x, r.y, stacked(l.series[k], -1), '■')
			x += gap - 1
		}
		put(plain, name+" ")
		put(dim, count(sums[k]))
	}
}

// recolour colours the histogram by the next thing: tls, status, the facet
// under the cursor, nothing.
func (a *app) recolour() tea.Cmd {
	order := []split{{}, {true, model.FieldTLS}, {true, model.FieldStatus}}
	if f := a.facets.line().field; f != model.FieldTLS && f != model.FieldStatus && splits(f) {
		order = append(order, split{true, f})
	}
	return a.colourBy(order[(slices.Index(order, a.split)+1)%len(order)])
}

// colourFacet colours the histogram by the facet under the cursor, or takes its
// colours away.
func (a *app) colourFacet() tea.Cmd {
	switch s := (split{true, a.facets.line().field}); {
	case !splits(s.field):
		a.flash = "the histogram cannot be coloured by " + s.field.String()
		return nil
	case s == a.split:
		return a.colourBy(split{})
	default:
		return a.colourBy(s)
	}
}

// splits says whether the histogram can be coloured by a field.
func splits(f model.Field) bool { return f.IsText() && f != model.FieldID && f != model.FieldRequest }

// colourBy colours the histogram.
func (a *app) colourBy(s split) tea.Cmd {
	a.split = s
	a.graph.layers = nil
	switch {
	case !s.on:
		a.flash = "one colour   " + a.key(actStack) + " colour by a field"
	case a.fr.hist.empty():
		a.flash = "there is no histogram to colour"
	default:
		a.flash = "coloured by " + s.field.String()
	}
	return a.ask()
}
