//go:build linux

// Package terminaltest runs a program on a pseudo terminal: what it draws is
// read from an emulator that answers its queries, and after its end one can ask
// whether it left the terminal as it was. A Run is the terminal, a Terminal is
// one that a test holds.
//
//	term := terminaltest.Start(t, exec.Command(os.Args[0]), 80, 24)
//	term.Wait("COMPLETE")
//	term.Type("qq")
//	term.Ended()
//	term.Restored()
package terminaltest

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A Terminal is a Run that fails its test when something does not happen.
type Terminal struct {
	*Run
	t testing.TB
}

// Start runs a command on a terminal of w by h cells.
func Start(t testing.TB, cmd *exec.Cmd, w, h int) *Terminal {
	t.Helper()
	run, err := open(cmd, w, h)
	if err != nil {
		t.Skip(err)
	}
	if err := run.start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(run.Close)
	return &Terminal{Run: run, t: t}
}

// need fails the test on an error.
func (t *Terminal) need(err error) {
	t.t.Helper()
	if err != nil {
		t.t.Fatal(err)
	}
}

// Wait waits until the screen shows a text.
func (t *Terminal) Wait(text string) {
	t.t.Helper()
	t.need(t.Shows(text))
}

// WaitRaw waits until the program has written some bytes.
func (t *Terminal) WaitRaw(bytes string) {
	t.t.Helper()
	t.need(t.Until("writing "+bytes, func() bool { return strings.Contains(t.Raw(), bytes) }))
}

// Type types text.
func (t *Terminal) Type(text string) {
	t.t.Helper()
	t.need(t.Keys(text))
}

// Resize changes the size of the terminal.
func (t *Terminal) Resize(w, h int) {
	t.t.Helper()
	t.mu.Lock()
	t.emu.Resize(w, h)
	t.mu.Unlock()
	t.need(t.pty.Resize(w, h))
}

// Signal sends the program a signal.
func (t *Terminal) Signal(s syscall.Signal) {
	t.t.Helper()
	t.need(t.cmd.Process.Signal(s))
}

// Ended waits for the end of the program and returns its exit status.
func (t *Terminal) Ended() *os.ProcessState {
	t.t.Helper()
	t.need(t.Until("ending", func() bool {
		select {
		case <-t.done:
			return true
		default:
			return false
		}
	}))
	return t.cmd.ProcessState
}

// Restored fails unless the terminal is as it was before the program: the
// normal screen, a visible cursor, no mouse reports, no bracketed paste, lines
// and echo as before.
func (t *Terminal) Restored() {
	t.t.Helper()
	time.Sleep(50 * time.Millisecond) // what was written last is drawn
	now, err := t.modes()
	t.need(err)
	if *now != *t.was {
		t.t.Errorf("the modes of the terminal are %+v, were %+v", *now, *t.was)
	}
	t.mu.Lock()
	alternate, raw := t.emu.IsAltScreen(), t.raw.String()
	t.mu.Unlock()
	if alternate {
		t.t.Error("the alternate screen was not left")
	}
	for _, mode := range []string{"?1049", "?1002", "?1003", "?1006", "?2004", "?1004"} {
		if strings.LastIndex(raw, "\x1b["+mode+"h") > strings.LastIndex(raw, "\x1b["+mode+"l") {
			t.t.Errorf("mode %s was left on", mode)
		}
	}
	if strings.LastIndex(raw, "\x1b[?25l") > strings.LastIndex(raw, "\x1b[?25h") {
		t.t.Error("the cursor was left invisible")
	}
}
