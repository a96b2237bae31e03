package tui

import (
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// An input is one line of text being typed, with a caret. It never reads the
// clipboard: what is pasted comes from the terminal as one message.
type input struct {
	text  string
	caret int // byte before which the caret stands
}

// set replaces the text and puts the caret behind it.
func (in *input) set(s string) { in.text, in.caret = s, len(s) }

// insert puts s at the caret. Line feeds and tabs become blanks, other control
// characters are left out: they are never wanted in a filter or a path.
func (in *input) insert(s string) {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	in.text = in.text[:in.caret] + s + in.text[in.caret:]
	in.caret += len(s)
}

// before returns where the character left of the caret begins.
func (in *input) before() int {
	i, last := 0, 0
	for i < in.caret {
		last = i
		g, _ := ansi.FirstGraphemeCluster(in.text[i:], ansi.GraphemeWidth)
		i += max(len(g), 1)
	}
	return last
}

// after returns where the character right of the caret ends.
func (in *input) after() int {
	g, _ := ansi.FirstGraphemeCluster(in.text[in.caret:], ansi.GraphemeWidth)
	return in.caret + len(g)
}

// wordBefore returns where the word left of the caret begins.
func (in *input) wordBefore() int {
	s := strings.TrimRight(in.text[:in.caret], " ")
	return strings.LastIndexByte(s, ' ') + 1
}

// wordAfter returns where the word right of the caret ends.
func (in *input) wordAfter() int {
	rest := in.text[in.caret:]
	blank := len(rest) - len(strings.TrimLeft(rest, " "))
	if i := strings.IndexByte(rest[blank:], ' '); i >= 0 {
		return in.caret + blank + i
	}
	return len(in.text)
}

// drop removes what stands between two bytes and leaves the caret there.
func (in *input) drop(from, to int) { in.text, in.caret = in.text[:from]+in.text[to:], from }

// key takes a key or a paste and says whether the text changed.
func (in *input) key(msg tea.Msg) (changed bool) {
	was := in.text
	switch msg := msg.(type) {
	case tea.PasteMsg:
		in.insert(msg.Content)
	case tea.KeyPressMsg:
		in.press(msg)
	}
	return in.text != was
}

func (in *input) press(msg tea.KeyPressMsg) {
	switch msg.String() {
	case "left", "ctrl+b":
		in.caret = in.before()
	case "right", "ctrl+f":
		in.caret = in.after()
	case "home", "ctrl+a":
		in.caret = 0
	case "end", "ctrl+e":
		in.caret = len(in.text)
	case "alt+b", "ctrl+left", "alt+left":
		in.caret = in.wordBefore()
	case "alt+f", "ctrl+right", "alt+right":
		in.caret = in.wordAfter()
	case "backspace", "ctrl+h":
		in.drop(in.before(), in.caret)
	case "delete", "ctrl+d":
		in.drop(in.caret, in.after())
	case "ctrl+w", "alt+backspace":
		in.drop(in.wordBefore(), in.caret)
	case "ctrl+k":
		in.drop(in.caret, len(in.text))
	default:
		in.insert(msg.Text)
	}
}

// draw draws the text into r, scrolled so that the caret is seen, and places
// the terminal's cursor.
func (in *input) draw(c *canvas, r rect, st style) {
	from := in.scroll(c, r)
	c.print(r.x, r.y, r.w, st, in.text[from:])
}

// scroll places the terminal's cursor and returns the byte that the text has to
// be shown from.
func (in *input) scroll(c *canvas, r rect) (from int) {
	for from < in.caret && width(in.text[from:in.caret]) >= r.w {
		g, _ := ansi.FirstGraphemeCluster(in.text[from:], ansi.GraphemeWidth)
		from += max(len(g), 1)
	}
	c.caret = rect{r.x + width(in.text[from:in.caret]), r.y, 1, 1}
	return from
}
