package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/source"
)

// resume reads on with the files that were not read to their end. What comes of
// the reading before is of an older generation.
func (a *app) resume() tea.Cmd {
	s := a.sess
	switch {
	case s.loading() && !s.stopped.IsZero():
		a.flash = "reading is being stopped"
		return nil
	case s.loading():
		a.flash = "reading goes on already"
		if s.coverage.State == model.Paused {
			return a.pause()
		}
		return nil
	case s.coverage.State == model.Complete:
		a.flash = "everything was read"
		return nil
	case !s.coverage.Resumes():
		a.flash = "there is nothing to read on with: " + s.coverage.Reason
		return nil
	}
	if s.billed != nil {
		return a.againSQL() // what is run again is paid for again
	}
	a.flash = "reading on: " + resumeText(s.coverage)
	return a.readOn()
}

// readOn reads the source again, but for the files that were read to their end.
func (a *app) readOn() tea.Cmd {
	s := a.sess
	a.opening++
	s.gen, s.done, s.stopped, s.marks = a.opening, false, time.Time{}, nil
	s.coverage.State, s.coverage.Reason = model.Loading, ""
	return a.read()
}

// resumeText says what reading on would read.
func resumeText(c model.Coverage) string {
	switch left := c.Files - c.FilesRead; {
	case !c.FilesFinal:
		return "files are listed again, those read to their end are left alone"
	case left == 0:
		return plural(c.Failed, "file") + " that failed"
	case c.Failed == 0:
		return plural(left, "file") + " left"
	default:
		return plural(left, "file") + " left and " + count(c.Failed) + " that failed"
	}
}

// tellStop tells that an error has ended the reading, what can be done about it
// and what stays: over the records where nothing else is open, else in a line.
func (a *app) tellStop(err error) {
	a.flash = "reading stopped: " + err.Error() + "   " + a.key(actResume) + " try again"
	if a.place()&inPanes == 0 {
		return
	}
	c := a.sess.loader.Coverage()
	n := &note{title: "READING STOPPED", text: []sentence{{says: err.Error(), mark: "✗", st: danger}}}
	if advice := source.Advice(err); advice != "" {
		n.text = append(n.text, sentence{says: advice, mark: "→", st: plain | bold})
	}
	n.text = append(n.text, sentence{
		says: count(c.FilesRead) + " of " + plural(c.Files, "file") + " are read and stay usable.",
		st:   plain,
	}, sentence{
		says: a.key(actResume) + " reads on with the files that were not read to their end; " + a.key(actEscape) + " keeps what there is.",
		st:   plain,
	})
	a.note = n
}
