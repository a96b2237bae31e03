package athena

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/athena"

	"s3sleuth/source/engine"
	"s3sleuth/source/sql"
)

// Lacking returns the statements that are needed for a table to be there: its
// database's first, where that is missing. Nothing is run. A table that is there
// is an error: it is never replaced.
func (c *Client) Lacking(ctx context.Context, d sql.Definition) ([]string, error) {
	create, err := d.Create()
	if err != nil {
		return nil, err
	}
	if _, err := c.workgroup(ctx); err != nil {
		return nil, err
	}
	parts := d.Table.Parts()
	switch _, err := c.metadata(ctx, parts[0], parts[1]); {
	case err == nil:
		return nil, &Advised{fmt.Errorf("table %s.%s is there already, in %s", parts[0], parts[1], c.Region()), "read it as athena:" + parts[0] + "." + parts[1] + ", or take another name"}
	case !errors.Is(err, errNoTable):
		return nil, err
	}
	name := catalog
	_, err = c.api.GetDatabase(ctx, &athena.GetDatabaseInput{CatalogName: &name, DatabaseName: &parts[0], WorkGroup: &c.set.Workgroup})
	switch {
	case isMissing(err):
		return []string{d.CreateDatabase(), create}, nil
	case err != nil:
		return nil, c.session.Explain(err, "athena:GetDatabase", parts[0])
	}
	return []string{create}, nil
}

// Create runs a statement of [Client.Lacking]. It is free of charge. stage is told
// what is waited for.
func (c *Client) Create(ctx context.Context, statement string, journal *engine.Journal, stage func(string)) error {
	runner := c.runner("definitions in "+c.Region()+", workgroup "+c.set.Workgroup, Options{Journal: journal})
	return runner.Query(ctx, engine.Query{Text: statement}, func(_ [][]*string, at engine.Progress) error {
		if at.Stage != "" {
			stage(at.Stage)
		}
		return ctx.Err()
	})
}
