package athena

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"s3sleuth/source/aws"
	"s3sleuth/source/engine"
)

// Settings say where queries run and where their rows go.
type Settings struct {
	Workgroup string // "" is primary
	// Output is where Athena puts the rows of queries, as s3://BUCKET/PREFIX/; ""
	// is the workgroup's own place.
	Output string
	// Reuse takes the rows of an equal query that is no older than this, a week
	// at most, instead of scanning again; 0 never does.
	Reuse time.Duration
}

// oldest is how old rows may be that Athena takes again.
const oldest = 7 * 24 * time.Hour

// A Client runs queries in one workgroup. It may be used from any goroutine.
type Client struct {
	session *aws.Session
	api     *athena.Client
	set     Settings

	mu    sync.Mutex
	group *group // what is known of the workgroup; nil before it was asked
}

var _ engine.Service = (*Client)(nil)

// New returns the client of a session. Nothing is asked yet.
func New(session *aws.Session, s Settings) (*Client, error) {
	s.Workgroup = cmp.Or(s.Workgroup, "primary")
	switch {
	case s.Output != "" && (!strings.HasPrefix(s.Output, "s3://") || len(s.Output) == len("s3://")):
		return nil, fmt.Errorf("output location %q: write s3://BUCKET/PREFIX/", s.Output)
	case s.Reuse != 0 && (s.Reuse < time.Minute || s.Reuse > oldest):
		return nil, fmt.Errorf("rows of %v: Athena takes those again that are from a minute to seven days old", s.Reuse)
	}
	return &Client{session: session, api: athena.NewFromConfig(session.Config("")), set: s}, nil
}

// Start starts a query; a token that was given before names the one it started.
func (c *Client) Start(ctx context.Context, q engine.Query, token string) (id string, err error) {
	g, err := c.workgroup(ctx)
	if err != nil {
		return "", err
	}
	in := &athena.StartQueryExecutionInput{QueryString: &q.Text, ClientRequestToken: &token, WorkGroup: &c.set.Workgroup}
	if g.output != "" {
		in.ResultConfiguration = &types.ResultConfiguration{OutputLocation: &g.output}
	}
	if c.set.Reuse > 0 {
		in.ResultReuseConfiguration = &types.ResultReuseConfiguration{ResultReuseByAgeConfiguration: &types.ResultReuseByAgeConfiguration{
			Enabled: true, MaxAgeInMinutes: sdk.Int32(int32(c.set.Reuse / time.Minute)),
		}}
	}
	out, err := c.api.StartQueryExecution(ctx, in, func(o *athena.Options) { o.Retryer = impatient{o.Retryer} })
	if isBusy(err) {
		return "", fmt.Errorf("%w (%w)", engine.ErrBusy, err)
	}
	if err != nil {
		return "", c.explain(err, "athena:StartQueryExecution")
	}
	return sdk.ToString(out.QueryExecutionId), nil
}

// impatient leaves it to the caller to wait while too many queries run: it says so.
type impatient struct{ sdk.Retryer }

func (r impatient) IsErrorRetryable(err error) bool {
	return !isBusy(err) && r.Retryer.IsErrorRetryable(err)
}

func isBusy(err error) bool {
	var busy *types.TooManyRequestsException
	return errors.As(err, &busy)
}

// isRefused says that Athena made nothing of a request. Where its only argument
// is the ID of a query, there is no such query.
func isRefused(err error) bool {
	var refused *types.InvalidRequestException
	return errors.As(err, &refused)
}

var states = map[types.QueryExecutionState]engine.State{
	types.QueryExecutionStateQueued: engine.Waiting, types.QueryExecutionStateRunning: engine.Running,
	types.QueryExecutionStateSucceeded: engine.Succeeded, types.QueryExecutionStateFailed: engine.Failed,
	types.QueryExecutionStateCancelled: engine.Stopped,
}

// Status tells how far a query is.
func (c *Client) Status(ctx context.Context, id string) (engine.Status, error) {
	out, err := c.api.GetQueryExecution(ctx, &athena.GetQueryExecutionInput{QueryExecutionId: &id})
	if isRefused(err) {
		return engine.Status{}, fmt.Errorf("%w (%w)", engine.ErrGone, err)
	}
	if err != nil {
		return engine.Status{}, c.explain(err, "athena:GetQueryExecution")
	}
	x := out.QueryExecution
	if x == nil || x.Status == nil {
		return engine.Status{}, fmt.Errorf("query %s: an answer without its state", id)
	}
	state, ok := states[x.Status.State]
	if !ok {
		return engine.Status{}, fmt.Errorf("query %s: unknown state %q", id, x.Status.State)
	}
	s := engine.Status{
		State: state, Reason: sdk.ToString(x.Status.StateChangeReason),
		Free: state == engine.Failed || x.StatementType == types.StatementTypeDdl,
	}
	if n := x.Statistics; n != nil {
		s.Bytes = sdk.ToInt64(n.DataScannedInBytes)
		s.Reused = n.ResultReuseInformation != nil && n.ResultReuseInformation.ReusedPreviousResult
	}
	return s, nil
}

// pageRows is how many rows Athena hands over at a time at most.
const pageRows = 1000

// Page returns rows of a query that is over. The first row of a SELECT is its
// columns' names, which is no row of the answer.
func (c *Client) Page(ctx context.Context, id, token string) (rows [][]*string, next string, err error) {
	in := &athena.GetQueryResultsInput{QueryExecutionId: &id, MaxResults: sdk.Int32(pageRows)}
	if token != "" {
		in.NextToken = &token
	}
	out, err := c.api.GetQueryResults(ctx, in)
	if isRefused(err) {
		return nil, "", fmt.Errorf("%w (%w)", engine.ErrGone, err)
	}
	if err != nil {
		return nil, "", c.explain(err, "athena:GetQueryResults")
	}
	if out.ResultSet == nil {
		return nil, "", fmt.Errorf("query %s: a page without rows", id)
	}
	for _, row := range out.ResultSet.Rows {
		cells := make([]*string, len(row.Data))
		for i := range row.Data {
			cells[i] = row.Data[i].VarCharValue
		}
		rows = append(rows, cells)
	}
	if token == "" && out.ResultSet.ResultSetMetadata != nil && isHeader(rows, out.ResultSet.ResultSetMetadata.ColumnInfo) {
		rows = rows[1:]
	}
	return rows, sdk.ToString(out.NextToken), nil
}

// isHeader says whether the first of rows holds the names of the columns.
func isHeader(rows [][]*string, columns []types.ColumnInfo) bool {
	if len(rows) == 0 || len(columns) == 0 || len(rows[0]) != len(columns) {
		return false
	}
	for i, column := range columns {
		if rows[0][i] == nil || *rows[0][i] != sdk.ToString(column.Name) {
			return false
		}
	}
	return true
}

// Stop ends a query. Athena takes it for one that is over, too.
func (c *Client) Stop(ctx context.Context, id string) error {
	_, err := c.api.StopQueryExecution(ctx, &athena.StopQueryExecutionInput{QueryExecutionId: &id})
	return c.explain(err, "athena:StopQueryExecution")
}

// explain puts an error in words: what was asked, in which workgroup.
func (c *Client) explain(err error, action string) error {
	return c.session.Explain(err, action, "workgroup "+c.set.Workgroup)
}
