package tui

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
)

// A session is one open source being read into a store.
type session struct {
	gen      uint64
	uri      string
	src      source.Source
	store    *store.Store
	loader   loader
	cancel   context.CancelFunc
	coverage model.Coverage
	snapshot *store.Snapshot
	asked    time.Time // when the store was last asked
	began    time.Time // when reading began, or went on
	marks    []mark    // how far reading had come lately, oldest first
	stopped  time.Time // when the user cancelled
	done     bool

	billed   source.Billed // of a source on an engine: all of it; else nil
	engine   string        // its name, as "Athena"
	narrowed model.Expr    // what was asked of it; nil is every record
}

// A loader reads a source into a store and tells how far it is; it is a
// [source.Loader] but in tests.
type loader interface {
	Run(ctx context.Context) error
	Coverage() model.Coverage
	Problems(n int) []model.Problem
	Pause(on bool)
}

// A mark is how far reading had come at a moment.
type mark struct {
	at      time.Time
	records int
	bytes   int64
}

// How often progress is looked at: until there is something to see, after an
// eighth of the time that was waited for it.
const (
	firstTick = 2 * time.Millisecond
	nextTick  = 250 * time.Millisecond
	perAnswer = 450 * time.Millisecond // least time between answers while reading
	share     = 4                      // and no more than a fourth of the time is spent on them
	rateSpan  = 5 * time.Second
)

// loading says that reading goes on or is paused.
func (s *session) loading() bool { return s != nil && !s.done }

// open opens a source in the background.
func (a *app) open(uri string) tea.Cmd {
	a.opening++
	gen, ctx, open, o := a.opening, a.ctx, a.cfg.Open, a.cfg.Options
	if a.picker != nil {
		o = a.picker.options
	}
	return func() tea.Msg {
		src, err := open(ctx, uri, o)
		return openedMsg{gen: gen, uri: uri, src: src, err: err}
	}
}

// opened starts reading, or says why the source cannot be opened.
func (a *app) opened(msg openedMsg) tea.Cmd {
	if msg.gen != a.opening {
		return nil
	}
	a.dirty = true
	var near tea.Cmd
	if msg.err != nil {
		if a.picker == nil {
			a.picker = a.newPicker()
			a.picker.in.set(msg.uri)
			near = a.lookNear()
		}
		a.picker.busy, a.picker.err = false, msg.err
		return near
	}
	if billed, is := msg.src.(source.Billed); is {
		return a.openSQL(msg.uri, billed)
	}
	if scoped, is := msg.src.(source.Scoped); is && !oneFile(msg.uri) {
		return a.openScope(msg.uri, scoped)
	}
	return a.begin(msg.uri, msg.src, a.cfg.Range)
}

// begin reads a source's records of a range, in place of the source that is open.
func (a *app) begin(uri string, src source.Source, within source.Range) tea.Cmd {
	if a.picker != nil {
		a.picker.aws.stop()
	}
	a.leaveSession()
	return a.start(uri, src, within)
}

// start reads a source's records while none is open.
func (a *app) start(uri string, src source.Source, within source.Range) tea.Cmd {
	a.within = within
	step := a.hist.now()
	step.from, step.to = milliseconds(within.From), milliseconds(within.To)
	st := store.New(store.Options{Memory: a.cfg.Memory})
	s := &session{gen: a.opening, uri: uri, src: src, store: st, loader: a.load(src, st), snapshot: st.Snapshot()}
	a.sess, a.picker = s, nil
	a.out, a.marks = nil, marks{}
	remember := a.cfg.Remember
	return tea.Batch(
		func() tea.Msg {
			if remember != nil {
				remember(uri)
			}
			return nil
		},
		a.read(),
		a.ask(),
	)
}

// read reads the open source, or reads on.
func (a *app) read() tea.Cmd {
	var ctx context.Context
	ctx, a.sess.cancel = context.WithCancel(a.ctx)
	a.sess.began = a.cfg.Now()
	gen, load := a.sess.gen, a.sess.loader
	return tea.Batch(func() tea.Msg { return loadedMsg{gen: gen, err: load.Run(ctx)} }, a.tick(firstTick))
}

// tick looks at how far reading has come, after d.
func (a *app) tick(d time.Duration) tea.Cmd {
	gen, load, st := a.sess.gen, a.sess.loader, a.sess.store
	return a.after(d, func(at time.Time) tea.Msg {
		return tickMsg{gen: gen, at: at, coverage: load.Coverage(), snapshot: st.Snapshot()}
	})
}

// ticked shows how far reading has come, and asks again when there is more.
func (a *app) ticked(msg tickMsg) tea.Cmd {
	s := a.sess
	if s == nil || msg.gen != s.gen {
		return nil
	}
	if msg.coverage != s.coverage {
		a.dirty = true
	}
	grown := msg.snapshot.Generation() != s.snapshot.Generation()
	first := s.snapshot.Len() == 0 && msg.snapshot.Len() > 0
	ended := allRead(s.coverage) != allRead(msg.coverage) // the histogram marks what is unread
	s.coverage, s.snapshot = msg.coverage, msg.snapshot
	s.note(msg.at)
	a.followSQL()
	var cmds []tea.Cmd
	if !s.done {
		next := nextTick
		if s.snapshot.Len() == 0 && s.coverage.State == model.Loading {
			next = min(max(msg.at.Sub(s.began)/8, firstTick), nextTick)
		}
		cmds = append(cmds, a.tick(next))
	}
	behind := a.q.generation != s.snapshot.Generation()
	if grown || behind || ended {
		if first || ended || s.done || !a.q.running && msg.at.Sub(s.asked) >= max(perAnswer, share*a.q.took) {
			s.asked = msg.at
			cmds = append(cmds, a.ask())
		}
	}
	return tea.Batch(cmds...)
}

// note keeps the progress of the last seconds, for the rate.
func (s *session) note(at time.Time) {
	s.marks = append(s.marks, mark{at, s.coverage.Records, s.coverage.BytesRead})
	for len(s.marks) > 2 && at.Sub(s.marks[0].at) > rateSpan {
		s.marks = s.marks[1:]
	}
}

// rate returns records a second, and the time left when it can be told.
func (s *session) rate() (perSecond int, left time.Duration) {
	if len(s.marks) < 2 || s.coverage.State != model.Loading {
		return 0, 0
	}
	a, b := s.marks[0], s.marks[len(s.marks)-1]
	d := b.at.Sub(a.at).Seconds()
	if d < 0.5 {
		return 0, 0
	}
	perSecond = int(float64(b.records-a.records) / d)
	if read := b.bytes - a.bytes; read > 0 && d >= 2 && s.coverage.FilesFinal {
		left = time.Duration(float64(s.coverage.Bytes-s.coverage.BytesRead) / float64(read) * d * float64(time.Second))
	}
	return perSecond, left
}

// loaded takes the end of reading and asks a last time.
func (a *app) loaded(msg loadedMsg) tea.Cmd {
	s := a.sess
	if s == nil || msg.gen != s.gen {
		return nil
	}
	s.done, a.dirty = true, true
	if msg.err != nil && !errors.Is(msg.err, context.Canceled) {
		a.tellStop(msg.err)
	}
	return a.tick(0)
}

// stop cancels reading; what was read stays.
func (a *app) stop() {
	a.sess.cancel()
	a.sess.stopped = a.cfg.Now()
	a.flash = "reading stopped; what was read stays   " + a.key(actResume) + " read on"
	if following(a.sess.coverage) {
		a.flash = "new objects are looked for no more; what was read stays"
	}
}

// pause holds reading or lets it go on.
func (a *app) pause() tea.Cmd {
	if !a.sess.loading() {
		a.flash = "nothing is being read"
		return nil
	}
	load, on := a.sess.loader, a.sess.coverage.State != model.Paused
	return func() tea.Msg {
		load.Pause(on)
		return nil
	}
}

// percent returns how much was read, 0 to 99, or 100 when all was. known is
// false while the files are still being listed.
func percent(c model.Coverage) (n int, known bool) {
	switch {
	case c.State == model.Complete:
		return 100, true
	case c.Bytes > 0:
		n = int(float64(c.BytesRead) / float64(c.Bytes) * 100)
	case c.Files > 0:
		n = c.FilesRead * 100 / c.Files
	}
	return max(min(n, 99), 0), c.FilesFinal
}

// stateText returns the completeness as one word with its share, as "LOADING 62%".
func stateText(c model.Coverage) string {
	switch {
	case c.State == model.Complete:
		return c.State.String()
	case following(c):
		return "FOLLOWING"
	}
	n, known := percent(c)
	about := ""
	if !known && c.State == model.Loading {
		about = "≈"
	}
	return fmt.Sprintf("%s %s%d%%", c.State, about, n)
}

// stateStyle colours a completeness; the word says the same.
func stateStyle(s model.State) style {
	switch s {
	case model.Complete:
		return ok | bold
	case model.Stopped:
		return danger | bold
	case model.Loading:
		return accent | bold
	}
	return warn | bold
}

// coverage returns what has been read so far.
func (a *app) coverage() model.Coverage {
	if a.sess == nil {
		return model.Coverage{}
	}
	return a.sess.coverage
}
