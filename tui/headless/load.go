package headless

import (
	"context"
	"fmt"
	"strings"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/tui/export"
)

// evidence is what was read from a source.
type evidence struct {
	source   source.Source
	snapshot *store.Snapshot
	coverage model.Coverage
	problems []model.Problem
	aside    []model.Problem // the files that hold no log
	notes    []string        // of the source, on every answer from what was read
	engine   string          // that was searched; "" for files
	within   source.Range
}

// exported is the evidence for writing records out.
func (e *evidence) exported() export.Evidence {
	return export.Evidence{Snapshot: e.snapshot, Raw: e.source.Raw}
}

// load reads what the request needs. A cancel ends the reading, not the
// command: it answers from what was read, and says so.
func (c *commands) load(r *request) (*evidence, error) {
	if e := c.loaded[r.name]; e != nil {
		return e, nil
	}
	src, err := c.reach(r.name)
	if err != nil {
		return nil, &hintedError{err, sourceKinds}
	}
	if src, err = c.narrow(src); err != nil {
		return nil, err
	}
	within := r.within
	if c.loaded != nil {
		within = source.Range{} // later commands ask about other times
	}
	if narrower, ok := src.(source.Narrower); ok && c.loaded == nil && r.where != nil {
		src = narrower.Narrow(r.where)
		c.say("note", r.name+" leaves out what surely does not match: the records read are those it returned")
	}
	if c.plan {
		return nil, c.tellPlan(src, within)
	}
	engine, err := c.asked(src, within)
	if err != nil {
		return nil, err
	}
	st := store.New(store.Options{Memory: r.memory})
	loader := source.NewLoader(src, st, within)
	if c.env.ErrTerminal {
		loader.Tell = c.progress
		if engine != "" {
			loader.Tell = c.askingEngine
		}
	}
	err = loader.Run(c.ctx)
	c.cut = c.ctx.Err() != nil
	c.clearProgress()
	if err != nil {
		c.tellPaid(src)
		return nil, fmt.Errorf("read %s: %w", r.name, err)
	}
	e := &evidence{source: src, snapshot: st.Snapshot(), coverage: loader.Coverage(), problems: loader.Problems(0), aside: loader.Aside(), engine: engine, within: within}
	if noted, ok := src.(source.Noted); ok {
		e.notes = noted.Notes(within)
	}
	if err := noLog(r.name, e.coverage); err != nil {
		c.tellAside(e)
		c.tellProblems(e)
		return nil, err
	}
	if c.loaded != nil {
		c.loaded[r.name] = e
	}
	return e, nil
}

// asking returns a context to ask questions in. One that was cancelled while
// reading has done its work; one that is not still ends a long question.
func (c *commands) asking() context.Context {
	if c.cut {
		return context.WithoutCancel(c.ctx)
	}
	return c.ctx
}

// noLog tells a source that holds no log from one whose logs hold no record:
// the first is a mistake, and an answer of 0 would hide it.
func noLog(name string, v model.Coverage) error {
	foreign := v.Other[model.OtherEmpty] + v.Other[model.OtherFile] + v.Other[model.OtherDigest]
	switch {
	case v.Records+v.Duplicates+v.Damaged+v.Skipped > 0, // there was a log
		v.FilesRead-v.Failed > foreign, // there was one without records
		v.FilesRead < v.Files:          // nobody knows yet
		return nil
	}
	var found []string
	if v.Failed > 0 {
		found = append(found, model.Counted(v.Failed, "file")+" that could not be read")
	}
	found = append(found, aside(v)...)
	if len(found) == 0 {
		found = []string{"nothing"}
	}
	return &hintedError{
		fmt.Errorf("no S3 access log and no CloudTrail log in %s: found %s", name, strings.Join(found, ", ")),
		"a log is known by its content; to copy logs: aws s3 sync s3://LOG-BUCKET/PREFIX FOLDER",
	}
}

// aside says what was recognised and is no log of requests, as "2 digest files".
func aside(v model.Coverage) []string {
	var parts []string
	for what, n := range v.Other {
		if n == 0 {
			continue
		}
		words := model.OtherNames[what]
		if n == 1 {
			words = strings.TrimSuffix(words, "s")
		}
		parts = append(parts, model.Count(n)+" "+words)
	}
	return parts
}
