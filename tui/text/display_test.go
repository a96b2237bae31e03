package text_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"s3sleuth/tui/text"
)

func TestDisplay(t *testing.T) {
	tests := []struct {
		name    string
		in      string
		want    string
		escaped bool
	}{
		{"plain ASCII", "aws-cli/2.1 Python/3.7", "aws-cli/2.1 Python/3.7", false},
		{"empty", "", "", false},
		{"backslashes stay", `C:\x1b\logs`, `C:\x1b\logs`, false},
		{"letters of any script", "отчёт-報告-ñ", "отчёт-報告-ñ", false},
		{"an emoji", "cat 🐈", "cat 🐈", false},
		{"no-break space is graphic", "a\u00a0b", "a\u00a0b", false},
		{"CSI that clears the screen", "a\x1b[2Jb", `a\x1b[2Jb`, true},
		{"OSC that sets the title", "\x1b]0;pwned\x07", `\x1b]0;pwned\x07`, true},
		{"DCS", "\x1bPq#0\x1b\\", `\x1bPq#0\x1b\`, true},
		{"carriage return that overwrites", "good\rEVIL", `good\rEVIL`, true},
		{"line feed and tab", "a\nb\tc", `a\nb\tc`, true},
		{"NUL and DEL", "a\x00b\x7f", `a\x00b\x7f`, true},
		{"C1 as UTF-8", "a\u009b31mb", `a\u009b31mb`, true},
		{"C1 as a byte", "a\x9b31mb", `a\x9b31mb`, true},
		{"right-to-left override", "a\u202egpj.exe", `a\u202egpj.exe`, true},
		{"bidi isolate", "a\u2066b", `a\u2066b`, true},
		{"zero width", "ad\u200bmin", `ad\u200bmin`, true},
		{"byte order mark", "\ufeffa", `\ufeffa`, true},
		{"tag character", "a\U000e0041", `a\U000e0041`, true},
		{"line separator", "a\u2028b", `a\u2028b`, true},
		{"soft hyphen", "a\u00adb", `a\u00adb`, true},
		{"Hangul filler", "a\u3164b", `a\u3164b`, true},
		{"private use", "a\ue000b", `a\ue000b`, true},
		{"lone surrogate in UTF-8 form", "\xed\xa0\x80", `\xed\xa0\x80`, true},
		{"replacement character itself", "a\ufffdb", "a\ufffdb", false},
		{"few combining marks", "e\u0301", "e\u0301", false},
		{"a tower of combining marks", "e" + strings.Repeat("\u0301", 6), "e" + strings.Repeat("\u0301", 4) + `\u0301\u0301`, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, escaped := text.Display(tt.in)
			if got != tt.want || escaped != tt.escaped {
				t.Errorf("Display(%q) = %q, %v; want %q, %v", tt.in, got, escaped, tt.want, tt.escaped)
			}
		})
	}
}

func FuzzDisplay(f *testing.F) {
	for _, s := range []string{"plain", "a\x1b[31mb", "\u202e\u0301\u0301\u0301\u0301\u0301", "\xff\xfe\u009b", "\U000e0041"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, escaped := text.Display(s)
		if !utf8.ValidString(got) {
			t.Fatalf("Display(%q) = %q: invalid UTF-8", s, got)
		}
		for _, r := range got {
			if unicode.Is(unicode.C, r) || r == '\u2028' || r == '\u2029' {
				t.Fatalf("Display(%q) = %q: lets %U through", s, got, r)
			}
		}
		if !escaped && got != s {
			t.Fatalf("Display(%q) = %q, and says that nothing changed", s, got)
		}
		if again, more := text.Display(got); more || again != got {
			t.Fatalf("Display(%q) = %q: not stable", got, again)
		}
	})
}
