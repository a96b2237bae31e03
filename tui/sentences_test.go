package tui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"s3sleuth/model"
)

// A key named by a sentence: at its beginning or behind a gap, then what it does.
var namedKey = regexp.MustCompile(`(^|  |press |type )(\^[a-z]|[b-zB-Z?!/=]|⏎|⇥|esc|space|tab|F\d+)( [a-z]|$)`)

// Keys can be changed, so no sentence names one itself: it asks the key table.
func TestSentencesNameNoKeys(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("the sources are not here:", err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "key") || name == "input.go" {
			continue // the key table itself, and what edits a line
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			lit, is := n.(*ast.BasicLit)
			if !is || lit.Kind != token.STRING {
				return true
			}
			s, err := strconv.Unquote(lit.Value)
			if err != nil || len([]rune(s)) < 4 {
				return true
			}
			if m := namedKey.FindString(s); m != "" {
				t.Errorf("%s: %q names the key %q", set.Position(lit.Pos()), s, strings.TrimSpace(m))
			}
			return true
		})
	}
}

// With other keys, the sentences on the screen name those.
func TestSentencesFollowTheKeyFile(t *testing.T) {
	s := newScreen(t, 120, 40, 600, complete, Config{Keys: []byte("undo = \"X\"\nfilter = \"%\"\nmark-record = \"K\"\ncompare = \"w\"\n")})
	s.shows("type % for a filter")
	s.press("w")
	s.shows("mark a record with K, then w on another compares the two")
	s.press("K")
	s.shows("1 record is marked   w on another compares the two")
	s.press("p")
	s.shows("X undoes it")
}

// So do the menu of pivots, the pane beside a record and the comparison.
func TestMenusFollowTheKeyFile(t *testing.T) {
	s := newScreen(t, 140, 40, 0, complete, Config{Keys: []byte("pivot = \"X\"\npivot-address = \"w\"\nleft = \"%\"\n")})
	r := values{model.FieldOp: "PutObject", model.FieldIP: "192.0.2.7", model.FieldPrincipal: "arn:aws:iam::111122223333:user/ada"}
	add(t, s.st, start, time.Minute, r, r)
	s.tick()
	s.press("X")
	if !regexp.MustCompile(`w\s+address`).MatchString(s.text()) {
		t.Errorf("the menu does not name the key w:\n%s", s.text())
	}
	s.press("esc", "enter")
	s.shows("X w  address")
	s.press("q", "space", "j", "D")
	s.shows("%  l  side")
}

// What is said of a value shows no secret of it.
func TestFlashShowsNoSecret(t *testing.T) {
	s := newScreen(t, 120, 40, 0, complete, Config{})
	const secret = "0123456789abcdef"
	url := "https://example.com/?X-Amz-Signature=" + secret
	add(t, s.st, start, time.Minute, values{model.FieldOp: "GetObject", model.FieldReferer: url}, values{model.FieldOp: "GetObject"})
	s.tick()
	s.a.flash, s.a.dirty = "left out "+url, true
	s.shows("left out https", "X-Amz-Signature=MASKED")
	s.hides(secret)
	s.press("p")
	s.a.flash, s.a.dirty = "left out "+url, true
	s.shows("X-Amz-Signature=MASKED")
	s.hides(secret)
}
