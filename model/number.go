package model

import (
	"math"
	"strconv"
	"strings"
)

// numberUnits are the suffixes of sizes in bytes and of milliseconds, longest first.
var numberUnits = map[Field][]struct {
	suffix string
	factor float64
}{
	FieldBytes:      sizeUnits,
	FieldSize:       sizeUnits,
	FieldTurnaround: {{"ms", 1}, {"s", 1000}},
}

var sizeUnits = []struct {
	suffix string
	factor float64
}{
	{"kib", 1 << 10},
	{"mib", 1 << 20},
	{"gib", 1 << 30},
	{"tib", 1 << 40},
	{"kb", 1e3},
	{"mb", 1e6},
	{"gb", 1e9},
	{"tb", 1e12},
	{"b", 1},
}

// parseNumber reads a number of field f with an optional unit. It must come out
// as a whole number of bytes or milliseconds.
func parseNumber(f Field, text string) (n int64, ok bool) {
	if n, ok := decimal([]byte(text)); ok {
		return n, true
	}
	digits, factor := foldASCII(text), 1.0
	for _, unit := range numberUnits[f] {
		if rest, ok := strings.CutSuffix(digits, unit.suffix); ok {
			digits, factor = rest, unit.factor
			break
		}
	}
	if strings.Trim(digits, "0123456789.") != "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(digits, 64)
	x *= factor
	whole := math.Round(x) // 1.001 * 1000 is a little less than 1001
	if err != nil || math.Abs(x-whole) > 1e-6 || x > 1e18 {
		return 0, false
	}
	return int64(whole), true
}

// parseFloat reads a plain decimal number, as JSON writes one.
func parseFloat(text string) (float64, bool) {
	if strings.Trim(text, "0123456789.eE+-") != "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(text, 64)
	return x, err == nil
}
