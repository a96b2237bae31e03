package tui

import (
	"testing"
)

func TestLayout(t *testing.T) {
	for _, c := range []struct {
		w, h   int
		want   tier
		rows   int // of records
		facets int // columns
	}{
		{30, 8, tierWord, 0, 0},
		{39, 40, tierWord, 0, 0},
		{120, 9, tierWord, 0, 0},
		{40, 10, tierSmall, 5, 0},
		{59, 40, tierSmall, 35, 0},
		{200, 15, tierSmall, 10, 0},
		{60, 16, tierOne, 9, 40},
		{80, 24, tierOne, 17, 40},
		{99, 50, tierOne, 43, 40},
		{120, 23, tierOne, 16, 40},
		{100, 24, tierTwo, 9, 32},
		{120, 40, tierTwo, 23, 32},
		{159, 60, tierTwo, 41, 42},
		{160, 60, tierTwo, 41, 30},
		{300, 100, tierTwo, 80, 47},
	} {
		f := layout(c.w, c.h)
		rows := 0
		if f.tier != tierWord {
			rows = f.rows().h
		}
		if f.tier != c.want || rows != c.rows || f.facets.w != c.facets {
			t.Errorf("%dx%d: tier %d with %d rows, facets %d wide; want %d, %d, %d", c.w, c.h, f.tier, rows, f.facets.w, c.want, c.rows, c.facets)
		}
	}
}

// Nothing of a layout leaves the screen, and what is drawn side by side does
// not overlap.
func TestLayoutStaysOnTheScreen(t *testing.T) {
	for w := 20; w <= 300; w++ {
		for h := 5; h <= 100; h++ {
			f := layout(w, h)
			parts := []rect{f.header, f.crumbs, f.filter, f.chip, f.count, f.hist, f.table, f.cell, f.hints, f.preview}
			if f.tier == tierTwo {
				parts = append(parts, f.facets)
			}
			if f.tier == tierWord {
				continue
			}
			for i, r := range parts {
				if r.empty() {
					continue
				}
				if r.x < 0 || r.y < 0 || r.x+r.w > w || r.y+r.h > h {
					t.Fatalf("%dx%d: part %d leaves the screen: %+v", w, h, i, r)
				}
				for k, o := range parts[:i] {
					if !o.empty() && r.x < o.x+o.w && o.x < r.x+r.w && r.y < o.y+o.h && o.y < r.y+r.h {
						t.Fatalf("%dx%d: parts %d and %d overlap: %+v %+v", w, h, i, k, r, o)
					}
				}
			}
		}
	}
}
