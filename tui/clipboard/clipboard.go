// Package clipboard copies text from a terminal program to where a person can
// paste it: the terminal's own clipboard (OSC 52), tmux, a tool of the desktop,
// or, when it is too long, a file. It never reads a clipboard.
//
// Which way works cannot be known for sure: a terminal does not answer, and tmux
// swallows OSC 52 as it is set up at first. So every way that may work is taken,
// and [Done] tells which:
//
//	if clipboard.Fits(value) {
//		send(osc52(value)) // the program's own output
//	}
//	done := desk.Copy(ctx, value)
package clipboard

import (
	"context"
	"encoding/base64"
	"errors"
)

// Limit is how long an OSC 52 may be, in bytes of base64: terminals drop longer
// ones without a word.
const Limit = 74_994

// Fits says whether text is short enough for the terminal's clipboard.
func Fits(text string) bool { return base64.StdEncoding.EncodedLen(len(text)) <= Limit }

// A Desk is what Copy may use of the world. A nil function does nothing.
type Desk struct {
	System   string                   // runtime.GOOS
	Variable func(name string) string // of the environment
	// Find says whether a program is installed; Run runs it with input and waits.
	Find func(program string) bool
	Run  func(ctx context.Context, input, program string, args ...string) error
	// Save writes text to a new file and returns its path.
	Save func(text string) (path string, err error)
}

// Done tells what Copy did.
type Done struct {
	Tools []string // programs that took the text, as "tmux"
	File  string   // where a text that is too long was saved
	Err   error    // what went wrong, in a sentence; other ways may have worked
}

// errTooLong is when a long text could be left nowhere.
var errTooLong = errors.New("too long for the terminal's clipboard, and there is no folder to save it in")

// Copy hands text to the programs that can take it. A text that does not fit
// the terminal's clipboard and that no program of the desktop took is saved.
func (d Desk) Copy(ctx context.Context, text string) Done {
	var done Done
	run := func(program string, args ...string) bool {
		if err := d.Run(ctx, text, program, args...); err != nil {
			done.Err = errors.New(program + ": " + err.Error())
			return false
		}
		done.Tools = append(done.Tools, program)
		return true
	}
	if d.variable("TMUX") != "" && d.has("tmux") {
		run("tmux", "load-buffer", "-w", "-")
	}
	took := false
	for _, t := range d.tools() {
		if d.has(t[0]) {
			took = run(t[0], t[1:]...)
			break
		}
	}
	if took || Fits(text) {
		return done
	}
	if d.Save == nil {
		done.Err = errTooLong
		return done
	}
	done.File, done.Err = d.Save(text)
	return done
}

// has says whether a program is there and can be run.
func (d Desk) has(program string) bool { return d.Run != nil && d.Find != nil && d.Find(program) }

// tools are the programs of this desktop that may take a text, the best first.
// Over SSH they would fill the clipboard of a machine nobody sits at.
func (d Desk) tools() [][]string {
	if d.variable("SSH_TTY") != "" || d.variable("SSH_CONNECTION") != "" {
		return nil
	}
	switch d.System {
	case "darwin":
		return [][]string{{"pbcopy"}}
	case "windows":
		return [][]string{{"clip.exe"}}
	}
	var out [][]string
	if d.variable("WAYLAND_DISPLAY") != "" {
		out = append(out, []string{"wl-copy"})
	}
	if d.variable("DISPLAY") != "" {
		out = append(out, []string{"xclip", "-selection", "clipboard"}, []string{"xsel", "--clipboard", "--input"})
	}
	if d.variable("WSL_DISTRO_NAME") != "" {
		out = append(out, []string{"clip.exe"})
	}
	return out
}

func (d Desk) variable(name string) string {
	if d.Variable == nil {
		return ""
	}
	return d.Variable(name)
}
