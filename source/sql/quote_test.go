package sql

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// unquote reads a literal as the engines' grammar does; ok is false where the
// text is not exactly one literal.
func unquote(s string) (value string, ok bool) {
	escapes := strings.HasPrefix(s, "U&")
	s = strings.TrimPrefix(s, "U&")
	if len(s) < 2 || s[0] != '\'' || s[len(s)-1] != '\'' {
		return "", false
	}
	var b strings.Builder
	for s = s[1 : len(s)-1]; s != ""; {
		switch {
		case strings.HasPrefix(s, "''"):
			b.WriteByte('\'')
			s = s[2:]
		case s[0] == '\'':
			return "", false // the literal ends here, and something follows
		case escapes && strings.HasPrefix(s, `\\`):
			b.WriteByte('\\')
			s = s[2:]
		case escapes && s[0] == '\\':
			digits, from := 4, 1
			if strings.HasPrefix(s, `\+`) {
				digits, from = 6, 2
			}
			if len(s) < from+digits {
				return "", false
			}
			n, err := strconv.ParseUint(s[from:from+digits], 16, 32)
			if err != nil {
				return "", false
			}
			b.WriteRune(rune(n))
			s = s[from+digits:]
		default:
			b.WriteByte(s[0])
			s = s[1:]
		}
	}
	return b.String(), true
}

func TestQuote(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"acme-logs", "'acme-logs'"},
		{"", "''"},
		{"it's", "'it''s'"},
		{`back\slash`, `'back\slash'`},
		{"x' OR '1'='1", "'x'' OR ''1''=''1'"},
		{"é", "'é'"},
		{"a\x00b\n", `U&'a\0000b\000A'`},
		{"\u202eevil\\", `U&'\202Eevil\\'`},
		{"\U000e0041'", `U&'\+0E0041'''`},
	} {
		if got := quote(tt.text); got != tt.want {
			t.Errorf("quote(%q) = %s, want %s", tt.text, got, tt.want)
		}
	}
}

// FuzzQuote reads back what is quoted, as a literal and within LIKE.
func FuzzQuote(f *testing.F) {
	for _, seed := range []string{"acme", "it's", `\`, "''", "U&'", "\x00\u202e", "%_\\", "--", "a\nb", "\U0010ffff", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !quotable(s) {
			if utf8.ValidString(s) {
				t.Fatalf("%q is UTF-8 and refused", s)
			}
			return
		}
		literal := quote(s)
		if got, ok := unquote(literal); !ok || got != s {
			t.Fatalf("%q is written %s and read %q, %v", s, literal, got, ok)
		}
		if strings.IndexFunc(literal, hidden) >= 0 {
			t.Fatalf("%q is written %q: it does not all show", s, literal)
		}
		if !likeMatch(s, likeText(s)) || likeMatch(s+"x", likeText(s)) {
			t.Fatalf("LIKE %q is not %q alone", likeText(s), s)
		}
	})
}

func TestGlob(t *testing.T) {
	for _, tt := range []struct{ glob, like, runs string }{
		{"acme-*", "acme-%", "acme-|"},
		{"*a?b*", "%a_b%", "|a|b|"},
		{`50%\*_`, `50\%*\_`, "50%*_"},
		{`a\\*`, `a\\%`, `a\|`},
	} {
		if got := likeGlob(tt.glob); got != tt.like {
			t.Errorf("likeGlob(%q) = %q, want %q", tt.glob, got, tt.like)
		}
		if got := strings.Join(globRuns(tt.glob), "|"); got != tt.runs {
			t.Errorf("globRuns(%q) = %q, want %q", tt.glob, got, tt.runs)
		}
	}
}

func TestPortable(t *testing.T) {
	for re, want := range map[string]bool{
		"curl|wget": true, `(Put|Get)Object`: true, `amazonaws\.com`: true, "a.*b": true, "^a": false, "a$": false, "[ab]": false, `\d`: false, "a*": false, "(?i)a": false, `\.*`: false,
	} {
		if got := portable(re); got != want {
			t.Errorf("portable(%q) = %v, want %v", re, got, want)
		}
	}
}

func TestParseTable(t *testing.T) {
	const id = "0a1b2c3d-0000-4000-8000-0123456789ab"
	for _, tt := range []struct{ source, from string }{
		{"lake:" + id, id},
		{"lake:arn:aws:cloudtrail:us-east-1:111122223333:eventdatastore/" + id, id},
		{"lake:" + id + "; DROP TABLE x", ""},
		{"lake:", ""},
		{"athena:logs.trail", `"logs"."trail"`},
		{`athena:"my.logs".trail`, `"my.logs"."trail"`},
		{"athena:trail", ""},
		{"athena:a.b.c", ""},
		{`athena:a.b"; --`, `"a"."b""; --"`},
		{`athena:"a.b`, ""},
		{`athena:"a"x.b`, ""},
		{"athena:a.", ""},
		{"trino:hive.logs.access", `"hive"."logs"."access"`},
		{"trino:logs.access", ""},
		{"s3://bucket", ""},
	} {
		table, err := ParseTable(tt.source, Events, false)
		switch {
		case tt.from == "" && err == nil:
			t.Errorf("%s is taken, as %s", tt.source, table.from)
		case tt.from != "" && (err != nil || table.from != tt.from):
			t.Errorf("%s: %v %v, want %s", tt.source, table, err, tt.from)
		}
	}
	if _, err := ParseTable("lake:"+id, Lines, false); err == nil {
		t.Error("access logs in Lake: no error")
	}
}
