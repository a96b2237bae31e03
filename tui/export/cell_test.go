package export

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"

	"s3sleuth/tui/text"
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
		b := text.AppendJSON(nil, s)
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
