package export

import "testing"

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
