package main

import (
	"flag"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"s3sleuth/tui/terminaltest"
)

var logs = flag.String("logs", "", "folder of logs for the benchmarks, as testdata/gen/bulk makes them")

// openLogs runs the program over the folder of logs.
func openLogs(b *testing.B) (*terminaltest.Terminal, *exec.Cmd) {
	b.Helper()
	if *logs == "" {
		b.Skip("no folder of logs: give one with -logs")
	}
	cmd := exec.Command(os.Args[0], *logs)
	cmd.Env = home(b, "")
	return terminaltest.Start(b, cmd, 120, 40), cmd
}

// BenchmarkKeyToPaint types keys, some thirty a second, while the folder is loaded
// and as many when that has ended, and tells how long it takes from a key to the
// screen that shows what it did: in the middle, and for one of twenty and one of a
// hundred keys. The second figures tell what the machine itself is worth then.
func BenchmarkKeyToPaint(b *testing.B) {
	var loading, atRest []time.Duration
	for b.Loop() {
		x, _ := openLogs(b)
		x.Wait(" match of ")
		n := 0
		for ; strings.Contains(x.Screen(), "LOADING") || n%2 == 1; n++ {
			loading = append(loading, paint(b, x, n))
		}
		x.Wait("COMPLETE")
		for i := range n {
			atRest = append(atRest, paint(b, x, i))
		}
		x.Close()
	}
	if len(loading) == 0 {
		b.Fatal("the folder is loaded before a key can be typed: give a larger one")
	}
	b.ReportMetric(float64(len(loading)), "keys")
	for _, took := range []struct {
		list []time.Duration
		when string
	}{{loading, ""}, {atRest, "-at-rest"}} {
		slices.Sort(took.list)
		for _, percent := range []int{50, 95, 99} {
			d := took.list[len(took.list)*percent/100]
			b.ReportMetric(float64(d.Microseconds())/1000, "ms-p"+strconv.Itoa(percent)+took.when)
		}
	}
	b.ReportMetric(0, "ns/op")
}

// paint types the i-th key and returns how long it took to be seen.
func paint(b *testing.B, x *terminaltest.Terminal, i int) time.Duration {
	b.Helper()
	key, shows := "h", "\n time "
	if i%2 == 1 {
		key, shows = "l", "\n op "
	}
	took, err := x.Paint(key, func(screen string) bool { return strings.Contains(screen, shows) })
	if err != nil {
		b.Fatal(err)
	}
	time.Sleep(time.Duration(17+i%17) * time.Millisecond) // out of step with the frames
	return took
}

// BenchmarkFirstPaint tells how long it takes from the start of the program until
// the first records stand on the screen, and how many are read by then.
func BenchmarkFirstPaint(b *testing.B) {
	firstRecords(b, func() (*terminaltest.Terminal, time.Time) {
		start := time.Now()
		x, _ := openLogs(b)
		return x, start
	})
}

// BenchmarkOpenPaint tells the same from the key by which the screen of the
// sources opens the folder.
func BenchmarkOpenPaint(b *testing.B) {
	if *logs == "" {
		b.Skip("no folder of logs: give one with -logs")
	}
	firstRecords(b, func() (*terminaltest.Terminal, time.Time) {
		cmd := exec.Command(os.Args[0])
		cmd.Env = home(b, "")
		x := terminaltest.Start(b, cmd, 120, 40)
		x.Wait("Where is the evidence?")
		x.Type(*logs)
		x.Wait("open this file or folder")
		start := time.Now()
		x.Type("\r")
		return x, start
	})
}

// firstRecords opens the folder again and again, and tells how long it takes until
// its first records stand on the screen.
func firstRecords(b *testing.B, open func() (*terminaltest.Terminal, time.Time)) {
	b.Helper()
	matches := regexp.MustCompile(`([1-9][\d,]*) match of`)
	var took []time.Duration
	least := 0
	for b.Loop() {
		x, start := open()
		var found []string
		for found == nil {
			time.Sleep(time.Millisecond)
			found = matches.FindStringSubmatch(x.Screen())
		}
		took = append(took, time.Since(start))
		if n, _ := strconv.Atoi(strings.ReplaceAll(found[1], ",", "")); least == 0 || n < least {
			least = n
		}
		x.Close()
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-p50")
	b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "ms-most")
	b.ReportMetric(float64(least), "records")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkIdle loads the folder, lets the program rest for half a minute and
// tells which share of one processor it takes meanwhile.
func BenchmarkIdle(b *testing.B) {
	x, cmd := openLogs(b)
	x.Wait("COMPLETE")
	time.Sleep(5 * time.Second) // what the load leaves to the garbage collector
	const rest = 30 * time.Second
	before := ticks(b, cmd.Process.Pid)
	time.Sleep(rest)
	const perSecond = 100 // of Linux, whatever the kernel's own clock
	used := float64(ticks(b, cmd.Process.Pid)-before) / perSecond
	b.ReportMetric(used/rest.Seconds()*100, "%cpu")
	b.ReportMetric(0, "ns/op")
	x.Close()
}

// ticks returns the processor time a process has used, from /proc/PID/stat.
func ticks(b *testing.B, pid int) int {
	b.Helper()
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		b.Fatal(err)
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:])) // from the third on
	user, err1 := strconv.Atoi(fields[11])
	system, err2 := strconv.Atoi(fields[12])
	if err1 != nil || err2 != nil {
		b.Fatalf("%q: %v, %v", stat, err1, err2)
	}
	return user + system
}
