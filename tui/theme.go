package tui

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
)

// A style is a token, which says what something means, and attributes.
type style uint16

// The tokens.
const (
	plain style = iota
	dim         // secondary text
	border
	accent // what can be acted on: keys, the focused pane, field names
	title
	ok
	warn
	danger
	bar
	hatch // not read yet
	text2 // strings of a JSON text
	number
	literal

	numTokens
	tokenMask style = 0xff
)

// stackBase is the first token of the histogram's colours: one above another.
const stackBase = numTokens

// stacked is the style of a cell of the histogram: a glyph in the colour of one
// series on the ground of another one, or on the screen's own (-1).
func stacked(glyph, ground int) style {
	return stackBase + style(glyph*(numSeries+1)+ground+1)
}

// The attributes.
const (
	bold    style = 0x100 << iota
	reverse       // the cell cursor; readable without colour
	under
	faint // stale: the last valid result while the filter is being typed
	lit   // background of the row the cursor is on
	numStyles
)

// visibleBlank says whether a blank drawn in st can be seen.
func (st style) visibleBlank() bool { return st&(reverse|under|lit) != 0 }

// A palette is the colours of the tokens on one background; "" is the
// terminal's own text colour.
type palette struct {
	tokens [numTokens]string
	series [numSeries]string // colours of the histogram's classes
	lit    string            // background of the cursor's row
	ground string            // the background the contrast was chosen for
}

var dark = palette{
	tokens: [numTokens]string{
		dim: "#a1a5b2", border: "#565b70", accent: "#7ab8ff", title: "#f2f4fa", ok: "#86d494", warn: "#ecbb62",
		danger: "#ff7f89", bar: "#5a9be6", hatch: "#666c80", text2: "#a3d9ad", number: "#ecbb62", literal: "#cdaeff",
	},
	series: [numSeries]string{"#ff7f89", "#ecbb62", "#b794f6", "#6fbf80", "#5a9be6", "#4fc1c1", "#7d8398", "#50566b"},
	lit:    "#303030", ground: "#15151d",
}

var light = palette{
	tokens: [numTokens]string{
		dim: "#565f73", border: "#b3bac9", accent: "#0a58b8", title: "#10131a", ok: "#17692e", warn: "#7d5200",
		danger: "#b60f1d", bar: "#3c79cf", hatch: "#a2a9ba", text2: "#17692e", number: "#7d5200", literal: "#6d36b5",
	},
	series: [numSeries]string{"#b60f1d", "#b07a10", "#7d4cc0", "#3f9457", "#3c79cf", "#1f8a8a", "#8a92a6", "#c0c6d4"},
	lit:    "#e4e4e4", ground: "#ffffff",
}

// A theme turns styles into terminal sequences, each made once.
type theme struct {
	dark  bool
	mono  bool // without colours: dim things are faint
	ascii bool
	seq   [numStyles]string
	known [numStyles]bool
}

func newTheme(isDark, mono, ascii bool) *theme { return &theme{dark: isDark, mono: mono, ascii: ascii} }

// palette returns the colours in use.
func (t *theme) palette() *palette {
	if t.dark {
		return &dark
	}
	return &light
}

// sgr returns the sequence that switches from plain to st.
func (t *theme) sgr(st style) string {
	if !t.known[st] {
		t.seq[st], t.known[st] = t.make(st), true
	}
	return t.seq[st]
}

// make lets lipgloss draw one letter and keeps what stands before it.
func (t *theme) make(st style) string {
	p, tok := t.palette(), st&tokenMask
	s := lipgloss.NewStyle().Bold(st&bold != 0 || tok == title).Reverse(st&reverse != 0).Underline(st&under != 0).
		Faint(st&faint != 0 || t.mono && (tok == dim || tok == border || tok == hatch))
	switch {
	case t.mono:
	case tok >= stackBase:
		glyph, ground := int(tok-stackBase)/(numSeries+1), int(tok-stackBase)%(numSeries+1)-1
		s = s.Foreground(shade(p.series[glyph]))
		if ground >= 0 {
			s = s.Background(shade(p.series[ground]))
		} else if st&lit != 0 {
			s = s.Background(shade(p.lit))
		}
	default:
		s = s.Foreground(shade(p.tokens[tok]))
		if st&lit != 0 {
			s = s.Background(shade(p.lit))
		}
	}
	seq, _, _ := strings.Cut(s.Render("x"), "x")
	return seq
}

func shade(hex string) color.Color {
	if hex == "" {
		return lipgloss.NoColor{}
	}
	return lipgloss.Color(hex)
}

// asciiGlyphs are what the program's own glyphs become where the terminal shows
// ASCII only. Letters of the logs are not in it: they come as the log has them.
var asciiGlyphs = map[rune]rune{
	'╭': '+', '╮': '+', '╰': '+', '╯': '+', '─': '-', '━': '=', '◂': '<', '│': '|', '┌': '+', '┐': '+', '└': '+', '┘': '+', '├': '+', '┤': '+',
	'┼': '+', '┬': '+', '┴': '+', '▌': '>', '▐': '<', '›': '>', '‹': '<', '…': '~', '·': '.', '•': '*', '→': '>', '←': '<', '↑': '^', '↓': 'v',
	'▸': '>', '▾': 'v', '▴': '^', '▲': '^', '▼': 'v', '✓': 'y', '✗': 'x', '⚠': '!', '●': '*', '○': 'o', '░': '.', '⏎': '<', '⇥': '>',
	'▁': '.', '▂': '.', '▃': ':', '▄': ':', '▅': '|', '▆': '|', '▇': '#', '█': '#',
	'▏': ' ', '▎': ' ', '▍': ' ', '▋': '#', '▊': '#', '▉': '#', '⠋': '|', '⠙': '/', '⠹': '-', '⠸': '\\', '≈': '~', '±': '~', '■': '#', '−': '-', '×': 'x', '–': '-', '—': '-',
}

// glyph returns what is drawn for r.
func (t *theme) glyph(r rune) rune {
	if t.ascii {
		if a, known := asciiGlyphs[r]; known {
			return a
		}
	}
	return r
}
