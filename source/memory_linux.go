package source

import (
	"os"
	"strconv"
	"strings"
)

// machineMemory returns the bytes of memory there are for this process: the
// least of the machine's and its control group's, or 0 if neither can be read.
func machineMemory() int64 {
	least := int64(0)
	consider := func(n int64) {
		if n > 0 && (least == 0 || n < least) {
			least = n
		}
	}
	if info, err := os.ReadFile("/proc/meminfo"); err == nil {
		consider(memTotal(string(info)))
	}
	for _, file := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		if limit, err := os.ReadFile(file); err == nil {
			// "max" is no number and no limit.
			n, _ := strconv.ParseInt(strings.TrimSpace(string(limit)), 10, 64)
			consider(n)
		}
	}
	return least
}

// memTotal reads "MemTotal:  16384 kB" from the text of /proc/meminfo.
func memTotal(info string) int64 {
	for line := range strings.Lines(info) {
		fields := strings.Fields(line)
		if len(fields) >= 2 && fields[0] == "MemTotal:" {
			n, _ := strconv.ParseInt(fields[1], 10, 64)
			return n << 10
		}
	}
	return 0
}
