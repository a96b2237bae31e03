package athena

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"s3sleuth/source"
	"s3sleuth/source/engine"
	"s3sleuth/source/sql"
)

// Options say how a table is read.
type Options struct {
	AllTime bool  // without a range, too
	MaxScan int64 // bytes that all queries may scan; 0 is any number
	// Size tells what lies under a location of S3 in a scope, for a range whose
	// bounds are zero for all there is. nil is not known.
	Size func(ctx context.Context, location string, in source.Scope, r source.Range) (files int, bytes int64, err error)
	// Journal remembers queries; nil forgets them with the process.
	Journal *engine.Journal
}

// keep is for how long a query that was not read is taken up instead of run
// again. Athena knows queries for 45 days, but what came into the log since is
// not in their rows.
const keep = 24 * time.Hour

// Open returns the source athena:DATABASE.TABLE. Nothing is asked yet.
func Open(name string, c *Client, o Options) (*engine.Source, error) {
	parsed, err := sql.ParseTable(name, sql.Events, false)
	if err != nil {
		return nil, err
	}
	t := &table{
		client: c, parsed: *parsed, options: o,
		where: fmt.Sprintf("%s in %s, workgroup %s", name, c.Region(), c.set.Workgroup),
	}
	return engine.New(engine.Settings{
		Name:    name,
		Engine:  c.runner(t.where, o),
		Table:   t.described,
		AllTime: o.AllTime,
		Price:   price,
		Weigh:   t.weigh,
		Remarks: t.remarks,
	}), nil
}

// runner makes an engine of the client.
func (c *Client) runner(where string, o Options) *engine.Runner {
	return &engine.Runner{
		Service: c, Where: where, Journal: o.Journal, Keep: keep, Price: price, Least: least, MaxScan: o.MaxScan,
	}
}

// A table is one in the catalog.
type table struct {
	client  *Client
	parsed  sql.Table
	options Options
	where   string // it is, in the journal

	mu       sync.Mutex
	known    *sql.Table // nil before it was asked for
	location string     // of its objects
	scope    source.Scope
	notes    []string // on every answer
}

// remarks are said of every answer, whatever its range.
func (t *table) remarks(source.Range) []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.notes)
}

// described asks the catalog for the table, and for what the workgroup's
// settings say of its queries, once.
func (t *table) described(ctx context.Context) (*sql.Table, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.known != nil {
		return t.known, nil
	}
	g, err := t.client.workgroup(ctx)
	if err != nil {
		return nil, err
	}
	parts := t.parsed.Parts()
	m, err := t.client.metadata(ctx, parts[0], parts[1])
	if errors.Is(err, errNoTable) {
		return nil, &Advised{err, "s3sleuth sql athena:" + parts[0] + "." + parts[1] + " --create LAYOUT --location s3://BUCKET/PREFIX/ --run makes one; --help tells the layouts"}
	}
	if err != nil {
		return nil, err
	}
	known, notes, err := described(t.parsed, m)
	if err != nil {
		return nil, err
	}
	t.known, t.location, t.notes = known, m.Parameters["location"], append(notes, g.notes...)
	if known.Partitioned {
		t.scope = scopeOf(m)
	}
	return known, nil
}
