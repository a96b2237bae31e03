package tui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/source"
)

// demoSource is the name of the built-in evidence.
const demoSource = "demo:"

// A picker asks where the evidence is: what was opened before, what AWS tells of
// once it is asked, what lies in the working folder, the demo, or what is typed.
type picker struct {
	in      input
	options source.Options
	recent  []string
	local   []source.Place
	aws     lookup
	cursor  int // among the lines that can be chosen
	top     int
	width   int    // of the list, as last drawn
	busy    bool   // a source is being opened
	stop    string // the key that stops waiting
	halt    string // the key that stops the asking
	err     error

	login    *loginChoice // a profile or a Region is being chosen
	profiles []string
}

// A lookup is the looking for log buckets in AWS.
type lookup struct {
	gen      uint64
	state    lookupState
	surveyor source.Surveyor
	survey   source.Survey
	err      error
	follow   bool // the cursor goes to the first place that is found
	cancel   context.CancelFunc
}

type lookupState uint8

const (
	lookupNone lookupState = iota // nothing was asked yet
	lookupRuns
	lookupStopped
	lookupDone
	lookupFailed
)

func newPicker(recent []string) *picker { return &picker{recent: recent} }

// newPicker returns the picker of this program.
func (a *app) newPicker() *picker {
	p := newPicker(a.cfg.Recent)
	p.options, p.stop = a.cfg.Options, a.keys.first(inPicker, actEscape)
	p.halt = a.keys.first(inPicker, actCancel)
	return p
}

// lookNear looks at the working folder and the AWS configuration: files of this
// machine only.
func (a *app) lookNear() tea.Cmd {
	ctx, near, profiles := a.ctx, a.cfg.Nearby, a.cfg.Profiles
	return func() tea.Msg {
		var msg nearMsg
		if near != nil {
			msg.places = near(ctx)
		}
		if profiles != nil {
			msg.profiles = profiles()
		}
		return msg
	}
}

// key takes what is typed.
func (p *picker) key(msg tea.Msg) {
	if p.login != nil {
		p.login.key(msg)
		return
	}
	if p.in.key(msg) {
		p.cursor, p.top, p.err = 0, 0, nil
	}
}

// doPicker performs an action of the picker.
func (a *app) doPicker(act action) tea.Cmd {
	p := a.picker
	choices := p.choices()
	switch act {
	case actUp, actDown, actPageUp, actPageDown:
		p.cursor, _ = moveIn(act, p.cursor, len(choices), pickerPage)
		p.aws.follow = false
	case actClear:
		p.in.set("")
		p.cursor, p.top, p.err = 0, 0, nil
	case actNextPane: // what is chosen can be changed before it is opened
		if p.cursor < len(choices) && choices[p.cursor].uri != "" {
			p.in.set(choices[p.cursor].uri)
			p.cursor, p.top = 0, 0
		}
	case actEscape:
		return a.leavePicker()
	case actAccept:
		if p.cursor < len(choices) {
			return a.takeLine(choices[p.cursor])
		}
	case actRefresh:
		return a.lookInAWS()
	case actProfile, actRegion:
		p.openLogin(act, a.cfg.Regions)
	}
	return nil
}

// pickerPage is how many lines page keys move by.
const pickerPage = 8

// takeLine opens the source of a line, or asks AWS.
func (a *app) takeLine(l pickLine) tea.Cmd {
	p := a.picker
	switch {
	case p.busy:
		return nil
	case l.ask:
		return a.lookInAWS()
	}
	p.busy, p.err = true, nil
	return a.open(home(l.uri, a.cfg.variable("HOME")))
}

// leavePicker stops waiting, clears what is typed, or leaves the program.
func (a *app) leavePicker() tea.Cmd {
	p := a.picker
	switch {
	case p.busy:
		a.opening++
		p.busy = false
	case p.in.text != "":
		p.in.set("")
		p.cursor, p.top, p.err = 0, 0, nil
	case a.sess != nil: // back to what is open
		p.aws.stop()
		a.picker = nil
	default:
		return tea.Quit
	}
	return nil
}

// home spells out "~/" at the beginning of a path, as a shell does.
func home(path, dir string) string {
	if rest, short := strings.CutPrefix(path, "~/"); short && dir != "" {
		return strings.TrimSuffix(dir, "/") + "/" + rest
	}
	return path
}
