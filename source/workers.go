package source

import "runtime"

// processors is what Go may use when the program starts: the screen adds threads
// to these for itself, and those are not for reading.
var processors = runtime.GOMAXPROCS(0)

// Workers returns how many goroutines should decode at once: one a processor, and
// two at least, so that one reads while the other waits for the disk.
func Workers() int { return max(2, processors) }
