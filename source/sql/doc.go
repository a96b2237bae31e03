// Package sql writes a filter as SQL for the engines that hold logs too large
// for one machine: CloudTrail Lake, Athena over a CloudTrail table or a table of
// server access logs, and Trino, whose dialect Athena speaks. It is pure text:
// no network, no SDK.
//
// Three types to know:
//
//   - [Table] is what a statement reads: engine, log and name.
//   - [Question] is the filter and its range. [Table.Select], [Table.Totals] and
//     [Table.Groups] write it as statements.
//   - [Statement] is the text, with the conditions that it leaves to the reader
//     of its rows.
//
// One filter written for a table of access logs:
//
//	t, err := sql.ParseTable("athena:logs.access", sql.Lines, true)
//	s, err := t.Select(sql.Question{Where: x, From: from, To: to}, nil)
//	s.Text   // SELECT ... WHERE ...
//	s.Local  // what the engine cannot decide, as "client:boto3"
//
// # What is pushed never loses a wanted record
//
// Each condition becomes two predicates: one that is surely true only for
// records that match (lo), and one that is true at least for those (hi). Where a
// dialect can say the condition, both are the same. AND and OR join like with
// like, and NOT swaps them; the statement takes hi of the whole. So a condition
// that the engine cannot decide widens what is fetched under any nesting of NOT,
// and the store decides it over the rows. A predicate that could be NULL is
// wrapped before it is negated: not recorded is not "no".
package sql
