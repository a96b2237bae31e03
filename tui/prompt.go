package tui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// A prompt is the command line: it finds commands by words, says what a command
// would do and over how many records, and runs it.
type prompt struct {
	from    place // where it was opened: what y or + would act on
	in      input
	items   []promptItem
	cursor  int // -1: the line as it is typed
	top     int
	command *command // of the line chosen
	plan    plan
	err     error
	counts  string // what the store said about the plan
	asking  bool
	cancel  context.CancelFunc
}

// A promptItem is one line offered.
type promptItem struct {
	line  string // what would be run
	args  string // what else can be said, as "EXPR"
	needs bool   // it has to be said
	about string
	key   string // that does the same
	ran   bool   // was run before, as it stands here
}

// A plan is what a command line would do.
type plan struct {
	say  string          // known at once
	ask  *store.Question // what would tell over how many records; may be nil
	told func(*store.Answer) string
	run  func() tea.Cmd
}

// planMsg: nothing was typed for a moment. planAnswerMsg: the store has told
// over how many records.
type (
	planMsg       struct{ gen uint64 }
	planAnswerMsg struct {
		gen    uint64
		answer *store.Answer
		err    error
	}
)

const (
	recentShown  = 6
	recentKept   = 50
	offeredLines = 40
)

// openPrompt opens the command line.
func (a *app) openPrompt(from place) tea.Cmd {
	if a.sess == nil {
		return nil
	}
	a.prompt = &prompt{from: from}
	return a.promptChanged()
}

// promptTyped takes a key or a paste.
func (a *app) promptTyped(msg tea.Msg) tea.Cmd {
	if a.prompt.in.key(msg) {
		return a.promptChanged()
	}
	return nil
}

// promptChanged offers what fits the line, and plans the line chosen.
func (a *app) promptChanged() tea.Cmd {
	p := a.prompt
	p.items, p.top = a.offered(p), 0
	p.cursor = 0
	if _, _, is := a.commandOf(p.in.text); is && strings.Contains(p.in.text, " ") || len(p.items) == 0 {
		p.cursor = -1
	}
	return a.planChosen()
}

// planChosen plans the chosen line, and asks what it would change soon.
func (a *app) planChosen() tea.Cmd {
	p := a.prompt
	if p.cancel != nil {
		p.cancel()
		p.cancel = nil
	}
	p.plan, p.err, p.counts, p.asking = plan{}, nil, "", false
	a.prompts++
	line, needs := p.chosen()
	c, arg, known := a.commandOf(line)
	p.command = c
	switch {
	case strings.TrimSpace(line) == "" || needs:
		return nil
	case !known:
		p.err = errors.New("there is no such command: " + strings.Fields(line)[0])
		return nil
	case c.in&p.from == 0:
		p.err = errors.New(c.name + " does nothing here: it belongs to the table of records")
		return nil
	}
	if p.plan, p.err = c.plan(a, arg); p.err != nil || p.plan.ask == nil {
		return nil
	}
	p.asking = true
	gen := a.prompts
	return a.after(typingPause, func(time.Time) tea.Msg { return planMsg{gen} })
}

// chosen returns the line that enter runs, and whether it has to be told more.
func (p *prompt) chosen() (line string, needs bool) {
	if p.cursor < 0 || p.cursor >= len(p.items) {
		return p.in.text, false
	}
	return p.items[p.cursor].line, p.items[p.cursor].needs
}

// weigh asks over how many records the plan is.
func (a *app) weigh(msg planMsg) tea.Cmd {
	p := a.prompt
	if p == nil || msg.gen != a.prompts || p.plan.ask == nil || a.q.answer == nil {
		return nil
	}
	var ctx context.Context
	ctx, p.cancel = context.WithCancel(a.ctx)
	snap, q, gen := a.q.answer.Snapshot, *p.plan.ask, msg.gen
	q.Raw = rawOf(a.sess.src)
	return func() tea.Msg {
		ans, err := snap.Ask(ctx, q)
		return planAnswerMsg{gen, ans, err}
	}
}

// weighed shows over how many records the plan is.
func (a *app) weighed(msg planAnswerMsg) {
	p := a.prompt
	if p == nil || msg.gen != a.prompts {
		return
	}
	a.dirty, p.asking = true, false
	if msg.err != nil {
		p.err = msg.err
		return
	}
	p.counts = p.plan.told(msg.answer)
}

// doPrompt performs an action of the command line.
func (a *app) doPrompt(act action) tea.Cmd {
	p := a.prompt
	switch act {
	case actEscape:
		a.closePrompt()
		return nil
	case actClear:
		p.in.set("")
		return a.promptChanged()
	case actUp, actDown:
		by := 1
		if act == actUp {
			by = -1
		}
		p.cursor = max(min(p.cursor+by, len(p.items)-1), -1)
		return a.planChosen()
	case actNextPane:
		return a.completePrompt()
	case actAccept:
		return a.runPrompt()
	}
	return nil
}

// completePrompt takes the chosen line, or else the first, into the line.
func (a *app) completePrompt() tea.Cmd {
	p := a.prompt
	if len(p.items) == 0 {
		return nil
	}
	it := p.items[max(p.cursor, 0)]
	line := it.line
	if c, arg, known := a.commandOf(line); known && arg == "" && c.args != "" {
		line = c.name + " "
	}
	p.in.set(line)
	return a.promptChanged()
}

// runPrompt runs the chosen line; one that has to be told more is taken into
// the line first.
func (a *app) runPrompt() tea.Cmd {
	p := a.prompt
	line, needs := p.chosen()
	if needs {
		return a.completePrompt()
	}
	if p.err != nil || p.plan.run == nil {
		return nil
	}
	run := p.plan.run
	a.closePrompt()
	keep := a.remember(&a.ran, "commands", strings.TrimSpace(line), recentKept)
	return tea.Batch(keep, run())
}

// clickPrompt chooses a line; a click on the chosen one runs it.
func (a *app) clickPrompt(i int) tea.Cmd {
	if a.prompt.cursor == i {
		return a.runPrompt()
	}
	a.prompt.cursor = i
	return a.planChosen()
}

func (a *app) closePrompt() {
	if a.prompt.cancel != nil {
		a.prompt.cancel()
	}
	a.prompts++
	a.prompt = nil
}

// commandOf parts a line into its command and what it is told.
func (a *app) commandOf(line string) (c *command, arg string, known bool) {
	name, arg, _ := strings.Cut(strings.TrimLeft(line, " "), " ")
	for i := range a.commands {
		if a.commands[i].name == name {
			return &a.commands[i], strings.TrimSpace(arg), true
		}
	}
	return nil, "", false
}

// offered returns the lines that fit what is typed: what the command can be
// told, or else the commands whose words hold every word typed, in any order,
// the last used first, then lines run before.
func (a *app) offered(p *prompt) []promptItem {
	text := p.in.text
	if c, arg, known := a.commandOf(text); known && strings.Contains(strings.TrimLeft(text, " "), " ") {
		return c.offers(a, arg)
	}
	words := strings.Fields(strings.ToLower(text))
	var out, before []promptItem
	for i := range a.commands {
		c := &a.commands[i]
		if c.in&p.from != 0 && holdsAll(c.name+" "+c.args+" "+c.about, words) {
			out = append(out, promptItem{line: c.name, args: c.args, needs: c.needs, about: c.about, key: a.keys.label(p.from, c.act)})
		}
	}
	slices.SortStableFunc(out, func(x, y promptItem) int { return a.rank(y.line, words) - a.rank(x.line, words) })
	for _, line := range slices.Backward(a.ran) {
		c, arg, known := a.commandOf(line)
		if known && arg != "" && c.in&p.from != 0 && holdsAll(line, words) && len(before) < recentShown {
			before = append(before, promptItem{line: line, ran: true})
		}
	}
	if len(words) == 0 {
		return append(before, out...)
	}
	return append(out, before...)
}

// rank orders commands: those whose name begins as typed, then the last used.
func (a *app) rank(name string, words []string) int {
	r := 0
	for i, line := range a.ran {
		if c, _, known := a.commandOf(line); known && c.name == name {
			r = i + 1
		}
	}
	switch {
	case len(words) == 0:
	case name == words[0]:
		r += 3 * recentKept
	case strings.HasPrefix(name, words[0]):
		r += 2 * recentKept
	case strings.Contains(name, words[0]):
		r += recentKept
	}
	return r
}

// holdsAll says whether s holds every word.
func holdsAll(s string, words []string) bool {
	s = strings.ToLower(s)
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(s, w) })
}

// draw draws the command line into r: the line, what is offered, what would
// happen.
func (p *prompt) draw(c *canvas, r rect) {
	c.fill(r, plain, ' ')
	drawBox(c, r, accent, "COMMAND", "words in any order")
	in := r.inset(2, 1)
	c.print(in.x, in.y, 2, accent|bold, ":")
	p.in.draw(c, rect{in.x + 2, in.y, in.w - 2, 1}, plain)
	divide := func(y int) {
		c.fill(rect{r.x + 1, y, r.w - 2, 1}, border, '─')
		c.set(r.x, y, accent, '├')
		c.set(r.x+r.w-1, y, accent, '┤')
	}
	divide(in.y + 1)
	foot := rect{in.x, in.y + in.h - 2, in.w, 2}
	divide(foot.y - 1)
	p.drawItems(c, rect{in.x, in.y + 2, in.w, foot.y - in.y - 3})
	p.drawPlan(c, foot)
}

func (p *prompt) drawItems(c *canvas, r rect) {
	p.top = max(min(max(p.top, p.cursor-r.h+1), max(p.cursor, 0)), 0)
	if len(p.items) == 0 && p.command == nil {
		c.print(r.x+1, r.y, r.w-1, dim, "no command has these words")
	}
	wide := 0
	for _, it := range p.items {
		wide = max(wide, width(it.line)+1+width(it.args))
	}
	wide = min(wide+3, r.w/2)
	for i := 0; i < r.h && p.top+i < len(p.items); i++ {
		it, row := p.items[p.top+i], r.row(i)
		n, _ := c.print(row.x+1, row.y, row.w-2, plain, it.line)
		m, _ := c.print(row.x+2+n, row.y, row.w-3-n, dim, it.args)
		x := row.x + max(wide, n+m+3)
		end := row.x + row.w - 1 - width(it.key)
		c.print(end, row.y, width(it.key), accent, it.key)
		about := it.about
		if it.ran {
			about = "run before"
		}
		c.print(x, row.y, end-1-x, dim, about)
		c.hit(row, actLine, p.top+i)
		if p.top+i == p.cursor {
			c.restyle(row, lit)
			c.set(row.x, row.y, accent|lit, '▌')
		}
	}
	if p.top+r.h < len(p.items) {
		c.set(r.x+r.w+1, r.y+r.h-1, accent, '▾')
	}
}

// drawPlan draws how the command is written and what it would do.
func (p *prompt) drawPlan(c *canvas, r rect) {
	if cmd := p.command; cmd != nil {
		n, _ := c.print(r.x, r.y, r.w, accent, cmd.name)
		m, _ := c.print(r.x+n+1, r.y, r.w-n-1, dim, cmd.args)
		c.print(r.x+n+m+4, r.y, r.w-n-m-4, dim, cmd.about)
	}
	say := r.row(1)
	if p.err != nil {
		pieces, _ := wrap(faultText(p.err), r.w)
		if len(pieces) > 1 { // rather the whole error than how it is written
			c.fill(r, plain, ' ')
			say = r.row(0)
		}
		for i, piece := range pieces[:min(len(pieces), 2)] {
			c.print(say.x, say.y+i, say.w, danger, piece)
		}
		return
	}
	n, _ := c.print(say.x, say.y, say.w, plain, p.plan.say)
	if n > 0 {
		n += 3
	}
	st, text := plain|bold, p.counts
	if p.asking {
		st, text = dim, "counting …"
	}
	c.print(say.x+n, say.y, say.w-n, st, text)
}

// faultText returns what is wrong with a command: for a filter with the column
// and a way out.
func faultText(err error) string {
	var wrong *model.ParseError
	if !errors.As(err, &wrong) {
		return err.Error()
	}
	s := "col " + itoa(wrong.Column) + ": " + wrong.Message
	if wrong.Hint != "" {
		s += ": " + wrong.Hint
	}
	return s
}
