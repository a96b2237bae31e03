package trino

import (
	"bytes"
	"fmt"
	"testing"

	"s3sleuth/source"
	"s3sleuth/source/sourcetest"
	"s3sleuth/source/sql"
	"s3sleuth/source/tabletest"
)

// TestConformanceOnTrino puts tables over raw files through the suite of all
// sources that are tables.
func TestConformanceOnTrino(t *testing.T) {
	site := tabletest.Open(t)
	client, err := NewClient(site.URL, "test", "")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	sourcetest.RunTable(t, sourcetest.Lines, func(t *testing.T, lines []byte) source.Source {
		n++
		bucket, name := fmt.Sprintf("logs-%d", n), fmt.Sprintf("t%d", n)
		half := len(lines)/2 + bytes.IndexByte(lines[len(lines)/2:], '\n') + 1
		site.At(t).Put(bucket, map[string][]byte{"access/plain": lines[:half], "access/packed.gz": sourcetest.Gzip(lines[half:])})
		d := sql.Definition{Layout: sql.AccessLogsFlat, Location: "s3://" + bucket + "/access/"}
		if d.Table, err = sql.ParseTable("athena:logs."+name, sql.Lines, false); err != nil {
			t.Fatal(err)
		}
		statement, err := d.Create()
		if err != nil {
			t.Fatal(err)
		}
		src, err := Open("trino:"+site.At(t).Create(statement), client, true)
		if err != nil {
			t.Fatal(err)
		}
		return src
	})
}
