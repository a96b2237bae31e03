//go:build linux

// Package terminaltest runs a program on a pseudo terminal in tests: what it
// draws is read from an emulator that answers its queries, and after its end
// one can ask whether it left the terminal as it was.
//
//	term := terminaltest.Start(t, exec.Command(os.Args[0]), 80, 24)
//	term.Wait("COMPLETE")
//	term.Type("qq")
//	term.Ended()
//	term.Restored()
package terminaltest

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/charmbracelet/x/xpty"
	"golang.org/x/sys/unix"
)

// patience is how long a test waits for something to appear.
const patience = 30 * time.Second

// A Terminal is a pseudo terminal with a program on it.
type Terminal struct {
	t    testing.TB
	pty  *xpty.UnixPty
	cmd  *exec.Cmd
	was  *unix.Termios
	done chan struct{} // closed when the program has ended

	mu  sync.Mutex // guards what follows
	emu *vt.Emulator
	raw bytes.Buffer
}

// Start runs a command on a terminal of w by h cells.
func Start(t testing.TB, cmd *exec.Cmd, w, h int) *Terminal {
	t.Helper()
	pty, err := xpty.NewUnixPty(w, h)
	if err != nil {
		t.Skipf("no pseudo terminal here: %v", err)
	}
	term := &Terminal{t: t, pty: pty, cmd: cmd, done: make(chan struct{}), emu: vt.NewEmulator(w, h)}
	term.was = term.modes()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true} // for SIGWINCH
	if err := pty.Start(cmd); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = cmd.Wait()
		close(term.done)
	}()
	go term.draw()
	go term.answer()
	t.Cleanup(term.close)
	return term
}

// draw gives the emulator what the program writes.
func (t *Terminal) draw() {
	b := make([]byte, 32<<10)
	for {
		n, err := t.pty.Read(b)
		t.mu.Lock()
		t.raw.Write(b[:n])
		_, _ = t.emu.Write(b[:n])
		t.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// answer gives the program what the emulator answers to its queries.
func (t *Terminal) answer() {
	b := make([]byte, 1024)
	for {
		n, err := t.emu.Read(b)
		if err != nil {
			return
		}
		if _, err := t.pty.Write(b[:n]); err != nil {
			return
		}
	}
}

func (t *Terminal) close() {
	_ = t.cmd.Process.Kill()
	<-t.done
	if answers, is := t.emu.InputPipe().(io.Closer); is { // Close would race with Read
		_ = answers.Close()
	}
	_ = t.pty.Close()
}

// Screen returns what the terminal shows, as text.
func (t *Terminal) Screen() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.emu.String()
}

// Raw returns every byte the program has written.
func (t *Terminal) Raw() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.raw.String()
}

// until waits until something holds.
func (t *Terminal) until(what string, holds func() bool) {
	t.t.Helper()
	for end := time.Now().Add(patience); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.t.Fatalf("%s: not within %v. The screen:\n%s\nThe last bytes: %q", what, patience, t.Screen(), t.Raw()[max(len(t.Raw())-500, 0):])
		}
	}
}

// Wait waits until the screen shows a text.
func (t *Terminal) Wait(text string) {
	t.t.Helper()
	t.until("showing "+text, func() bool { return strings.Contains(t.Screen(), text) })
}

// WaitRaw waits until the program has written some bytes.
func (t *Terminal) WaitRaw(bytes string) {
	t.t.Helper()
	t.until("writing "+bytes, func() bool { return strings.Contains(t.Raw(), bytes) })
}

// Type types text.
func (t *Terminal) Type(text string) {
	t.t.Helper()
	if _, err := t.pty.Write([]byte(text)); err != nil {
		t.t.Fatal(err)
	}
}

// Resize changes the size of the terminal.
func (t *Terminal) Resize(w, h int) {
	t.t.Helper()
	t.mu.Lock()
	t.emu.Resize(w, h)
	t.mu.Unlock()
	if err := t.pty.Resize(w, h); err != nil {
		t.t.Fatal(err)
	}
}

// Signal sends the program a signal.
func (t *Terminal) Signal(s syscall.Signal) {
	t.t.Helper()
	if err := t.cmd.Process.Signal(s); err != nil {
		t.t.Fatal(err)
	}
}

// Ended waits for the end of the program and returns its exit status.
func (t *Terminal) Ended() *os.ProcessState {
	t.t.Helper()
	t.until("ending", func() bool {
		select {
		case <-t.done:
			return true
		default:
			return false
		}
	})
	return t.cmd.ProcessState
}

// Restored fails unless the terminal is as it was before the program: the
// normal screen, a visible cursor, no mouse reports, no bracketed paste, lines
// and echo as before.
func (t *Terminal) Restored() {
	t.t.Helper()
	time.Sleep(50 * time.Millisecond) // what was written last is drawn
	if now := t.modes(); *now != *t.was {
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

// modes returns the line discipline of the terminal.
func (t *Terminal) modes() *unix.Termios {
	m, err := unix.IoctlGetTermios(int(t.pty.Slave().Fd()), unix.TCGETS)
	if err != nil {
		t.t.Fatal(err)
	}
	return m
}
