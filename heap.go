package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

const (
	firstHeap  = 64 << 20 // bytes of the heap at which garbage is collected for the first time
	usualFirst = 4 << 20  // where that is in a Go program whose GOGC is 100
)

// collectLate lets the heap grow to firstHeap before garbage is collected for the
// first time; from then on all goes as usual. A program that begins to read makes
// much that stays and hardly any garbage, and its first collections, a dozen below
// this size, take the time in which the first records are to be on the screen.
// A GOGC of the user's is left as it is.
func collectLate() {
	if os.Getenv("GOGC") != "" {
		return
	}
	usual := debug.SetGCPercent(100 * firstHeap / usualFirst)
	type mark struct{ _ *byte } // nothing holds it: it goes with the first collection
	runtime.AddCleanup(new(mark), func(percent int) { debug.SetGCPercent(percent) }, usual)
}
