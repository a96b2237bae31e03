package main

import (
	"fmt"
	"image/color"
	"strings"
	"unicode/utf8"

	uv "github.com/charmbracelet/ultraviolet"
)

// The window: a cell of the terminal in pixels, the size of its letters, the
// blank edge around the cells.
const (
	cellW, cellH = 9, 20
	letters      = 15
	baseline     = 15 // of the letters, from the top of the cell
	edge         = 12
)

// The terminal's own colours.
var (
	ground = color.RGBA{0x15, 0x15, 0x1d, 0xff}
	ink    = color.RGBA{0xd8, 0xda, 0xe2, 0xff}
	frame  = color.RGBA{0x3a, 0x3d, 0x4c, 0xff}
)

// fonts are monospaced ones that systems bring along.
const fonts = "ui-monospace,SFMono-Regular,Menlo,Consolas,&quot;DejaVu Sans Mono&quot;,&quot;Liberation Mono&quot;,monospace"

// A look is how a cell is drawn.
type look struct {
	fg, bg color.RGBA
	bold   bool
	under  bool
}

// lookOf resolves what is left to the terminal, swapped or faint.
func lookOf(c uv.Cell) look {
	l := look{fg: solid(c.Style.Fg, ink), bg: solid(c.Style.Bg, ground), bold: c.Style.Attrs&uv.AttrBold != 0, under: c.Style.Underline != 0}
	if c.Style.Attrs&uv.AttrReverse != 0 {
		l.fg, l.bg = l.bg, l.fg
	}
	if c.Style.Attrs&uv.AttrFaint != 0 {
		l.fg = halfway(l.fg, l.bg)
	}
	return l
}

// solid returns a colour without transparency; nil is the terminal's own.
func solid(c color.Color, own color.RGBA) color.RGBA {
	if c == nil {
		return own
	}
	r, g, b, _ := c.RGBA()
	return color.RGBA{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8), 0xff}
}

func halfway(a, b color.RGBA) color.RGBA {
	mean := func(x, y uint8) uint8 { return uint8((int(x) + int(y)) / 2) }
	return color.RGBA{mean(a.R, b.R), mean(a.G, b.G), mean(a.B, b.B), 0xff}
}

func hex(c color.RGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// SVG draws what a terminal shows as a picture with a title for those who
// cannot see it. The same cells always give the same bytes.
//
// Letters are text, placed cell by cell where a font of the reader's may differ
// in width. Lines and blocks are shapes, so that they join in any font.
func SVG(title string, rows [][]uv.Cell) string {
	w, h := 2*edge, len(rows)*cellH+2*edge
	if len(rows) > 0 {
		w += len(rows[0]) * cellW
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\" font-family=\"%s\" font-size=\"%d\">\n",
		w, h, w, h, fonts, letters)
	fmt.Fprintf(&b, "<title>%s</title>\n", escape(title))
	fmt.Fprintf(&b, "<rect x=\".5\" y=\".5\" width=\"%d\" height=\"%d\" rx=\"8\" fill=\"%s\" stroke=\"%s\"/>\n", w-1, h-1, hex(ground), hex(frame))
	p := picture{shapes: make(map[string]*strings.Builder)}
	for y, row := range rows {
		p.row(row, edge, edge+y*cellH)
	}
	for _, kind := range p.kinds {
		fmt.Fprintf(&b, "<path %s d=\"%s\"/>\n", kind, p.shapes[kind].String())
	}
	b.WriteString(p.text.String())
	b.WriteString("</svg>\n")
	return b.String()
}

// A picture is what the cells become: shapes of one kind as one path, then text.
type picture struct {
	kinds  []string // in the order they first appear: grounds before what stands on them
	shapes map[string]*strings.Builder
	text   strings.Builder
}

// path adds to the shapes of one kind.
func (p *picture) path(kind, format string, args ...any) {
	b := p.shapes[kind]
	if b == nil {
		b = new(strings.Builder)
		p.shapes[kind] = b
		p.kinds = append(p.kinds, kind)
	}
	fmt.Fprintf(b, format, args...)
}

// row draws a row of cells whose corner is at x, y.
func (p *picture) row(row []uv.Cell, x, y int) {
	for i := 0; i < len(row); {
		l, n := lookOf(row[i]), 1
		for i+n < len(row) && (row[i+n].Width == 0 || lookOf(row[i+n]) == l) {
			n++
		}
		p.run(row[i:i+n], l, x+i*cellW, y)
		i += n
	}
}

// run draws cells of one look.
func (p *picture) run(cells []uv.Cell, l look, x, y int) {
	if l.bg != ground {
		p.path(fmt.Sprintf("fill=%q shape-rendering=\"crispEdges\"", hex(l.bg)), "M%d %dh%dv%dH%dz", x, y, len(cells)*cellW, cellH, x)
	}
	if l.under {
		p.path(fmt.Sprintf("fill=%q shape-rendering=\"crispEdges\"", hex(l.fg)), "M%d %dh%dv1H%dz", x, y+baseline+3, len(cells)*cellW, x)
	}
	for i := 0; i < len(cells); {
		r, size := utf8.DecodeRuneInString(cells[i].Content)
		n := 1
		switch {
		case size == 0 || r == ' ':
		case p.shape(r, l.fg, x+i*cellW, y):
		case plainLetter(cells[i]):
			for i+n < len(cells) && (plainLetter(cells[i+n]) || cells[i+n].Content == " " && i+n+1 < len(cells) && plainLetter(cells[i+n+1])) {
				n++
			}
			p.words(cells[i:i+n], l, x+i*cellW, y)
		default:
			p.symbol(cells[i], l, x+i*cellW, y)
		}
		i += n
	}
}

// plainLetter says whether a cell is one that every monospaced font has.
func plainLetter(c uv.Cell) bool { return len(c.Content) == 1 && c.Content > " " && c.Content < "\x7f" }

// words draws letters and single blanks between them.
func (p *picture) words(cells []uv.Cell, l look, x, y int) {
	var s strings.Builder
	for _, c := range cells {
		s.WriteString(c.Content)
	}
	length := ""
	if len(cells) > 1 {
		length = fmt.Sprintf(" textLength=\"%d\"", len(cells)*cellW)
	}
	fmt.Fprintf(&p.text, "<text x=\"%d\" y=\"%d\"%s%s>%s</text>\n", x, y+baseline, length, l.attributes(), escape(s.String()))
}

// symbol draws a letter that may come from another font, in the middle of its cells.
func (p *picture) symbol(c uv.Cell, l look, x, y int) {
	fmt.Fprintf(&p.text, "<text x=\"%g\" y=\"%d\" text-anchor=\"middle\"%s>%s</text>\n",
		float64(x)+float64(max(c.Width, 1)*cellW)/2, y+baseline, l.attributes(), escape(c.Content))
}

// attributes is how text of a look is written.
func (l look) attributes() string {
	s := " fill=\"" + hex(l.fg) + "\""
	if l.bold {
		s += ` font-weight="700"`
	}
	return s
}

// escape makes text safe within XML; what XML cannot hold at all is left out.
func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd")))
}
