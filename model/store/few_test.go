package store

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// TestScanOfFewCodes looks up columns of any length with tables in which few,
// many, all or no codes are let through, row by row beside.
func TestScanOfFewCodes(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	var a arena
	for range 3000 {
		a.reset()
		table := make([]uint8, 1+rnd.IntN(256))
		odd := rnd.IntN(6) // codes unlike the rest
		for i := range table {
			table[i] = []uint8{0, verdictYes, verdictUnknown}[rnd.IntN(3)%(1+odd%3)]
		}
		for range odd {
			table[rnd.IntN(len(table))] = uint8(rnd.IntN(3))
		}
		any := uint8(0)
		for _, v := range table {
			any |= v
		}
		codes := make([]uint8, 1+rnd.IntN(300))
		for i := range codes {
			codes[i] = uint8(rnd.IntN(len(table)))
		}
		a.bitset()[len(codes)>>6] = rnd.Uint64() // a bitset may hold anything
		a.reset()
		yes, unknown := a.scan1(codes, table, any)
		n := 0
		for i, c := range codes {
			if v := table[c]; yes.has(i) != (v == verdictYes) || unknown.has(i) != (v == verdictUnknown) {
				t.Fatalf("row %d of %d, verdict %d of table %v: yes %v, unknown %v", i, len(codes), v, table, yes.has(i), unknown.has(i))
			}
			if table[c] == verdictYes {
				n++
			}
		}
		if got := yes.count(len(codes)); got != n {
			t.Fatalf("%d rows are yes, counted %d: bits behind the last row", n, got)
		}
	}
}

func BenchmarkScan1(b *testing.B) {
	rnd := rand.New(rand.NewPCG(7, 8))
	codes := make([]uint8, segmentRows)
	for i := range codes {
		codes[i] = uint8(rnd.IntN(100))
	}
	for _, yes := range []int{1, 2, 3, 4, 50, 98, 99} {
		table := make([]uint8, 100)
		for i := range yes {
			table[i] = verdictYes
		}
		b.Run(fmt.Sprint(yes, " of 100 codes"), func(b *testing.B) {
			var a arena
			b.SetBytes(int64(len(codes)))
			for b.Loop() {
				a.reset()
				a.scan1(codes, table, verdictYes)
			}
		})
	}
}
