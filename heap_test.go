package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"
)

// gcPercent returns what GOGC is now.
func gcPercent() uint64 {
	sample := []metrics.Sample{{Name: "/gc/gogc:percent"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

func TestOnlyTheFirstCollectionIsLate(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	t.Setenv("GOGC", "70")
	if collectLate(); gcPercent() != 100 {
		t.Errorf("with a GOGC of the user's it becomes %d", gcPercent())
	}
	t.Setenv("GOGC", "")
	if collectLate(); gcPercent() != 1600 {
		t.Errorf("GOGC is %d at first, which is not 64 MB", gcPercent())
	}
	for wait := time.Now().Add(30 * time.Second); gcPercent() != 100; time.Sleep(time.Millisecond) {
		runtime.GC()
		if time.Now().After(wait) {
			t.Fatalf("GOGC stays %d", gcPercent())
		}
	}
}
