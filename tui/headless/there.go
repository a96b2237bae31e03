package headless

import (
	"context"
	"errors"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
)

// countThere lets a source count where its records lie, if it can. done is false
// where they have to be read.
func (c *commands) countThere(t *tally, keys []store.Key, top int) (done bool, err error) {
	if c.loaded != nil || c.scoped() || c.plan {
		return false, nil // what is read serves the commands that follow, or is not for counting
	}
	src, err := c.reach(t.request.name)
	if err != nil {
		return false, nil // the reading will say so
	}
	billed, ok := src.(source.Billed)
	if !ok {
		return false, nil
	}
	r := t.request
	if err := c.bounded(r.within); err != nil {
		return false, err
	}
	bill, err := billed.BillCount(c.ctx, r.within, r.where, keys, top)
	if errors.Is(err, source.ErrOnlyRecords) {
		c.say("note", "the records are read here: "+err.Error())
		return false, nil
	}
	if err == nil {
		err = c.confirm(bill)
	}
	if err != nil {
		return false, err
	}
	c.watch(billed)
	counted, err := billed.Count(c.ctx, r.within, r.where, keys, top)
	c.clearProgress()
	switch {
	case errors.Is(err, source.ErrBudget):
		t.notCounted(src, err.Error())
	case errors.Is(err, context.Canceled) && c.ctx.Err() != nil:
		t.notCounted(src, "cancelled")
	case err != nil:
		c.tellPaid(src)
		return false, err
	default:
		t.take(src, counted)
	}
	t.Engine = engineOf(src, bill.Engine, false)
	if counted != nil {
		t.Engine.Notes = counted.Notes
	}
	for _, note := range t.Engine.Notes {
		c.say("note", note)
	}
	return true, nil
}

// take takes what a source has counted.
func (t *tally) take(src source.Source, counted *source.Tally) {
	t.Matched, t.Unknown, t.Read = counted.Matched, counted.Unknown, counted.Read
	t.Groups, t.Distinct = counted.Groups, counted.Distinct
	t.Coverage = model.Coverage{
		State: model.Complete, Files: 1, FilesFinal: true, FilesRead: 1,
		Records: counted.Read, Failed: len(counted.Problems),
	}
	if len(counted.Problems) > 0 {
		t.Coverage.State, t.Coverage.Reason = model.Partial, counted.Problems[0].Reason
	}
	t.evidence = &evidence{source: src, coverage: t.Coverage, problems: counted.Problems}
}

// notCounted takes that the counting was stopped.
func (t *tally) notCounted(src source.Source, why string) {
	t.NotCounted = true
	t.Coverage = model.Coverage{State: model.Partial, Reason: why, Files: 1, FilesFinal: true}
	t.evidence = &evidence{source: src, coverage: t.Coverage}
}
