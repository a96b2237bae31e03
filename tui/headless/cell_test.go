package headless

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"
)

func TestCSVCellIsNoFormula(t *testing.T) {
	tests := []struct{ value, want string }{
		{"plain", "plain"},
		{"=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"},
		{"+1", "'+1"},
		{"-1", "'-1"},
		{"@SUM(A1)", "'@SUM(A1)"},
		{"\t=1", `'\t=1`},
		{"\r=1", `'\r=1`},
		{"a=1", "a=1"},
		{"", ""},
		{"a\nb", `a\nb`},
	}
	for _, tt := range tests {
		if got := csvCell(tt.value, true); got != tt.want {
			t.Errorf("csvCell(%q) = %q, want %q", tt.value, got, tt.want)
		}
	}
	if got := csvCell("", false); got != "" {
		t.Errorf("a value that is not recorded gives %q", got)
	}
}

func FuzzJSONStringsAreRightAndHarmless(f *testing.F) {
	for _, s := range []string{"plain", `a"b\c`, "\x1b[2J\u009b\u202e", "\U000e0041\U0001f408", "\xff\xfe", "\x00\x7f"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b := appendJSON(nil, s)
		var got string
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatalf("%q gives %s: %v", s, b, err)
		}
		if want := strings.ToValidUTF8(s, "\ufffd"); len([]rune(got)) < len([]rune(want)) || strings.ReplaceAll(got, "\ufffd", "") != strings.ReplaceAll(want, "\ufffd", "") {
			t.Fatalf("%q reads back as %q", s, got)
		}
		for _, r := range string(b) {
			if unicode.Is(unicode.C, r) {
				t.Fatalf("%q gives %q, which holds %U", s, b, r)
			}
		}
	})
}

func TestParseSize(t *testing.T) {
	for s, want := range map[string]int64{
		"1": 1, "512b": 512, "512MB": 512e6, "1.5GiB": 3 << 29, "8g": 8 << 30, "4 GB": 4e9, "2TiB": 2 << 40,
	} {
		if got, err := parseSize(s); err != nil || got != want {
			t.Errorf("parseSize(%q) = %d, %v; want %d", s, got, err, want)
		}
	}
	for _, s := range []string{"", "GB", "-1GB", "0", "much", "1e30GB", "NaN", "1PB"} {
		if got, err := parseSize(s); err == nil {
			t.Errorf("parseSize(%q) = %d, no error", s, got)
		}
	}
}

func TestShellWords(t *testing.T) {
	tests := []struct {
		line string
		want []string
	}{
		{"s3sleuth count demo: --by tls", []string{"s3sleuth", "count", "demo:", "--by", "tls"}},
		{`s3sleuth count demo: 'ua:"a b" -x'`, []string{"s3sleuth", "count", "demo:", `ua:"a b" -x`}},
		{`a "b 'c'" ''`, []string{"a", "b 'c'", ""}},
	}
	for _, tt := range tests {
		if got := shellWords(tt.line); strings.Join(got, "|") != strings.Join(tt.want, "|") || len(got) != len(tt.want) {
			t.Errorf("shellWords(%s) = %q, want %q", tt.line, got, tt.want)
		}
	}
}
