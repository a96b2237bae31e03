package text

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode"
)

func FuzzJSONStringsAreRightAndHarmless(f *testing.F) {
	for _, s := range []string{"plain", `a"b\c`, "\x1b[2J\u009b\u202e", "\U000e0041\U0001f408", "\xff\xfe", "\x00\x7f", "\u3164"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b := AppendJSON(nil, s)
		var got string
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatalf("%q gives %s: %v", s, b, err)
		}
		if want := strings.ToValidUTF8(s, "\ufffd"); len([]rune(got)) < len([]rune(want)) || strings.ReplaceAll(got, "\ufffd", "") != strings.ReplaceAll(want, "\ufffd", "") {
			t.Fatalf("%q reads back as %q", s, got)
		}
		for _, r := range string(b) {
			if unicode.Is(unicode.C, r) || !showable(r) {
				t.Fatalf("%q gives %q, which holds %U", s, b, r)
			}
		}
	})
}
