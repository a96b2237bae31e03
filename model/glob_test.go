package model

import (
	"math/rand"
	"regexp"
	"strings"
	"testing"
)

func TestGlobIsARegexp(t *testing.T) {
	r := rand.New(rand.NewSource(7))
	text := func(letters []string, n int) string {
		var b strings.Builder
		for range r.Intn(n) {
			b.WriteString(one(r, letters))
		}
		return b.String()
	}
	matched := 0
	for range 20000 {
		pattern := text([]string{"a", "B", "é", "*", "*", "?", `\*`, `\\`}, 7)
		value := text([]string{"a", "A", "b", "é", "*", `\`, "\n"}, 8)
		g := newGlob(pattern, false, false)
		want := regexp.MustCompile(`(?is)^` + globRegexp(pattern) + `$`).MatchString(value)
		if got := g.match([]byte(value)); got != want {
			t.Fatalf("%q on %q: %v", pattern, value, got)
		}
		if want {
			matched++
		}
	}
	if matched < 1000 {
		t.Errorf("only %d of the values match", matched)
	}
}

// Wildcards over a hostile value take no more than the product of both lengths.
func TestGlobStaysBounded(t *testing.T) {
	g := newGlob(strings.Repeat("*a", 50)+"*b?", false, false)
	if g.match([]byte(strings.Repeat("a", 1<<16) + "b")) {
		t.Error("matches")
	}
}
