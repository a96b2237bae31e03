package tui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/tui/text"
)

// What a user typed before: one file a kind in the state folder, one line each,
// the latest last. What cannot be read or written is not worth an error.

// filtersKept is how many filters are remembered.
const filtersKept = 200

// remembered returns the lines of a file.
func remembered(folder, name string) []string {
	if folder == "" {
		return nil
	}
	file, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(strings.Split(string(file), "\n"), func(s string) bool { return s == "" })
}

// latest returns list with line at its end, once, and at most keep lines.
func latest(list []string, line string, keep int) []string {
	list = slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == line })
	list = append(list, line)
	return list[max(len(list)-keep, 0):]
}

// remember puts a line at the end of a list and returns the command that writes
// it down. The secrets of presigned URLs are never written.
func (a *app) remember(list *[]string, name, line string, keep int) tea.Cmd {
	line = strings.TrimSpace(line)
	if line == "" || strings.ContainsAny(line, "\n\r") {
		return nil
	}
	*list = latest(*list, line, keep)
	folder := a.cfg.State
	if folder == "" || text.Mask(line) != line {
		return nil
	}
	return func() tea.Msg {
		// Another screen may have written since: its lines stay.
		lines := latest(remembered(folder, name), line, keep)
		writeState(folder, name, strings.Join(lines, "\n")+"\n")
		return nil
	}
}

// writeState replaces a file of the state folder in one step.
func writeState(folder, name, content string) {
	if os.MkdirAll(folder, 0o700) != nil {
		return
	}
	f, err := os.CreateTemp(folder, name+".*")
	if err != nil {
		return
	}
	_, err = f.WriteString(content)
	if closing := f.Close(); err != nil || closing != nil || os.Rename(f.Name(), filepath.Join(folder, name)) != nil {
		_ = os.Remove(f.Name())
	}
}

// rememberFilter keeps an applied filter.
func (a *app) rememberFilter(filter string) tea.Cmd {
	return a.remember(&a.bar.recent, "filters", filter, filtersKept)
}
