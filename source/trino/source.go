package trino

import (
	"context"
	"strings"

	"s3sleuth/source/engine"
	"s3sleuth/source/sql"
)

// Open returns the source trino:CATALOG.SCHEMA.TABLE on a server. Without
// allTime a scan needs a range with both ends. Nothing is asked yet.
func Open(name string, client *Client, allTime bool) (*engine.Source, error) {
	table, err := sql.ParseTable(name, sql.Events, false)
	if err != nil {
		return nil, err
	}
	return engine.New(engine.Settings{
		Name:    name,
		Engine:  client,
		Table:   func(ctx context.Context) (*sql.Table, error) { return client.describe(ctx, *table) },
		AllTime: allTime,
	}), nil
}

// describe asks for the table's columns: they tell which log it holds and whether
// it has days as partitions.
func (c *Client) describe(ctx context.Context, table sql.Table) (*sql.Table, error) {
	columns := map[string]bool{}
	err := c.Query(ctx, engine.Query{Text: table.Describe()}, func(rows [][]*string, _ engine.Progress) error {
		for _, row := range rows {
			if len(row) > 0 && row[0] != nil {
				columns[strings.ToLower(*row[0])] = true
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return table.With(columns)
}
