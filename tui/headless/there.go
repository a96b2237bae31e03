package headless

import (
	"errors"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
)

// countThere lets a source count where its records lie, if it can. done is false
// where they have to be read.
func (c *commands) countThere(t *tally, keys []store.Key, top int) (done bool, err error) {
	if c.loaded != nil {
		return false, nil // what is read serves the commands that follow
	}
	src, err := c.env.Open(c.ctx, t.request.name, c.options)
	if err != nil {
		return false, nil // the reading will say so
	}
	counter, ok := src.(source.Counter)
	if !ok {
		return false, nil
	}
	counted, err := counter.Count(c.ctx, t.request.within, t.request.where, keys, top)
	switch {
	case errors.Is(err, source.ErrOnlyRecords):
		c.say("note", "the records are read here: "+err.Error())
		return false, nil
	case err != nil:
		return false, err
	}
	t.Matched, t.Unknown, t.Read = counted.Matched, counted.Unknown, counted.Read
	t.Groups, t.Distinct, t.Repeats = counted.Groups, counted.Distinct, true
	t.Notes = counted.Notes
	t.Coverage = model.Coverage{
		State: model.Complete, Files: 1, FilesFinal: true, FilesRead: 1,
		Records: counted.Read, Failed: len(counted.Problems),
	}
	if len(counted.Problems) > 0 {
		t.Coverage.State, t.Coverage.Reason = model.Partial, counted.Problems[0].Reason
	}
	t.evidence = &evidence{source: src, coverage: t.Coverage, problems: counted.Problems}
	for _, note := range counted.Notes {
		c.say("note", note)
	}
	return true, nil
}
