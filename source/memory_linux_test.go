package source

import "testing"

func TestMemTotal(t *testing.T) {
	const info = "MemTotal:       16384 kB\nMemFree:         1024 kB\n"
	if got := memTotal(info); got != 16<<20 {
		t.Errorf("memTotal = %d, want %d", got, 16<<20)
	}
	if got := memTotal("MemTotal:\nnothing"); got != 0 {
		t.Errorf("memTotal of a damaged text = %d, want 0", got)
	}
}
