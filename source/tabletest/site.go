package tabletest

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"
)

// A Site is a Trino server that reads the buckets of one S3 server.
type Site struct {
	*Engine
	Gateway string // URL of the S3 server

	catalog string
	buckets map[string]bool // that exist
}

// store is the bucket where the engine keeps what it knows of tables.
const store = "tables"

// catalogs numbers the catalogs of this process.
var catalogs atomic.Int32

// Open starts an S3 server of the test's own and lets the engine read it, through
// a catalog that lives as long as the test. Without either server the test is skipped.
func Open(t testing.TB) *Site {
	t.Helper()
	s := &Site{Engine: Trino(t), buckets: map[string]bool{}}
	s.Gateway, _ = Gateway(t)
	s.catalog = fmt.Sprintf("tables_%d_%d", os.Getpid(), catalogs.Add(1))
	s.Put(store, nil)
	s.Run("CREATE CATALOG " + s.catalog + " USING hive WITH (" +
		`"hive.metastore" = 'file', "hive.metastore.catalog.dir" = 's3://` + store + `/metastore', ` +
		`"hive.partition-projection-enabled" = 'true', "hive.recursive-directories" = 'true', "hive.security" = 'allow-all', ` +
		`"fs.native-s3.enabled" = 'true', "s3.endpoint" = '` + s.Gateway + `', "s3.path-style-access" = 'true', ` +
		`"s3.region" = '` + Region + `', "s3.aws-access-key" = '` + KeyID + `', "s3.aws-secret-key" = '` + Secret + `')`)
	t.Cleanup(func() { s.Run("DROP CATALOG " + s.catalog) })
	return s
}

// Create makes the table that a statement for Athena creates and returns its
// name on the engine, as CATALOG.DATABASE.TABLE.
//
// The engine has neither Athena's reader of CloudTrail files nor its JSON reader.
// A table of events becomes a view, of the same columns, over a table that has
// one row a file, with the list of its events.
func (s *Site) Create(statement string) string {
	s.t.Helper()
	d, err := parse(statement)
	if err != nil {
		s.t.Fatalf("%v in\n%s", err, statement)
	}
	name := s.catalog + "." + d.database + "." + d.name
	s.Run("CREATE SCHEMA IF NOT EXISTS " + s.catalog + "." + d.database)
	switch {
	case d.serde == "org.apache.hadoop.hive.serde2.RegexSerDe" && d.input == "":
		s.add(d, "REGEX")
	case d.serde == "org.apache.hive.hcatalog.data.JsonSerDe" && d.input == "com.amazon.emr.cloudtrail.CloudTrailInputFormat":
		view := "CREATE VIEW " + name + " AS SELECT event.*"
		for _, c := range d.partitions {
			view += `, "` + c.name + `"`
		}
		view += " FROM " + name + "_files CROSS JOIN UNNEST(records) AS event (" + names(d.columns) + ")"
		d.name += "_files"
		d.columns = []column{{"records", "array<struct<" + members(d.columns) + ">>"}}
		s.add(d, "OPENX_JSON")
		s.Run(view)
	default:
		s.t.Fatalf("no table of %q and %q is known to be read by the engine", d.serde, d.input)
	}
	return name
}

// At returns the site for a part of the test, which fails on its own.
func (s *Site) At(t testing.TB) *Site {
	engine, site := *s.Engine, *s
	engine.t, site.Engine = t, &engine
	return &site
}

func names(columns []column) string {
	var list []string
	for _, c := range columns {
		list = append(list, c.name)
	}
	return strings.Join(list, ", ")
}

func members(columns []column) string {
	var list []string
	for _, c := range columns {
		list = append(list, c.name+":"+c.kind)
	}
	return strings.Join(list, ",")
}

// add writes a table into the engine's store of tables.
func (s *Site) add(d *definition, format string) {
	s.t.Helper()
	described := func(columns []column) []any {
		list := []any{}
		for _, c := range columns {
			list = append(list, map[string]any{"name": c.name, "type": c.kind, "properties": map[string]string{}})
		}
		return list
	}
	properties := map[string]string{"EXTERNAL": "TRUE", "transactional": "false"}
	for name, v := range d.properties {
		properties[name] = v
	}
	file, err := json.Marshal(map[string]any{
		"writerVersion": "476", "owner": "test", "tableType": "EXTERNAL_TABLE", "storageFormat": format,
		"dataColumns": described(d.columns), "partitionColumns": described(d.partitions),
		"parameters": properties, "serdeParameters": d.serdeProperties,
		"externalLocation": d.location, "columnStatistics": map[string]any{},
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.Put(store, map[string][]byte{"metastore/" + d.database + "/" + d.name + "/.trinoSchema": file})
}
