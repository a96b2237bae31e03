// Package tui is the screen of s3sleuth: filter line, histogram, facets, record
// table and record detail over a store that fills while one looks at it.
//
// Three types to know:
//
//   - [Config] is what the program hands over: how to open a source, the range
//     and the memory limit, the clock, what was opened before. [Run] takes it.
//   - app is the only Bubble Tea model: Update routes a message to a part of the
//     screen and View draws the parts. It does no I/O; questions to the store
//     are commands, and an answer that comes late is dropped by its generation.
//   - canvas is what everything is drawn on. Every string passes the sanitiser
//     on its way into it, so a value of a log cannot reach the terminal raw.
//
// What a key does stands in one table (keys.go); the handling, the hints at the
// bottom and the help are made from it.
package tui
