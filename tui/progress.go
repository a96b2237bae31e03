package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
)

// progressTerminals are the values of TERM_PROGRAM whose terminals show the
// progress of OSC 9;4 in every version; others have taken it for a notification.
var progressTerminals = []string{"ghostty", "rio"}

// showsProgress says that the terminal has a progress bar of its own.
func (c *Config) showsProgress() bool {
	return c.variable("WT_SESSION") != "" || c.variable("ConEmuANSI") == "ON" || slices.Contains(progressTerminals, c.variable("TERM_PROGRAM"))
}

// progressBar tells the terminal how far reading is: a bar on its tab or in the
// task bar, so that one can look elsewhere meanwhile.
func (a *app) progressBar() *tea.ProgressBar {
	if !a.sess.loading() || following(a.sess.coverage) || !a.cfg.showsProgress() {
		return nil
	}
	n, known := percent(a.sess.coverage)
	switch {
	case a.sess.coverage.State == model.Paused:
		return tea.NewProgressBar(tea.ProgressBarWarning, n)
	case !known:
		return tea.NewProgressBar(tea.ProgressBarIndeterminate, 0)
	}
	return tea.NewProgressBar(tea.ProgressBarDefault, n)
}
