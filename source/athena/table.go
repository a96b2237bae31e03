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

	"s3sleuth/source"
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
	days := strings.EqualFold(m.Parameters["projection.enabled"], "true") && m.Parameters["projection.timestamp.type"] == "date" &&
		m.Parameters["projection.timestamp.format"] == "yyyy/MM/dd" &&
		slices.ContainsFunc(m.PartitionKeys, func(k types.Column) bool { return sdk.ToString(k.Name) == "timestamp" })
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
	return t, projected(m), nil
}

// projected says what the table's partitions leave out.
func projected(m *types.TableMetadata) []string {
	var only []string
	if days := m.Parameters["projection.timestamp.range"]; days != "" {
		only = append(only, "the days "+strings.Replace(days, ",", " to ", 1))
	}
	scope := scopeOf(m)
	if len(scope.Accounts) > 0 {
		only = append(only, "the accounts "+strings.Join(scope.Accounts, ", "))
	}
	if len(scope.Regions) > 0 {
		only = append(only, "the Regions "+strings.Join(scope.Regions, ", "))
	}
	if only == nil {
		return nil
	}
	return []string{"the table reads nothing but " + strings.Join(only, ", ")}
}

// scopeOf is what a table reads of its location, as its partitions tell: accounts
// and Regions that are listed, and CloudTrail's folder of events.
func scopeOf(m *types.TableMetadata) source.Scope {
	listed := func(key string) []string {
		if m.Parameters["projection."+key+".type"] != "enum" {
			return nil
		}
		return strings.FieldsFunc(m.Parameters["projection."+key+".values"], func(r rune) bool { return r == ',' || r == ' ' })
	}
	scope := source.Scope{Accounts: listed("account"), Regions: listed("region")}
	if strings.Contains(m.Parameters["storage.location.template"], "/CloudTrail/") {
		scope.Folders = []string{"CloudTrail"}
	}
	return scope
}
