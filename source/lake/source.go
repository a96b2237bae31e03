package lake

import (
	"context"
	"fmt"
	"strings"
	"time"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/source/aws"
	"s3sleuth/source/engine"
	"s3sleuth/source/sql"
)

const (
	// Scheme begins the name of an event data store as a source.
	Scheme = "lake:"
	// Price is what a scanned byte costs at list price, in dollars: $0.005 per GB
	// (aws.amazon.com/cloudtrail/pricing). Neither that page nor the price list says
	// which GB; were it 2^30 bytes, this would be 7 % too much, and never too little.
	Price = 0.005 / 1e9
	terms = "list price $0.005 a GB scanned, a GB taken as 10^9 bytes"
	// keep is how long a query and its rows are taken up again: CloudTrail keeps
	// them for seven days.
	keep = 7*24*time.Hour - time.Hour
)

// Settings say how event data stores are reached and queried.
type Settings struct {
	Session *aws.Session
	Journal *engine.Journal // nil remembers nothing
	Now     func() time.Time
	MaxScan int64 // bytes that all queries may scan, 0 is any number
	AllTime bool  // without a range with both ends a scan is refused, unless this is set
}

// Open returns the source lake:ID or lake:ARN. Nothing is asked yet.
func Open(name string, s Settings) (*engine.Source, error) {
	table, err := sql.ParseTable(name, sql.Events, false)
	if err != nil {
		return nil, err
	}
	at := &store{named: strings.TrimPrefix(name, Scheme), session: s.Session, now: s.Now}
	id := at.named
	if strings.HasPrefix(at.named, "arn:") {
		var ok bool
		if at.region, _, id, ok = aws.StoreARN(at.named); !ok {
			return nil, fmt.Errorf("%s: the ARN of an event data store is arn:aws:cloudtrail:REGION:ACCOUNT:eventdatastore/ID", name)
		}
	}
	runner := &engine.Runner{
		Service: &Service{at}, Where: Scheme + id, Journal: s.Journal, Keep: keep, Price: Price, MaxScan: s.MaxScan,
	}
	return engine.New(engine.Settings{
		Name:    name,
		Engine:  runner,
		AllTime: s.AllTime,
		Price:   Price,
		Table: func(ctx context.Context) (*sql.Table, error) {
			_, err := at.describe(ctx)
			return table, err
		},
		Weigh: func(_ context.Context, r source.Range) (int64, string, error) {
			return weigh(at, s.Journal, runner.Where, r)
		},
		Remarks: at.remarks,
	}), nil
}

// weigh estimates what a query over a range scans from those that were run: AWS
// tells nothing of it before.
func weigh(at *store, journal *engine.Journal, where string, r source.Range) (bytes int64, basis string, err error) {
	perHour, queries, err := journal.Rate(where)
	if err != nil {
		return 0, "", err
	}
	about, _ := at.described()
	if kept := about.Kept(at.now()); r.From.Before(kept) {
		r.From = kept
	}
	switch {
	case queries == 0:
		return -1, "not known before the first query on this store is done; " + terms, nil
	case r.From.IsZero() || r.To.IsZero():
		return -1, "not known without both ends of the range; " + terms, nil
	}
	bytes = int64(max(0, r.To.Sub(r.From).Hours()) * perHour)
	return bytes, fmt.Sprintf("%s for an hour of the range, the most that %s on this store needed; %s", model.Size(int64(perHour)), model.Counted(queries, "earlier scan"), terms), nil
}
