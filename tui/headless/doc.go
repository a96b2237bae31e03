// Package headless answers on the command line what the screen answers with
// keys: the same sources, the same filters, the same numbers.
//
// Three things to know:
//
//   - [Run] is the whole program but the screen: it takes the arguments and the
//     world ([Env]) and returns the exit code.
//   - stdout carries data only. What there is to say about it goes to stderr:
//     lines that begin with "error:", "hint:", "note:" or "partial:", and a
//     progress line where stderr is a terminal.
//   - Every number stands beside what it rests on. A command that could not read
//     everything says so, in its output and by exit code 4.
package headless
