package headless

import (
	"strings"
	"testing"
)

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
