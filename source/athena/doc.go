// Package athena runs statements on Amazon Athena, over tables of CloudTrail
// events or S3 access logs that lie in a bucket.
//
// [Client] is the service: a query has an ID, goes on by itself, and is paid for
// by what it scans. [Open] makes a source of a table, which asks first what the
// table is (free of charge), and can tell what a query will scan before it runs.
//
// Everything here reads, but for [Client.Create]: it makes a table, and its
// database, in the data catalog of the caller's own account.
package athena

// What Athena bills at its list price: five dollars for a TB scanned, 10 MB at
// least for a query. Statements that define tables and queries that failed are
// free; a query that was stopped is billed for what it had scanned. So says
// aws.amazon.com/athena/pricing, read by way of others that cite it
// (athena.guide, rcpedia.stanford.edu). Some Regions cost more. Whether a TB has
// 10^12 or 2^40 bytes it does not say: here it has the fewer, and MB the more,
// which never tells too little.
const (
	price = 5 / 1e12
	least = 10 << 20
	terms = "list price $5 a TB, taken as 10^12 bytes"
)
