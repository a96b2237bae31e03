//go:build linux

package terminaltest

import (
	"bytes"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"
	"github.com/charmbracelet/x/xpty"
	"golang.org/x/sys/unix"
)

// patience is how long one waits for something to appear.
const patience = 30 * time.Second

// A Run is a program on a pseudo terminal of its own. Every method may be
// called while it runs and after.
type Run struct {
	pty   *xpty.UnixPty
	cmd   *exec.Cmd
	was   *unix.Termios // the line discipline before the program
	done  chan struct{} // closed when the program has ended
	drawn chan struct{} // holds a word when something was drawn since it was read

	mu  sync.Mutex // guards what follows
	emu *vt.Emulator
	raw bytes.Buffer
}

// open makes a terminal of w by h cells for a command.
func open(cmd *exec.Cmd, w, h int) (*Run, error) {
	pty, err := xpty.NewUnixPty(w, h)
	if err != nil {
		return nil, fmt.Errorf("no pseudo terminal here: %w", err)
	}
	r := &Run{pty: pty, cmd: cmd, done: make(chan struct{}), drawn: make(chan struct{}, 1), emu: vt.NewEmulator(w, h)}
	if r.was, err = r.modes(); err != nil {
		_ = pty.Close()
		return nil, err
	}
	return r, nil
}

// start runs the command on the terminal.
func (r *Run) start() error {
	r.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true} // for SIGWINCH
	if err := r.pty.Start(r.cmd); err != nil {
		_ = r.pty.Close()
		return err
	}
	go func() {
		_ = r.cmd.Wait()
		close(r.done)
	}()
	go r.draw()
	go r.answer()
	return nil
}

// Open runs a command on a terminal of w by h cells; Close ends it.
func Open(cmd *exec.Cmd, w, h int) (*Run, error) {
	r, err := open(cmd, w, h)
	if err != nil {
		return nil, err
	}
	return r, r.start()
}

// draw gives the emulator what the program writes.
func (r *Run) draw() {
	b := make([]byte, 32<<10)
	for {
		n, err := r.pty.Read(b)
		r.mu.Lock()
		r.raw.Write(b[:n])
		_, _ = r.emu.Write(b[:n])
		r.mu.Unlock()
		select {
		case r.drawn <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

// answer gives the program what the emulator answers to its queries.
func (r *Run) answer() {
	b := make([]byte, 1024)
	for {
		n, err := r.emu.Read(b)
		if err != nil {
			return
		}
		if _, err := r.pty.Write(b[:n]); err != nil {
			return
		}
	}
}

// Close ends the program and the terminal.
func (r *Run) Close() {
	_ = r.cmd.Process.Kill()
	<-r.done
	if answers, is := r.emu.InputPipe().(io.Closer); is { // the emulator's Close would race with Read
		_ = answers.Close()
	}
	_ = r.pty.Close()
}

// Screen returns what the terminal shows, as text.
func (r *Run) Screen() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.emu.String()
}

// Cells returns what the terminal shows, row by row. A wide character stands
// in the first of its cells; the second has the width 0.
func (r *Run) Cells() [][]uv.Cell {
	r.mu.Lock()
	defer r.mu.Unlock()
	rows := make([][]uv.Cell, r.emu.Height())
	for y := range rows {
		rows[y] = make([]uv.Cell, r.emu.Width())
		for x := range rows[y] {
			if c := r.emu.CellAt(x, y); c != nil {
				rows[y][x] = *c
			}
		}
	}
	return rows
}

// Raw returns every byte the program has written.
func (r *Run) Raw() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.raw.String()
}

// Until waits until something holds, or returns an error that shows the screen.
func (r *Run) Until(what string, holds func() bool) error {
	for end := time.Now().Add(patience); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			return fmt.Errorf("%s: not within %v. The screen:\n%s\nThe last bytes: %q", what, patience, r.Screen(), r.Raw()[max(len(r.Raw())-500, 0):])
		}
	}
	return nil
}

// Shows waits until the screen shows a text.
func (r *Run) Shows(text string) error {
	return r.Until("showing "+text, func() bool { return strings.Contains(r.Screen(), text) })
}

// Keys types text.
func (r *Run) Keys(text string) error {
	_, err := r.pty.Write([]byte(text))
	return err
}

// Paint types keys and returns how long it takes until the screen shows what
// they do. The terminal's own work, which is small, is in it.
func (r *Run) Paint(keys string, shown func(screen string) bool) (time.Duration, error) {
	began := time.Now()
	if err := r.Keys(keys); err != nil {
		return 0, err
	}
	for {
		select {
		case <-r.drawn:
			if shown(r.Screen()) {
				return time.Since(began), nil
			}
		case <-time.After(patience):
			return 0, fmt.Errorf("typing %q: nothing is drawn within %v. The screen:\n%s", keys, patience, r.Screen())
		}
	}
}

// modes returns the line discipline of the terminal.
func (r *Run) modes() (*unix.Termios, error) {
	return unix.IoctlGetTermios(int(r.pty.Slave().Fd()), unix.TCGETS)
}
