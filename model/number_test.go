package model

import "testing"

func TestParseSize(t *testing.T) {
	for text, want := range map[string]int64{
		"1": 1, "512b": 512, "512MB": 512e6, "1.5GiB": 3 << 29, "8g": 8 << 30, "4 GB": 4e9, "2TiB": 2 << 40, "0.3KiB": 307,
	} {
		if got, ok := ParseSize(text); !ok || got != want {
			t.Errorf("ParseSize(%q) = %d, %v; want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "GB", "-1GB", "0", "much", "1e30GB", "99999999TiB", "NaN", "1PB"} {
		if got, ok := ParseSize(text); ok {
			t.Errorf("ParseSize(%q) = %d, and no refusal", text, got)
		}
	}
}

// A condition takes the same units, but no part of a byte.
func TestNumbersWithUnits(t *testing.T) {
	for text, want := range map[string]int64{"1MB": 1e6, "1.5k": 1536, "2m": 2 << 20, "10": 10} {
		if got, ok := parseNumber(FieldBytes, text); !ok || got != want {
			t.Errorf("%q is %d bytes, %v; want %d", text, got, ok, want)
		}
	}
	if got, ok := parseNumber(FieldTurnaround, "1.001s"); !ok || got != 1001 {
		t.Errorf("1.001s is %d ms, %v", got, ok)
	}
	for _, text := range []string{"0.3KiB", "1s", "x"} {
		if got, ok := parseNumber(FieldBytes, text); ok {
			t.Errorf("%q is taken for %d bytes", text, got)
		}
	}
}
