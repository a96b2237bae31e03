package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// A chord is the first key of a sequence, while the second is waited for.
type chord struct {
	gen uint64
	key string // "" when none is waited for
	in  place
}

// chordPause is how long the second key of a sequence is waited for; then the
// first one means what it means alone.
const chordPause = 300 * time.Millisecond

// chordMsg: the second key has not come.
type chordMsg struct{ gen uint64 }

// sequence returns what a key does where keys go now. A key that begins a
// sequence waits for the next one; cmd is then the command that ends the
// waiting, or what the first key of a sequence did that came to nothing.
func (a *app) sequence(key string) (act action, waits bool, cmd tea.Cmd) {
	in := a.place()
	if first := a.chord; first.key != "" {
		a.chord.key = ""
		if act := a.keys.action(in, first.key+" "+key); act != actNone && in == first.in {
			return act, false, nil
		}
		if alone := a.keys.action(in, first.key); alone != actNone && in == first.in {
			cmd = a.do(in, alone)
			in = a.place()
		}
	}
	if !a.keys.leads(in, key) {
		return a.keys.action(in, key), false, cmd
	}
	a.chord = chord{gen: a.chord.gen + 1, key: key, in: in}
	gen := a.chord.gen
	return actNone, true, tea.Batch(cmd, a.after(chordPause, func(time.Time) tea.Msg { return chordMsg{gen} }))
}

// unchord performs the first key of a sequence whose second has not come.
func (a *app) unchord(msg chordMsg) tea.Cmd {
	first := a.chord
	if msg.gen != first.gen || first.key == "" {
		return nil
	}
	a.chord.key, a.dirty = "", true
	if in := a.place(); in == first.in {
		return a.do(in, a.keys.action(in, first.key))
	}
	return nil
}
