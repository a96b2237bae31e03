package main

import (
	"fmt"
	"image/color"
)

// Where the arms of a line go from the middle of its cell.
const (
	left = 1 << iota
	right
	up
	down
)

// arms are the lines of box drawing.
var arms = map[rune]int{
	'─': left | right, '│': up | down, '┌': right | down, '┐': left | down, '└': right | up, '┘': left | up,
	'├': up | down | right, '┤': up | down | left, '┬': left | right | down, '┴': left | right | up, '┼': left | right | up | down,
}

// corners are the round ones, which have two arms.
var corners = map[rune]int{'╭': right | down, '╮': left | down, '╰': right | up, '╯': left | up}

// shades are the blocks through which the ground is seen: how much covers it.
var shades = map[rune]string{'░': ".25", '▒': ".5", '▓': ".75"}

// shape draws a character that is a line or a block, and says whether it is.
func (p *picture) shape(r rune, c color.RGBA, x, y int) bool {
	stroke := fmt.Sprintf("fill=\"none\" stroke=%q", hex(c))
	fill := fmt.Sprintf("fill=%q shape-rendering=\"crispEdges\"", hex(c))
	midX, midY := float64(x)+cellW/2.0, float64(y)+cellH/2.0
	switch {
	case arms[r] != 0:
		p.arms(stroke, arms[r], x, y)
	case corners[r] != 0:
		// From the side through the bend to the top or bottom.
		side, end := x, y
		if corners[r]&right != 0 {
			side += cellW
		}
		if corners[r]&down != 0 {
			end += cellH
		}
		p.path(stroke, "M%d %gQ%g %g %g %d", side, midY, midX, midY, midX, end)
	case shades[r] != "":
		p.block(fill+" fill-opacity=\""+shades[r]+"\"", float64(x), float64(y), cellW, cellH)
	case r >= '▁' && r <= '█': // eighths from below
		h := float64(r-'▁'+1) * cellH / 8
		p.block(fill, float64(x), float64(y+cellH)-h, cellW, h)
	case r >= '▉' && r <= '▏': // eighths from the left, fewer and fewer
		p.block(fill, float64(x), float64(y), float64('▏'-r+1)*cellW/8, cellH)
	case r == '▐':
		p.block(fill, midX, float64(y), cellW/2.0, cellH)
	default:
		return false
	}
	return true
}

// arms draws the straight lines of one cell.
func (p *picture) arms(stroke string, to, x, y int) {
	midX, midY := float64(x)+cellW/2.0, float64(y)+cellH/2.0
	from, until := midX, midX
	if to&left != 0 {
		from = float64(x)
	}
	if to&right != 0 {
		until = float64(x) + cellW
	}
	if from < until {
		p.path(stroke, "M%g %gH%g", from, midY, until)
	}
	from, until = midY, midY
	if to&up != 0 {
		from = float64(y)
	}
	if to&down != 0 {
		until = float64(y) + cellH
	}
	if from < until {
		p.path(stroke, "M%g %gV%g", midX, from, until)
	}
}

// block fills a part of a cell.
func (p *picture) block(fill string, x, y, w, h float64) {
	p.path(fill, "M%g %gh%gv%gh%gz", x, y, w, h, -w)
}
