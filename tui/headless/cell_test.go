package headless

import (
	"strings"
	"testing"
)

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
