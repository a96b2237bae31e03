package lake

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"s3sleuth/source/aws"
	"s3sleuth/source/engine"
)

const (
	// pageRows is how many rows one answer tells: the most that CloudTrail takes.
	pageRows = 1000
	// startAttempts is how often a query is asked for while CloudTrail, which takes
	// three a second, says that this is too often.
	startAttempts = 8
)

// A Service runs queries on one event data store.
type Service struct{ store *store }

var _ engine.Finder = (*Service)(nil)

// states are the states of a query by CloudTrail's words.
var states = map[types.QueryStatus]engine.State{
	types.QueryStatusQueued: engine.Waiting, types.QueryStatusRunning: engine.Running, types.QueryStatusFinished: engine.Succeeded,
	types.QueryStatusFailed: engine.Failed, types.QueryStatusCancelled: engine.Stopped, types.QueryStatusTimedOut: engine.TimedOut,
}

// Start starts a query. It is tried again only where CloudTrail said that it did
// not start it; where nobody knows that, the error is [engine.ErrUnsure].
func (s *Service) Start(ctx context.Context, q engine.Query, _ string) (id string, err error) {
	client, owner, err := s.store.ready(ctx)
	if err != nil {
		return "", err
	}
	in := &cloudtrail.StartQueryInput{QueryStatement: &q.Text, EventDataStoreOwnerAccountId: owner}
	out, err := client.StartQuery(ctx, in, func(o *cloudtrail.Options) { o.Retryer = whenThrottled() })
	var many *types.MaxConcurrentQueriesException
	switch {
	case err == nil:
		return sdk.ToString(out.QueryId), nil
	case errors.As(err, &many):
		return "", fmt.Errorf("%w on CloudTrail Lake, which takes ten at once in an account and Region", engine.ErrBusy)
	}
	unsure := mayHaveStarted(ctx, err)
	if err = s.store.explain(err, "cloudtrail:StartQuery"); unsure {
		return "", fmt.Errorf("%w: %w", engine.ErrUnsure, err)
	}
	return "", err
}

// whenThrottled tries again only what was refused for its rate.
func whenThrottled() sdk.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts = startAttempts
		o.Retryables = []retry.IsErrorRetryable{retry.RetryableErrorCode{Codes: retry.DefaultThrottleErrorCodes}}
	})
}

// mayHaveStarted says whether a call that failed may have done its work: it was
// sent, and no refusal came back.
func mayHaveStarted(ctx context.Context, err error) bool {
	var response *awshttp.ResponseError
	var sending *smithyhttp.RequestSendError
	var dialing *net.OpError
	switch {
	case errors.As(err, &response):
		return response.HTTPStatusCode() < 400 || response.HTTPStatusCode() >= 500
	case errors.As(err, &dialing) && dialing.Op == "dial":
		return false
	}
	return errors.As(err, &sending) || ctx.Err() != nil
}

// Status tells how far a query is.
func (s *Service) Status(ctx context.Context, id string) (engine.Status, error) {
	out, err := s.describe(ctx, id)
	if err != nil {
		return engine.Status{}, err
	}
	state, known := states[out.QueryStatus]
	if !known {
		return engine.Status{}, fmt.Errorf("query %s: unknown status %q", id, out.QueryStatus)
	}
	status := engine.Status{State: state, Reason: sdk.ToString(out.ErrorMessage)}
	if out.QueryStatistics != nil {
		status.Bytes = sdk.ToInt64(out.QueryStatistics.BytesScanned)
	}
	return status, nil
}

func (s *Service) describe(ctx context.Context, id string) (*cloudtrail.DescribeQueryOutput, error) {
	client, owner, err := s.store.ready(ctx)
	if err != nil {
		return nil, err
	}
	out, err := client.DescribeQuery(ctx, &cloudtrail.DescribeQueryInput{QueryId: &id, EventDataStoreOwnerAccountId: owner})
	if err != nil {
		return nil, s.ofQuery(err, "cloudtrail:DescribeQuery", id)
	}
	return out, nil
}

// ofQuery puts an error of a call about a query in words.
func (s *Service) ofQuery(err error, action, id string) error {
	var unknown *types.QueryIdNotFoundException
	if errors.As(err, &unknown) {
		return fmt.Errorf("query %s: %w", id, engine.ErrGone)
	}
	return s.store.explain(err, action)
}

// Page returns up to a thousand rows. How CloudTrail writes NULL is not
// documented: a cell without text is taken for it, for no field that the
// statements name holds an empty text that would mean anything else.
func (s *Service) Page(ctx context.Context, id, token string) (rows [][]*string, next string, err error) {
	client, owner, err := s.store.ready(ctx)
	if err != nil {
		return nil, "", err
	}
	in := &cloudtrail.GetQueryResultsInput{QueryId: &id, MaxQueryResults: sdk.Int32(pageRows), EventDataStoreOwnerAccountId: owner}
	if token != "" {
		in.NextToken = &token
	}
	out, err := client.GetQueryResults(ctx, in)
	if err != nil {
		return nil, "", s.ofQuery(err, "cloudtrail:GetQueryResults", id)
	}
	for _, cells := range out.QueryResultRows {
		row := make([]*string, len(cells))
		for i, cell := range cells {
			for _, text := range cell {
				if text != "" {
					row[i] = &text
				}
			}
		}
		rows = append(rows, row)
	}
	return rows, sdk.ToString(out.NextToken), nil
}

// Stop cancels a query.
func (s *Service) Stop(ctx context.Context, id string) error {
	client, owner, err := s.store.ready(ctx)
	if err != nil {
		return err
	}
	_, err = client.CancelQuery(ctx, &cloudtrail.CancelQueryInput{QueryId: &id, EventDataStoreOwnerAccountId: owner})
	var over *types.InactiveQueryException
	if err == nil || errors.As(err, &over) {
		return nil
	}
	if err = s.ofQuery(err, "cloudtrail:CancelQuery", id); errors.Is(err, engine.ErrGone) {
		return nil
	}
	return err
}

// lost are the states of a query that has no rows to read.
var lost = []types.QueryStatus{types.QueryStatusFailed, types.QueryStatusCancelled}

// Find looks among the store's queries, which CloudTrail tells for seven days.
func (s *Service) Find(ctx context.Context, q engine.Query, since time.Time, known map[string]bool) (id string, err error) {
	client, _, err := s.store.ready(ctx)
	if err != nil {
		return "", err
	}
	about, _ := s.store.described()
	pages := cloudtrail.NewListQueriesPaginator(client, &cloudtrail.ListQueriesInput{EventDataStore: &about.ARN, StartTime: &since})
	for pages.HasMorePages() {
		out, err := pages.NextPage(ctx)
		if err != nil {
			return "", s.store.explain(err, "cloudtrail:ListQueries")
		}
		for _, listed := range out.Queries {
			id := sdk.ToString(listed.QueryId)
			if known[id] || slices.Contains(lost, listed.QueryStatus) {
				continue
			}
			query, err := s.describe(ctx, id)
			if err != nil {
				return "", err
			}
			if sdk.ToString(query.QueryString) == q.Text {
				return id, nil
			}
		}
	}
	return "", nil
}

// missing says whether a fault is that there is no such store.
func missing(f *aws.Fault) bool {
	var api smithy.APIError
	if !errors.As(f, &api) {
		return false
	}
	return slices.Contains([]string{"EventDataStoreNotFoundException", "EventDataStoreARNInvalidException", "ResourceNotFoundException"}, api.ErrorCode())
}
