// Package tabletest lets a test create a table as s3sleuth sql --create prints it
// and read it on a real Trino server, from objects that lie in a real S3 server.
//
// The connector hive of Trino reads what Athena reads: the same layouts, regular
// expressions and partition projection. Only the statement itself it does not
// take. [Site.Create] parses it and writes what it says into the server's store
// of tables, types, properties and expression unchanged.
//
//	site := tabletest.Open(t)
//	site.Put("acme-logs", objects)
//	table := site.Create(statement) // as CATALOG.logs.access
//	rows := site.Run("SELECT count(*) FROM " + table)
package tabletest
