package athena

import (
	"context"
	"fmt"
	"time"

	"s3sleuth/model"
	"s3sleuth/source"
)

const (
	// patience is how long objects are listed for an estimate.
	patience = 20 * time.Second
	day      = 24 * time.Hour
	// late is how many days after a range its statement still reads.
	late = 2
)

// weigh estimates what a query over a range scans: what lies under the table's
// location, by a listing; else what earlier queries scanned.
func (t *table) weigh(ctx context.Context, r source.Range) (bytes int64, basis string, err error) {
	known, err := t.described(ctx)
	if err != nil {
		return 0, "", err
	}
	why := "its objects cannot be listed here"
	if t.options.Size != nil && t.location != "" {
		asked, span := scanned(r, known.Partitioned), ""
		if !asked.From.IsZero() || !asked.To.IsZero() {
			span = " in the range and its days of late delivery"
		}
		listing, done := context.WithTimeout(ctx, patience)
		files, bytes, err := t.options.Size(listing, t.location, t.scope, asked)
		late := listing.Err() != nil
		done()
		switch {
		case ctx.Err() != nil:
			return 0, "", ctx.Err()
		case err == nil && bytes > 0 && bytes < least:
			return least, fmt.Sprintf("%s under %s%s have %s: a query is billed for 10 MB at least; %s", model.Counted(files, "object"), t.location, span, model.Size(bytes), terms), nil
		case err == nil:
			return bytes, fmt.Sprintf("%s under %s%s; %s", model.Counted(files, "object"), t.location, span, terms), nil
		case late:
			why = fmt.Sprintf("more objects under %s than can be listed in %v", t.location, patience)
		default:
			why = "its objects cannot be listed: " + err.Error()
		}
	}
	rate, queries, err := t.options.Journal.Rate(t.where)
	if err != nil {
		return 0, "", err
	}
	if queries > 0 && !r.From.IsZero() && !r.To.IsZero() {
		return max(least, int64(rate*r.To.Sub(r.From).Hours())), fmt.Sprintf("%s for an hour of the range, the most that %s on this table needed; %s",
			model.Size(int64(rate)), model.Counted(queries, "earlier scan"), terms), nil
	}
	return -1, "not known: " + why + "; " + terms, nil
}

// scanned is the range of objects that a statement reads; both bounds are zero
// where it reads all.
func scanned(r source.Range, partitioned bool) source.Range {
	if !partitioned {
		return source.Range{}
	}
	if !r.From.IsZero() {
		r.From = r.From.UTC().Truncate(day).Add(-day)
	}
	if !r.To.IsZero() {
		r.To = r.To.UTC().Truncate(day).Add((late + 1) * day)
	}
	return r
}
