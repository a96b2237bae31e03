package tui

import (
	"context"
	"errors"
	"path/filepath"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/tui/export"
)

// A saving is the file being written, and the last one.
type saving struct {
	gen     uint64
	running bool
	cancel  context.CancelFunc
	rows    *atomic.Int64 // records written so far
	total   int           // records to write; 0 where counts are written
	name    string
}

type (
	// savedMsg: a file was written, or could not be.
	savedMsg struct {
		gen   uint64
		saved export.Saved
		err   error
	}
	// savingMsg: time to look how far a file is.
	savingMsg struct{ gen uint64 }
)

// savingTick is how often the progress of a file is shown.
const savingTick = 100 * time.Millisecond

// openExport opens the dialog that writes a file.
func (a *app) openExport(in place) tea.Cmd {
	if a.mayExport() {
		a.box = newExportBox(a.counted(in), in&(inFacets|inGroups) != 0)
		a.box.rename(a)
	}
	return nil
}

// mayExport says that there is an answer to write and no file being written, or
// why not.
func (a *app) mayExport() bool {
	switch {
	case a.q.answer == nil:
		a.flash = "there is nothing to export yet"
	case a.saving.running:
		a.flash = "a file is being written   " + a.key(actCancel) + " stop it"
	default:
		return true
	}
	return false
}

// counted returns what may be counted into a file: the facet, or the column, under
// the cursor, or what the list of combinations is counted by.
func (a *app) counted(in place) []column {
	if in == inGroups {
		return a.groups.by
	}
	return a.underBy(in)
}

// exportColumns returns columns of the table as those of a file.
func exportColumns(cols ...column) []export.Column {
	out := make([]export.Column, len(cols))
	for i, c := range cols {
		out[i] = export.Column{Name: c.String(), Field: c.field, Path: c.path}
	}
	return out
}

// quickExport writes what has the keys as CSV into the working folder, under a
// name that is free.
func (a *app) quickExport(in place) tea.Cmd {
	if !a.mayExport() {
		return nil
	}
	b := newExportBox(a.counted(in), in&(inFacets|inGroups) != 0)
	job := b.job(a)
	return a.save(job, export.Target{Path: job.Name(), Another: true})
}

// evidenceNow returns the filter and the order on the screen as a job over all
// that was read. The time on the screen becomes a part of the filter, so that
// the command line that it tells asks the same.
func (a *app) evidenceNow() *export.Job {
	s := lifted(*a.hist.now())
	from, to := max(s.from, milliseconds(a.cfg.Range.From)), s.to
	if end := milliseconds(a.cfg.Range.To); end != 0 && (to == 0 || end < to) {
		to = end
	}
	terms := model.And{}
	for _, bound := range []struct {
		word string
		at   int64
	}{{"since", from}, {"until", to}} {
		if bound.at == 0 {
			continue
		}
		// A time in RFC 3339 always parses.
		x, _ := model.Parse(bound.word+":"+time.UnixMilli(bound.at).UTC().Format(time.RFC3339Nano), a.cfg.Now())
		terms = append(terms, x)
	}
	if s.where != nil {
		terms = append(terms, s.where)
	}
	return &export.Job{
		Evidence: export.Evidence{Snapshot: a.sess.snapshot, Raw: rawOf(a.sess.src)},
		Coverage: a.sess.coverage, Source: a.sess.uri, Filter: model.Simplify(terms), Newest: s.desc, Sort: s.by,
	}
}

// save writes a job in the background.
func (a *app) save(job *export.Job, t export.Target) tea.Cmd {
	ctx, cancel := context.WithCancel(a.ctx)
	rows := new(atomic.Int64)
	a.saving = saving{gen: a.saving.gen + 1, running: true, cancel: cancel, rows: rows, name: filepath.Base(job.FinalPath(t.Path))}
	if len(job.By) == 0 {
		a.saving.total = a.q.answer.Matched
	}
	if len(job.Marked) > 0 {
		a.saving.total = len(job.Marked)
	}
	t.Now, t.Version = a.cfg.Now, a.cfg.Version
	gen, writing := a.saving.gen, &a.writing
	return tea.Batch(
		func() tea.Msg {
			writing.Lock()
			defer writing.Unlock()
			defer cancel()
			saved, err := job.Save(ctx, t, func(n int) { rows.Store(int64(n)) })
			return savedMsg{gen, saved, err}
		},
		a.lookAtSaving(gen),
	)
}

func (a *app) lookAtSaving(gen uint64) tea.Cmd {
	return a.after(savingTick, func(time.Time) tea.Msg { return savingMsg{gen} })
}

// savingSeen shows how far a file is.
func (a *app) savingSeen(msg savingMsg) tea.Cmd {
	if msg.gen != a.saving.gen || !a.saving.running {
		return nil
	}
	a.dirty = true
	return a.lookAtSaving(msg.gen)
}

// saved tells what was written. What went wrong is told in the dialog while it
// is open.
func (a *app) saved(msg savedMsg) {
	if msg.gen != a.saving.gen {
		return
	}
	a.saving.running, a.dirty = false, true
	switch {
	case errors.Is(msg.err, context.Canceled):
		a.flash = "the export was stopped: no file was written"
	case msg.err != nil && a.box != nil:
		a.box.fail(msg.err)
		return
	case msg.err != nil:
		a.flash = "error: " + msg.err.Error()
	default:
		a.flash = a.wrote(msg.saved)
	}
	a.box = nil
}

// wrote tells what was written and where. In a narrow screen a long name loses
// its middle before the folder does, since the folder is what one has to know.
func (a *app) wrote(s export.Saved) string {
	folder, name := filepath.Split(s.Path)
	before, after := "wrote ", ": "+plural(s.Outcome.Rows, "row")+", "+model.Size(s.Bytes)+", and its .meta.json"
	behind := "   in " + filepath.Clean(folder)
	room := a.w - 2 - width(before) - width(after) - width(behind)
	if room < width(name) && room < leastName {
		after = ": " + plural(s.Outcome.Rows, "row")
		room = a.w - 2 - width(before) - width(after) - width(behind)
	}
	return before + cutMiddle(name, max(room, leastName)) + after + behind
}

// leastName is what stays of a file's name at least.
const leastName = 24

// savingText tells how far the file being written is, "" when there is none.
func (a *app) savingText() string {
	s := &a.saving
	if !s.running {
		return ""
	}
	say := "writing " + s.name + " …"
	if n := int(s.rows.Load()); s.total > 0 && n > 0 {
		say += " " + count(n) + " of " + plural(s.total, "record")
	}
	return say + "   " + a.key(actCancel) + " stop"
}
