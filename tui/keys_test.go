package tui

import (
	"strings"
	"testing"
)

// One key means one thing in one context.
func TestNoKeyClash(t *testing.T) {
	for _, c := range clashes(bindings) {
		t.Errorf("context %b: %q is %q and %q", c.in, c.key, actionNames[c.a], actionNames[c.b])
	}
	for in := place(1); in&anywhere != 0; in <<= 1 {
		seen := map[string]bool{}
		for _, b := range bindings {
			for _, k := range b.keys {
				if b.in&in != 0 && seen[k] {
					t.Errorf("context %b: %q stands in two rows", in, k)
				}
				seen[k] = seen[k] || b.in&in != 0
			}
		}
	}
}

// Every row of the key table has what help and hints need, and no key that old
// terminals cannot send.
func TestBindingsAreWhole(t *testing.T) {
	for _, b := range bindings {
		if b.help == "" || actionNames[b.act] == "" || b.group == "" || b.label == "" || b.in == 0 || len(b.keys) == 0 {
			t.Errorf("not whole: %+v", b)
		}
		for _, k := range b.keys {
			for one := range strings.SplitSeq(k, " ") {
				if why := sendable(one); why != "" {
					t.Errorf("%q: %s", k, why)
				}
			}
		}
	}
}

// The help cuts no line on a screen of 80 columns.
func TestHelpFitsEightyColumns(t *testing.T) {
	keys := newKeyTable(bindings)
	for in := place(1); in&anywhere != 0; in <<= 1 {
		h := newHelp(keys, in)
		var c canvas
		c.reset(80, 400)
		h.draw(&c, rect{0, 0, 80, 400})
		for _, l := range strings.Split(c.render(newTheme(true, true, false)), "\n") {
			if strings.Contains(l, "…") {
				t.Errorf("place %b: %s", in, l)
			}
		}
	}
}

// Letters are text, not commands, where one types.
func TestLettersAreTextWhereOneTypes(t *testing.T) {
	for in := place(1); in&anywhere != 0; in <<= 1 {
		if in&inTyping == 0 {
			continue
		}
		for k, act := range newKeyTable(bindings).acts[in] {
			if len(k) == 1 {
				t.Errorf("context %b: %q does %d", in, k, act)
			}
		}
	}
}

// Where the terminal has no signs for them keys are named in words: "<" and ">" would
// be taken for the keys of that name.
func TestKeysInWords(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{ASCII: true})
	s.shows("enter open")
	s.press("enter")
	s.shows("tab next tab")
	s.press("q", ":")
	s.shows("down choose", "tab complete", "enter run")
	s.press("esc", "?")
	s.shows("enter do it", "enter      open the record", "^right")
	if bindings[0].label != "⏎" {
		t.Error("the table of all screens was changed")
	}
}
