package tui

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What a key file can say, and what is said about one that is wrong.
func TestKeyFile(t *testing.T) {
	for _, c := range []struct {
		name  string
		file  string
		want  string // keys of include and exclude in the table
		fault string // line: reason
	}{
		{"empty", "", "+ -", ""},
		{"comments and blanks", "# my keys\n\n  # more\n", "+ -", ""},
		{"one key", `include = "a"`, "a -", ""},
		{"a list", `include = ["a", "+"] # both`, "a + -", ""},
		{"single quotes, no blanks", `include=['a']`, "a -", ""},
		{"exchanged", "include = \"-\"\nexclude = \"+\"", "- +", ""},
		{"a sequence", `include = "g i"`, "g i -", ""},
		{"unknown action", `inclde = "a"`, "+ -", `1: unknown action "inclde"`},
		{"a clash with a key that stayed", `include = "e"`, "+ -", `1: include: "e" is the key of "next-error" there`},
		{"a clash of two lines", "include = \"M\"\nexclude = \"M\"", "+ -", `1: include: "M" is the key of "exclude" there; 2: exclude: "M" is the key of "include" there`},
		{"the others are taken", "include = \"e\"\nexclude = \"M\"", "+ M", `1: include: "e" is the key of "next-error" there`},
		{"twice", "include = \"A\"\ninclude = \"M\"", "A -", `2: "include" is set already, in line 1`},
		{"no key at all", `include = []`, "+ -", "1: no key; an action keeps at least one"},
		{"no quotes", `include = a`, "+ -", "1: a key stands in quotes"},
		{"open quote", `include = "a`, "+ -", "1: a quote is not closed"},
		{"more behind it", `include = "a" "b"`, "+ -", `1: what is "\"b\"" behind the keys?`},
		{"no line of this kind", `[keys]`, "+ -", `1: not of the form: action = "key"`},
		{"cannot be sent", `include = "ctrl+i"`, "+ -", `1: key "ctrl+i": a terminal cannot tell it from tab`},
		{"shift and a letter", `include = "shift+a"`, "+ -", `1: key "shift+a": write the letter it gives, as A`},
		{"Windows line ends", "include = \"A\"\r\nexclude = \"M\"\r\n", "A M", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			table, wrong := keysOf([]byte(c.file), "keys.toml")
			var faults []string
			for _, p := range wrong {
				faults = append(faults, fmt.Sprintf("%d: %s", p.Line, p.Reason))
			}
			if got := strings.Join(faults, "; "); got != c.fault {
				t.Errorf("faults\n got %s\nwant %s", got, c.fault)
			}
			var keys []string
			for _, act := range []action{actInclude, actExclude} {
				for _, b := range table.rows {
					if b.act == act && b.in&inTable != 0 {
						keys = append(keys, b.keys...)
					}
				}
			}
			if got := strings.Join(keys, " "); got != c.want {
				t.Errorf("keys %q, want %q", got, c.want)
			}
			if left := clashes(table.rows); left != nil {
				t.Errorf("clashes are left: %v", left)
			}
		})
	}
}

// Where one types a letter stays text, whatever the key file says.
func TestRemappedLettersAreTextWhereOneTypes(t *testing.T) {
	table, wrong := keysOf([]byte("down = \"w\"\nmouse = [\"m\", \"f3\"]\nclear = \"C\""), "keys.toml")
	if wrong != nil {
		t.Fatal(wrong)
	}
	got := map[string]action{}
	for _, k := range []string{"w", "down", "m", "f3", "f2", "C", "ctrl+u"} {
		got[k] = table.action(inPalette, k)
	}
	want := map[string]action{"w": actNone, "down": actDown, "m": actNone, "f3": actMouse, "f2": actNone, "C": actNone, "ctrl+u": actClear}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if table.action(inTable, "w") != actDown || table.action(inTable, "j") != actNone || table.action(inTable, "m") != actMouse {
		t.Error("the keys of the table have not changed")
	}
}

// A remapped key does what its action does, and hints and help show it.
func TestRemappedKeysAreShownAndWork(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{Keys: []byte("include = \"A\"\nhelp = \"ctrl+g\"\n")})
	s.press("l", "l", "l")
	s.shows("A include")
	s.press("A")
	if got := s.a.hist.now().text; got != "tls:none" {
		t.Errorf("filter %q", got)
	}
	s.press("+")
	s.press("ctrl+g")
	s.write("keep only")
	s.shows("A          keep only records with this value", "include")
	s.hides("+          keep only")
}

// A key file that is wrong is told when the screen opens, and the screen works.
func TestWrongKeyFileIsTold(t *testing.T) {
	s := newScreen(t, 120, 40, 60, complete, Config{Keys: []byte("inclde = \"A\"\nundo = \"H\"\n"), KeysFile: "~/.config/s3sleuth/keys.toml"})
	s.shows("KEYS", "of the key file this was not taken", "keys.toml:1", `unknown action "inclde"`)
	s.press("enter")
	s.shows("did you mean include?")
	s.press("q", "q", "l", "+", "H")
	s.hides("KEYS")
	if s.a.hist.at != 0 || len(s.a.hist.list) != 2 {
		t.Error("the line that is right was not taken")
	}
}

// A key file that cannot be read is told, too, and the keys are the usual ones.
func TestKeyFileThatCannotBeRead(t *testing.T) {
	s := newScreen(t, 120, 40, 60, complete, Config{KeysErr: errors.New("open keys.toml: permission denied"), KeysFile: "keys.toml"})
	s.shows("KEYS", "permission denied")
	s.press("q", "?")
	s.shows("HELP")
}

// Sentences on the screen name the keys as they are now.
func TestSentencesNameTheRemappedKeys(t *testing.T) {
	s := newScreen(t, 120, 40, 600, partial, Config{Keys: []byte("undo = \"ctrl+x\"\nfilter = \"W\"\nback = \"Q\"\nproblems = \"P\"\nmouse = \"f5\"\nzoom-out = \"M\"\nhelp = \"f1\"\n")})
	s.shows("type W for a filter", "filter  W", "time  T  z M", "P list", "F1 help")
	s.press("Q")
	s.shows("press Q again to quit")
	s.press("f5")
	s.shows("F5 on")
	s.press("W")
	s.write("tls:1.0 user:*/mallory")
	s.press("enter")
	s.shows("^x  undo the last change", "W   edit the filter")
}

// Nothing in a key file breaks the table.
func FuzzKeyFile(f *testing.F) {
	for _, s := range []string{"include = \"A\"\n", "undo = [\"u\", \"g y\"]", "a=[\"", "top = \"y\"\ncopy = \"g\"", "= = =", "\ufeff\"open\" = 'x'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, file string) {
		table, _ := keysOf([]byte(file), "keys.toml")
		if left := clashes(table.rows); left != nil {
			t.Fatalf("%q leaves clashes %v", file, left)
		}
		has := map[action]bool{}
		for _, b := range table.rows {
			has[b.act] = true
			if len(b.keys) == 0 || b.label == "" {
				t.Fatalf("%q leaves %q without a key", file, b.help)
			}
		}
		for _, b := range bindings {
			if !has[b.act] {
				t.Fatalf("%q takes %q away", file, b.help)
			}
		}
	})
}

func TestKeyLabel(t *testing.T) {
	for _, c := range []struct {
		keys []string
		want string
	}{
		{[]string{"u", "["}, "u ["},
		{[]string{"ctrl+r", "]"}, "^r ]"},
		{[]string{"enter"}, "⏎"},
		{[]string{"shift+tab"}, "shift+⇥"},
		{[]string{"g y"}, "gy"},
		{[]string{"ctrl+left"}, "^←"},
		{[]string{"+"}, "+"},
		{[]string{"f2", "space"}, "F2 space"},
	} {
		if got := keyLabel(c.keys); got != c.want {
			t.Errorf("%q: %q, want %q", c.keys, got, c.want)
		}
	}
}
