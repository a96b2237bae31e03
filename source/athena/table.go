package athena

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"s3sleuth/source/sql"
)

// catalog is the data catalog whose tables are read: the account's own.
const catalog = "AwsDataCatalog"

// errNoTable says that there is no such table, or no such database.
var errNoTable = errors.New("there is no such table")

// metadata asks what a table is. It is free of charge. The error is errNoTable
// where there is none.
func (c *Client) metadata(ctx context.Context, database, table string) (*types.TableMetadata, error) {
	name := catalog
	out, err := c.api.GetTableMetadata(ctx, &athena.GetTableMetadataInput{
		CatalogName: &name, DatabaseName: &database, TableName: &table, WorkGroup: &c.set.Workgroup,
	})
	switch {
	case isMissing(err):
		return nil, fmt.Errorf("%w in the data catalog of %s: %w", errNoTable, c.Region(), err)
	case err != nil:
		return nil, c.session.Explain(err, "athena:GetTableMetadata", database+"."+table)
	case out.TableMetadata == nil:
		return nil, fmt.Errorf("table %s.%s: an answer without it", database, table)
	}
	return out.TableMetadata, nil
}

// isMissing says that the catalog does not know what was asked for.
func isMissing(err error) bool {
	var said *types.MetadataException
	return errors.As(err, &said) && (strings.Contains(said.ErrorMessage(), "EntityNotFound") || strings.Contains(strings.ToLower(said.ErrorMessage()), "not found"))
}

// described is a table with what the catalog says of it, and what the table leaves out.
func described(table sql.Table, m *types.TableMetadata) (t *sql.Table, notes []string, err error) {
	columns := map[string]bool{}
	for _, column := range slices.Concat(m.Columns, m.PartitionKeys) {
		columns[strings.ToLower(sdk.ToString(column.Name))] = true
	}
	days := m.Parameters["projection.timestamp.type"] == "date" && m.Parameters["projection.timestamp.format"] == "yyyy/MM/dd" &&
		isTrue(m.Parameters["projection.enabled"])
	if !days {
		// Else records would be lost whose day is written in another way.
		delete(columns, "timestamp")
	}
	if t, err = table.With(columns); err != nil {
		return nil, nil, err
	}
	if !days {
		return t, []string{"the table has no partition \"timestamp\" of projected days as 2026/11/20: each query scans all that lies under its location"}, nil
	}
	return t, projected(m.Parameters), nil
}

func isTrue(s string) bool { return strings.EqualFold(s, "true") }

// projected says what the table's partitions leave out.
func projected(properties map[string]string) []string {
	var notes []string
	if days := properties["projection.timestamp.range"]; days != "" {
		notes = append(notes, "the table's days are "+strings.Replace(days, ",", " to ", 1)+": nothing else under its location is read")
	}
	for _, key := range []struct{ name, what string }{{"account", "accounts"}, {"region", "Regions"}} {
		if values := properties["projection."+key.name+".values"]; values != "" && properties["projection."+key.name+".type"] == "enum" {
			notes = append(notes, "the table's "+key.what+" are "+strings.Join(strings.Split(values, ","), ", ")+": no other is read")
		}
	}
	return notes
}
