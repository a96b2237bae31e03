package tui

import (
	"testing"
)

// One key means one thing in one context.
func TestNoKeyClash(t *testing.T) {
	for in := place(1); in&anywhere != 0; in <<= 1 {
		seen := map[string]string{}
		for _, b := range bindings {
			if b.in&in == 0 {
				continue
			}
			for _, k := range b.keys {
				if was, clash := seen[k]; clash {
					t.Errorf("context %b: %q is %q and %q", in, k, was, b.help)
				}
				seen[k] = b.help
			}
		}
	}
}

// Every row of the key table has what help and hints need, and no key that old
// terminals cannot send.
func TestBindingsAreWhole(t *testing.T) {
	unsendable := map[string]bool{"ctrl+i": true, "ctrl+m": true, "ctrl+[": true, "ctrl+enter": true}
	for _, b := range bindings {
		if b.help == "" || b.group == "" || b.label == "" || b.in == 0 || len(b.keys) == 0 {
			t.Errorf("not whole: %+v", b)
		}
		for _, k := range b.keys {
			if unsendable[k] {
				t.Errorf("%q cannot be sent by every terminal", k)
			}
		}
	}
}

// Letters are text, not commands, where one types.
func TestLettersAreTextWhereOneTypes(t *testing.T) {
	for _, in := range []place{inInput, inHelp, inPicker} {
		for k, act := range keymap[in] {
			if len(k) == 1 {
				t.Errorf("context %b: %q does %d", in, k, act)
			}
		}
	}
}
