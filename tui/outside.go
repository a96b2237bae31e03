package tui

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/tui/text"
)

// What happens outside the screen: the user's editor and pager. The screen
// waits and comes back as it was.

// outsideMsg: the program has ended.
type outsideMsg struct {
	filter string // as it was edited; read when edited is set
	edited bool
	err    error
}

// editor returns the user's editor and its arguments.
func (a *app) editor() []string {
	for _, name := range []string{"VISUAL", "EDITOR"} {
		if words := strings.Fields(a.cfg.variable(name)); len(words) > 0 {
			return words
		}
	}
	return []string{"vi"}
}

// pager returns the user's pager and its arguments.
func (a *app) pager() []string {
	if words := strings.Fields(a.cfg.variable("PAGER")); len(words) > 0 {
		return words
	}
	return []string{"less"}
}

// editMsg: the filter line stands in a file for the editor.
type editMsg struct {
	path string
	err  error
}

// editFilter lets the user write the filter line in the editor. What is written
// there comes back into the line, unapplied.
func (a *app) editFilter() tea.Cmd {
	if !a.bar.editing {
		return nil
	}
	line := a.bar.in.text
	return func() tea.Msg {
		f, err := os.CreateTemp("", "s3sleuth-filter-*.txt")
		if err != nil {
			return editMsg{err: err}
		}
		_, err = f.WriteString(line + "\n")
		return editMsg{f.Name(), errors.Join(err, f.Close())}
	}
}

// edit opens the editor on the file.
func (a *app) edit(msg editMsg) tea.Cmd {
	if msg.err != nil {
		a.dirty, a.flash = true, "the filter cannot be handed to an editor: "+msg.err.Error()
		return nil
	}
	words := append(a.editor(), msg.path)
	return a.outside(exec.Command(words[0], words[1:]...), func(err error) tea.Msg {
		defer os.Remove(msg.path)
		if err != nil {
			return outsideMsg{err: fmt.Errorf("%s: %w", words[0], err)}
		}
		written, err := os.ReadFile(msg.path)
		return outsideMsg{filter: string(written), edited: err == nil, err: err}
	})
}

// pageRecord shows the original bytes of the opened record in the pager, masked
// and escaped like everywhere: a pager hands control characters on.
func (a *app) pageRecord() tea.Cmd {
	d := a.detail
	switch {
	case !d.loaded:
		a.flash = "the original bytes are still being read"
		return nil
	case d.rawErr != nil:
		a.flash = "the original bytes cannot be read: " + d.rawErr.Error()
		return nil
	}
	shown, _ := harmless(text.Mask(string(d.raw)))
	words := a.pager()
	c := exec.Command(words[0], words[1:]...)
	c.Stdin = strings.NewReader(shown + "\n")
	return a.outside(c, func(err error) tea.Msg {
		if err != nil {
			err = fmt.Errorf("%s: %w", words[0], err)
		}
		return outsideMsg{err: err}
	})
}

// returned takes what a program outside has left.
func (a *app) returned(msg outsideMsg) tea.Cmd {
	a.dirty = true
	if msg.err != nil {
		a.flash = msg.err.Error()
		return nil
	}
	if !msg.edited || !a.bar.editing {
		return nil
	}
	var line input
	line.insert(strings.TrimSpace(msg.filter))
	a.bar.set(line.text, a.cfg.Now())
	return a.debounce()
}
