package main

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"
)

// shown draws what a terminal of w by h cells shows of a text.
func shown(w, h int, text string) string {
	emu := vt.NewEmulator(w, h)
	_, _ = emu.WriteString(text)
	rows := make([][]uv.Cell, h)
	for y := range rows {
		for x := range w {
			rows[y] = append(rows[y], *emu.CellAt(x, y))
		}
	}
	return SVG("a test", rows)
}

// wellFormed fails unless a picture is XML with one root.
func wellFormed(t *testing.T, name, svg string) {
	t.Helper()
	d, depth, roots := xml.NewDecoder(strings.NewReader(svg)), 0, 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		switch token.(type) {
		case xml.StartElement:
			if depth == 0 {
				roots++
			}
			depth++
		case xml.EndElement:
			depth--
		}
	}
	if depth != 0 || roots != 1 {
		t.Errorf("%s: %d roots, %d elements left open", name, roots, depth)
	}
}

func TestSVG(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       string // is in the picture
	}{
		{"letters are placed by cells", "ab c", `<text x="12" y="27" textLength="36" fill="#d8dae2">ab c</text>`},
		{"a gap starts anew", "a  b", `<text x="39" y="27" fill="#d8dae2">b</text>`},
		{"colour and weight", "\x1b[1;38;2;255;127;137mno\x1b[m", `fill="#ff7f89" font-weight="700">no<`},
		{"reversed", "\x1b[7mx\x1b[m", `fill="#15151d">x<`},
		{"reversed, its ground", "\x1b[7mx\x1b[m", `<path fill="#d8dae2" shape-rendering="crispEdges" d="M12 12h9v20H12z"/>`},
		{"faint is halfway to the ground", "\x1b[2mx\x1b[m", `fill="#76777f">x<`},
		{"underlined", "\x1b[4mx\x1b[m", `d="M12 30h9v1H12z"/>`},
		{"a wide letter takes two cells", "語b", `<text x="21" y="27" text-anchor="middle" fill="#d8dae2">語</text>`},
		{"what stands behind a wide letter", "語b", `<text x="30" y="27" fill="#d8dae2">b</text>`},
		{"lines reach the edge of the cell", "─", `d="M12 22H21"/>`},
		{"a crossing has four arms", "┼", `d="M12 22H21M16.5 12V32"/>`},
		{"a round corner bends", "╭", `d="M21 22Q16.5 22 16.5 32"/>`},
		{"half a block from below", "▄", `d="M12 22h9v10h-9z"/>`},
		{"half a block from the left", "▌", `d="M12 12h4.5v20h-4.5z"/>`},
		{"a shade lets the ground through", "░", `fill-opacity=".25" d="M12 12h9v20h-9z"/>`},
		{"what XML reads is escaped", "<&>", `&lt;&amp;&gt;`},
	} {
		svg := shown(8, 1, test.text)
		wellFormed(t, test.name, svg)
		if !strings.Contains(svg, test.want) {
			t.Errorf("%s: %q gives\n%s", test.name, test.text, svg)
		}
	}
}

// What no XML may hold is left out, so that the picture can still be read.
func TestEscapeKeepsOutWhatXMLCannotHold(t *testing.T) {
	for text, want := range map[string]string{"a\x00b\x1bc": "abc", "\xff": "\ufffd", "a\uffffb": "ab", `<svg x="1">`: `&lt;svg x="1"&gt;`} {
		if got := escape(text); got != want {
			t.Errorf("escape(%q) = %q, want %q", text, got, want)
		}
	}
}
