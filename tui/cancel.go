package tui

import (
	tea "charm.land/bubbletea/v2"
)

// cancelKey stops a file being written, a slow question, else reading; with nothing to stop, the
// second press quits.
func (a *app) cancelKey() tea.Cmd {
	if a.saving.running {
		a.saving.cancel()
		return nil
	}
	if a.picker != nil && a.picker.aws.state == lookupRuns {
		a.picker.aws.stop()
		return nil
	}
	if a.sql != nil && a.sql.tally.running {
		a.sql.stopTally()
		return nil
	}
	if a.pathRun.running {
		a.stopPaths()
		return nil
	}
	if a.q.running && a.q.slow {
		a.cancelQuestion()
		return nil
	}
	if a.sess.loading() && a.sess.stopped.IsZero() {
		a.stop()
		return nil
	}
	return a.quitOnSecond(actCancel, "press "+a.key(actCancel)+" again to quit")
}

// quitOnSecond quits when the same key comes again, and says so the first time.
func (a *app) quitOnSecond(act action, say string) tea.Cmd {
	if a.leaving == act {
		return tea.Quit
	}
	a.leaving, a.flash = act, say
	return nil
}
