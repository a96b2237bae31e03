package model

import (
	"math"
	"strconv"
	"strings"
)

// A unit is a suffix of a number, in lower case, and what it stands for.
type unit struct {
	suffix string
	factor float64
}

// numberUnits are the units of sizes in bytes and of milliseconds.
var numberUnits = map[Field][]unit{
	FieldBytes:      sizeUnits,
	FieldSize:       sizeUnits,
	FieldTurnaround: {{"ms", 1}, {"s", 1000}},
}

// sizeUnits are in an order in which none hides a longer one.
var sizeUnits = []unit{
	{"kib", 1 << 10},
	{"mib", 1 << 20},
	{"gib", 1 << 30},
	{"tib", 1 << 40},
	{"kb", 1e3},
	{"mb", 1e6},
	{"gb", 1e9},
	{"tb", 1e12},
	{"k", 1 << 10},
	{"m", 1 << 20},
	{"g", 1 << 30},
	{"t", 1 << 40},
	{"b", 1},
}

// ParseSize reads a number of bytes such as "512MB", "1.5 GiB" or "8g", in any
// case; a part of a byte is left out. ok is false for what is no size, for none
// at all and for more than 2^63 bytes.
func ParseSize(text string) (bytes int64, ok bool) {
	x, ok := scaled(strings.ReplaceAll(text, " ", ""), sizeUnits)
	if !ok || x < 1 || x >= math.MaxInt64 {
		return 0, false
	}
	return int64(x), true
}

// parseNumber reads a number of field f with an optional unit. It must come out
// as a whole number of bytes or milliseconds.
func parseNumber(f Field, text string) (n int64, ok bool) {
	if n, ok := decimal([]byte(text)); ok {
		return n, true
	}
	x, ok := scaled(text, numberUnits[f])
	whole := math.Round(x) // 1.001 * 1000 is a little less than 1001
	if !ok || math.Abs(x-whole) > 1e-6 || x > 1e18 {
		return 0, false
	}
	return int64(whole), true
}

// scaled reads a number with one of the units, or without.
func scaled(text string, units []unit) (x float64, ok bool) {
	digits, factor := foldASCII(text), 1.0
	for _, u := range units {
		if rest, ok := strings.CutSuffix(digits, u.suffix); ok {
			digits, factor = rest, u.factor
			break
		}
	}
	if strings.Trim(digits, "0123456789.") != "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(digits, 64)
	return x * factor, err == nil
}

// parseFloat reads a plain decimal number, as JSON writes one.
func parseFloat(text string) (float64, bool) {
	if strings.Trim(text, "0123456789.eE+-") != "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(text, 64)
	return x, err == nil
}
