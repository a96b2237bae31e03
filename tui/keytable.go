package tui

import (
	"slices"
	"strings"
)

// A keyTable finds what a key does where keys go. It is made once, from the
// rows of the key table and what the user's key file says.
type keyTable struct {
	rows []binding
	acts map[place]map[string]action // by one place, then by key; a sequence is "g y"

	words bool // keys are named in words: the terminal has no signs for them
}

// newKeyTable makes the table of rows.
func newKeyTable(rows []binding) *keyTable {
	t := &keyTable{rows: rows, acts: map[place]map[string]action{}}
	for in := place(1); in&anywhere != 0; in <<= 1 {
		t.acts[in] = map[string]action{}
		for _, b := range rows {
			if b.in&in == 0 {
				continue
			}
			for _, k := range b.keys {
				t.acts[in][k] = b.act
			}
		}
	}
	return t
}

// action returns what a key, or a sequence of keys, does in a place.
func (t *keyTable) action(in place, key string) action { return t.acts[in][key] }

// leads says whether key begins a sequence in a place.
func (t *keyTable) leads(in place, key string) bool {
	for k := range t.acts[in] {
		if strings.HasPrefix(k, key+" ") {
			return true
		}
	}
	return false
}

// hints returns the rows of a place that the hint line shows.
func (t *keyTable) hints(in place) []binding {
	var out []binding
	for _, b := range t.rows {
		if b.in&in != 0 && b.hint != "" {
			out = append(out, b)
		}
	}
	return out
}

// label returns the keys of an action in a place, as help shows them; "" for none.
func (t *keyTable) label(in place, act action) string {
	for _, b := range t.rows {
		if b.act == act && b.in&in != 0 {
			return b.label
		}
	}
	return ""
}

// first returns the first key of an action in a place, as a sentence on the
// screen names it; "" for none.
func (t *keyTable) first(in place, act action) string {
	for _, b := range t.rows {
		if b.act == act && b.in&in != 0 {
			return t.shown(b.keys[:1])
		}
	}
	return ""
}

// inWords are the signs of keys in words.
var inWords = strings.NewReplacer("⏎", "enter", "⇥", "tab", "↑", "up", "↓", "down", "←", "left", "→", "right")

// shown returns keys as the screen shows them.
func (t *keyTable) shown(keys []string) string {
	if t.words {
		return inWords.Replace(keyLabel(keys))
	}
	return keyLabel(keys)
}

// spell names keys in words from now on: one letter of ASCII in place of a sign
// would be taken for the key of that letter.
func (t *keyTable) spell() {
	t.words, t.rows = true, slices.Clone(t.rows)
	for i := range t.rows {
		t.rows[i].label = inWords.Replace(t.rows[i].label)
	}
}

// key returns the first key of an action wherever it has one.
func (a *app) key(act action) string { return a.keys.first(anywhere, act) }

// A clash is a key that means two things in one place.
type clash struct {
	in   place
	key  string
	a, b action
}

// clashes returns the keys of rows that mean two things in one place. A key
// that begins a sequence may also be one by itself.
func clashes(rows []binding) []clash {
	var out []clash
	for in := place(1); in&anywhere != 0; in <<= 1 {
		seen := map[string]action{}
		for _, b := range rows {
			if b.in&in == 0 {
				continue
			}
			for _, k := range b.keys {
				if was, twice := seen[k]; twice && was != b.act {
					out = append(out, clash{in, k, was, b.act})
				}
				seen[k] = b.act
			}
		}
	}
	return out
}

// keySigns are how keys are shown.
var keySigns = map[string]string{
	"enter": "⏎", "tab": "⇥", "up": "↑", "down": "↓", "left": "←", "right": "→", "pgdown": "pgdn",
	"f1": "F1", "f2": "F2", "f3": "F3", "f4": "F4", "f5": "F5", "f6": "F6", "f7": "F7", "f8": "F8", "f9": "F9", "f10": "F10", "f11": "F11", "f12": "F12",
}

// keyLabel returns how keys are shown, as "u [" or "^r".
func keyLabel(keys []string) string {
	var out []string
	for _, sequence := range keys {
		var s string
		for k := range strings.SplitSeq(sequence, " ") {
			mods := ""
			if rest, is := strings.CutPrefix(k, "ctrl+"); is {
				mods, k = "^", rest
			} else if i := strings.LastIndexByte(k, '+'); i > 0 && i < len(k)-1 {
				mods, k = k[:i+1], k[i+1:]
			}
			if sign, has := keySigns[k]; has {
				k = sign
			}
			s += mods + k
		}
		out = append(out, s)
	}
	return strings.Join(out, " ")
}

// sendable says whether key is one that every terminal sends, or why not.
func sendable(key string) (why string) {
	switch key {
	case "ctrl+i", "ctrl+m", "ctrl+[":
		return "a terminal cannot tell it from " + map[string]string{"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+[": "esc"}[key]
	case "ctrl+enter", "shift+enter", "ctrl+tab":
		return "most terminals do not send it"
	}
	name := key
	for _, mod := range []string{"ctrl+", "alt+", "shift+"} {
		if rest, is := strings.CutPrefix(name, mod); is && rest != "" {
			name = rest
		}
	}
	letters := []rune(name)
	switch {
	case slices.Contains(keyNames, name):
		return ""
	case len(letters) != 1 || letters[0] <= ' ':
		return "it is no key; keys are letters and signs, " + strings.Join(keyNames[:13], ", ") + ", f1 to f12, with ctrl+, alt+ or shift+ before them"
	case strings.HasPrefix(key, "shift+"):
		return "write the letter it gives, as " + strings.ToUpper(name)
	case strings.HasPrefix(key, "ctrl+") && (name < "a" || name > "z"):
		return "ctrl goes with the letters a to z"
	}
	return ""
}

var keyNames = []string{
	"enter", "esc", "tab", "space", "backspace", "delete", "up", "down", "left", "right", "home", "end", "pgup", "pgdown", "insert",
	"f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12",
}
