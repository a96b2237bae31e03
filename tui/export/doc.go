// Package export writes records and counts for other programs: as CSV, as JSON
// and as the original bytes. The screen and the commands share it, so that what
// the one saves is what the other prints, byte for byte.
//
// Three types to know:
//
//   - [Column] is one thing to write of a record, or that counts are by.
//   - [Listing] is records and how to write them: [Listing.CSV], [Listing.JSON],
//     [Listing.Original].
//   - [Counts] is groups with their counts: [Counts.CSV], [Counts.JSON].
//
// [Save] puts what they write into a file that appears only when it is whole,
// with a [Meta] file beside it.
//
// In all of them secrets of presigned URLs are masked. CSV has no control
// characters and no cell that a spreadsheet takes for a formula; JSON escapes
// what does not simply show.
package export
