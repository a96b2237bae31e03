package headless

import (
	"fmt"
	"strings"
	"time"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// namesTold is how many accounts, buckets or days are named; more are counted.
const namesTold = 3

// tellNothing says what an answer without a match rests on, a line for each log: the
// time its records are of, the days of that time without any, accounts and
// buckets. Nothing found in logs that do not reach there is no answer.
func (c *commands) tellNothing(r *request, e *evidence, matched int) error {
	if matched > 0 || e.snapshot == nil || e.engine != "" {
		return nil // an engine hands over matches only, and its source says what it holds
	}
	first, last, ok := e.snapshot.Bounds()
	if !ok {
		return nil // "of 0 read" says it all
	}
	q := r.question(nil)
	q.Where, q.Seen, q.Facets = nil, true, []model.Field{model.FieldKind}
	a, err := e.snapshot.Ask(c.asking(), q)
	if err != nil {
		return fmt.Errorf("say what was read: %w", err)
	}
	if a.Read == 0 {
		c.say("note", fmt.Sprintf("no record read is of the time asked for: of %s to %s", second(first), second(last)))
	}
	for _, kind := range a.Facets[0].Values {
		if err := c.tellLog(q, e.snapshot, kind); err != nil {
			return fmt.Errorf("say what was read: %w", err)
		}
	}
	return nil
}

// tellLog says what was read of one kind of log.
func (c *commands) tellLog(q store.Question, v *store.Snapshot, kind store.Value) error {
	q.Where = model.Include(nil, model.Pick{Field: model.FieldKind, Value: kind.Text, Recorded: true})
	q.Seen, q.Top = false, namesTold
	q.Facets = []model.Field{model.FieldAccount, model.FieldBucket}
	from, to := days(q, kind)
	q.BinFrom, q.BinTo, q.Bins = from, to, int((to-from)/day)
	a, err := v.Ask(c.asking(), q)
	if err != nil {
		return err
	}
	words := fmt.Sprintf("none of %s of %s matches: of %s to %s",
		model.Counted(kind.Count, "record"), kind.Text, second(kind.First), second(kind.Last))
	for i, noun := range []string{"account", "bucket"} {
		if named := names(a.Facets[i], noun); named != "" {
			words += ", " + named
		}
	}
	if missing := daysWithout(a.Histogram, from); missing != "" {
		words += "; none is of " + missing
	}
	c.say("note", words)
	if kind.Text != model.CloudTrail.String() {
		return nil
	}
	q.Where = model.And{q.Where, model.Include(nil, model.Pick{Field: model.FieldKey, Value: "", Recorded: false})}
	if a, err = v.Ask(c.asking(), q); err == nil && a.Matched == kind.Count {
		c.say("note", "no "+kind.Text+" record names an object: requests for objects are data events, which a trail records only where it is told to")
	}
	return err
}

// day is a day's length in milliseconds.
const day = int64(24 * time.Hour / time.Millisecond)

// days returns the days that are asked about, from midnight to midnight UTC:
// those of the question, else those that the log's records are of.
func days(q store.Question, kind store.Value) (from, to int64) {
	from, to = kind.First, kind.Last+1
	if q.From != 0 {
		from = q.From
	}
	if q.To != 0 {
		to = q.To
	}
	return from - (from%day+day)%day, to + ((-to)%day+day)%day
}

// daysWithout names the days that have no record; "" where there is none.
func daysWithout(histogram []int, from int64) string {
	var told []string
	missing := 0
	for i, n := range histogram {
		if n > 0 {
			continue
		}
		if missing++; missing <= namesTold {
			told = append(told, time.UnixMilli(from+int64(i)*day).UTC().Format(time.DateOnly))
		}
	}
	if more := missing - namesTold; more > 0 {
		told = append(told, model.Counted(more, "day")+" more")
	}
	return strings.Join(told, ", ")
}

// names lists a facet's values, or counts them where there are many.
func names(f store.Facet, noun string) string {
	switch {
	case f.Distinct == 0:
		return ""
	case f.Distinct > namesTold:
		return model.Counted(f.Distinct, noun)
	case f.Distinct > 1:
		noun += "s"
	}
	var list []string
	for _, v := range f.Values {
		list = append(list, v.Text)
	}
	return noun + " " + strings.Join(list, ", ")
}

// second writes a time of a record to the second.
func second(ms int64) string { return time.UnixMilli(ms).UTC().Format(time.RFC3339) }
