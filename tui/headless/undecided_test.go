package headless

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
)

// The command of the hint is one line that a shell reads back.
func TestHintListsTheUndecided(t *testing.T) {
	for _, tt := range []struct{ name, filter, want string }{
		{"logs", "tls:1.2", "s3sleuth query logs 'unknown:(tls:1.2)'"},
		{"demo:", "since:2026-11-01 tls:<1.2 OR is:read", "s3sleuth query demo: 'unknown:((time:>=2026-11-01 tls:<1.2) OR is:read)'"},
		{"demo:", "since:2026-11-01 tls:<1.2", "s3sleuth query demo: 'time:>=2026-11-01 unknown:(tls:<1.2)'"},
		{"bob's logs", `key:"it's"`, `s3sleuth query 'bob'"'"'s logs' 'unknown:(key:it'"'"'s)'`},
		{"logs", "ip:(" + strings.Repeat("192.0.2.1, ", 100) + "192.0.2.2)", "s3sleuth query SOURCE 'unknown:(FILTER)'"},
	} {
		var stderr bytes.Buffer
		x, err := model.Parse(tt.filter, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		c := &commands{env: Env{Stderr: &stderr}}
		r := &request{name: tt.name, filter: x}
		c.tellUndecided(r, 0)
		c.tellUndecided(r, 3612)
		if diff := cmp.Diff("hint: to list the 3,612 that cannot say: "+tt.want+"\n", stderr.String()); diff != "" {
			t.Errorf("%s: %s", tt.filter, diff)
		}
	}
}

func TestShellQuote(t *testing.T) {
	for _, word := range []string{"logs", "", "a b", "it's", `"`, "'", `a'"b`, "$(x)", "-tls:1.2", "é*", "unknown:(a OR b)"} {
		if got := shellWords("x " + shellQuote(word)); !cmp.Equal(got, []string{"x", word}) {
			t.Errorf("%q is read back as %q", word, got)
		}
	}
}
