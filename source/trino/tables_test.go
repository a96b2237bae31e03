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

// TestConformanceOnTrino puts tables over raw files through the suite of all sources.
func TestConformanceOnTrino(t *testing.T) {
	site := tabletest.Open(t)
	client, err := NewClient(site.URL, "test", "")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	sourcetest.RunTable(t, func(t *testing.T, files map[string][]byte) source.Source {
		n++
		name := fmt.Sprintf("logs-%d", n)
		objects := map[string][]byte{}
		for file, content := range files {
			if bytes.HasPrefix(content, []byte{0x1f, 0x8b}) {
				file += ".gz" // by which an engine knows, and not by the content
			}
			objects["access/"+file] = content
		}
		site.At(t).Put(name, objects)
		d := sql.Definition{Layout: sql.AccessLogsFlat, Location: "s3://" + name + "/access/"}
		if d.Table, err = sql.ParseTable(fmt.Sprintf("athena:logs.t%d", n), sql.Lines, false); err != nil {
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
