// Package inflate reads gzip files: the bytes of all members, one after the
// other, checked against their checksums.
//
// Three things to know:
//
//   - [Reader] inflates a stream, of which it holds a fixed amount at a time. It
//     gives all that can be had before it fails, and fails where the standard
//     library does.
//   - A table answers several bits of input at once, with one symbol or, where
//     two literals are short, with both; see entry.
//   - A [Point] is a place where inflating can begin again, so that what lies
//     far inside a file can be read without all that stands before it.
//
// Inflating is most of the time that reading compressed logs takes, so the inner
// loop, Reader.fast, is written for speed: it runs while input and output have
// room to spare, where nothing but the data need be checked. Reader.careful does
// the same symbol by symbol at the ends of both.
package inflate
