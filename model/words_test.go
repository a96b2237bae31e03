package model_test

import (
	"math"
	"testing"

	"s3sleuth/model"
)

func TestNumbersForPeople(t *testing.T) {
	for n, want := range map[int]string{
		0: "0", 7: "7", 999: "999", 1000: "1,000", 12431: "12,431", 1241880: "1,241,880", -1000: "-1,000", math.MinInt64: "-9,223,372,036,854,775,808",
	} {
		if got := model.Count(n); got != want {
			t.Errorf("Count(%d) = %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int]string{0: "0 files", 1: "1 file", 2: "2 files", 3204: "3,204 files"} {
		if got := model.Counted(n, "file"); got != want {
			t.Errorf("Counted(%d) = %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int64]string{
		0: "0 B", 1023: "1023 B", 1024: "1 KiB", 1536: "1.5 KiB", 20 << 20: "20 MiB", 8 << 30: "8 GiB", math.MaxInt64: "8 EiB",
	} {
		if got := model.Size(n); got != want {
			t.Errorf("Size(%d) = %q, want %q", n, got, want)
		}
	}
}
