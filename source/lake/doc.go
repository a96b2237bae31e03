// Package lake reads records from event data stores of CloudTrail Lake, by
// queries that AWS runs and bills.
//
// Three things to know:
//
//   - A [Service] is the five calls of a query's life; [engine.Runner] does the
//     rest. Lake knows no token that would make a start safe to repeat, so a start
//     whose answer got lost is looked for among the store's queries.
//   - A store is described before it is asked ([Open]): what it does not hold, and
//     since when it holds nothing any more, is said with every answer.
//   - Lake has been closed to new customers since 2026-05-31; those who have
//     stores keep them.
package lake
