package source

// shareOfMemory is the part of the machine's memory that records may take by
// default: as much again goes to buffers, answers and the garbage collector.
const shareOfMemory = 2

// DefaultMemory returns the bytes that a store should take at most on this
// machine: half of its memory, or of what a container leaves of it. It is 0, no
// limit, where the system does not tell.
func DefaultMemory() int64 { return machineMemory() / shareOfMemory }
