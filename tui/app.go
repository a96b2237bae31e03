package tui

import (
	"context"
	"os/exec"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
)

// A pane is a part of the investigation that keys can go to.
type pane uint8

const (
	paneTable pane = iota
	paneFacets
	paneHist
	paneCompare
)

// app is the only tea.Model. Its parts are plain structs; what is open decides
// where keys go (place) and what is drawn (view.go).
type app struct {
	ctx context.Context
	cfg Config

	// The screen.
	th      *theme
	c       canvas
	w, h    int
	fr      frame
	dirty   bool
	view    tea.View // as last drawn
	mouse   bool
	flash   string // said on the cell line until the next key
	leaving action // the key that quits when pressed again
	keys    *keyTable
	chord   chord

	// The source, and what is asked of it.
	load    func(source.Source, *store.Store) loader
	outside func(*exec.Cmd, tea.ExecCallback) tea.Cmd            // tea.ExecProcess, but in tests
	after   func(time.Duration, func(time.Time) tea.Msg) tea.Cmd // tea.Tick, but in tests
	scope   *scope                                               // nil but between opening and reading a log bucket
	scopes  uint64                                               // generation of the scope
	sql     *sqlPage                                             // the filter as statements; nil but while it is shown
	sqls    uint64                                               // generation of the SQL page
	picker  *picker                                              // nil once a source is open
	opening uint64                                               // generation of the source being opened
	within  source.Range                                         // what is read of the source
	sess    *session
	q       query
	typing  uint64 // generation of the filter line's debounce

	// The investigation.
	hist   history
	bar    filterBar
	noted  bool // where one stood is noted already: before the filter was typed
	table  table
	facets *facets
	side   preview
	graph  hist
	split  split // what the histogram is coloured by
	versus contrast
	brush  brush
	wheel  wheel
	focus  pane
	drawer bool // facets are shown over the table, in tierOne

	// What lies over it.
	detail     *detail
	opens      uint64 // generation of the record's bytes
	list       *list
	values     *valueList
	groups     *groupList
	about      *why
	fields     *fieldChoice
	help       *help
	find       *input // the text to find, while it is typed
	prompt     *prompt
	commands   []command
	chooser    *chooser
	ran        []string // commands run, the latest last
	prompts    uint64   // generation of the prompt's counts
	clock      clock
	shade      string     // of the theme, as the user chose: "" is the terminal's
	isDark     bool       // the terminal's background
	isMono     bool       // the terminal has no colours
	sought     model.Expr // by find, for n and N
	soughtText string
	jump       jump
	lists      uint64 // generation of the list
	pathRun    pathRun
	box        *exportBox
	timeBox    *timeBox
	times      uint64 // generation of the time dialog's count

	saving  saving
	writing sync.Mutex // held while a file is written

	// From one record to the others.
	out     *outlook
	pivot   *pivot
	sheet   *sheet
	compare *comparison
	note    *note
	marks   marks
	looks   uint64 // generation of the outlook
	pivots  uint64 // generation of the pivot menu
	sheets  uint64 // generation of the sheet
}

func newApp(ctx context.Context, c Config) *app {
	if c.Now == nil {
		c.Now = time.Now
	}
	a := &app{
		ctx: ctx, cfg: c, dirty: true, mouse: true,
		th:     newTheme(!lightByEnvironment(&c), c.mono(), c.ascii()),
		hist:   newHistory(),
		facets: newFacets(),
		graph:  hist{anchor: -1},
		after:  tea.Tick, outside: tea.ExecProcess,
	}
	a.isDark, a.commands = a.th.dark, newCommands()
	a.bar.recent, a.ran = remembered(c.State, "filters"), remembered(c.State, "commands")
	var wrong []model.Problem
	if a.keys, wrong = keysOf(c.Keys, c.KeysFile); c.ascii() {
		a.keys.spell()
	}
	if c.KeysErr != nil {
		wrong = []model.Problem{{File: c.KeysFile, Offset: -1, Whole: true, Reason: c.KeysErr.Error(), Hint: "the keys are the usual ones"}}
	}
	a.bar.opens = a.key(actFilter)
	a.facets.why, a.facets.all = a.keys.first(inFacets, actDescribe), a.keys.first(inFacets, actValues)
	if wrong != nil {
		a.list = &list{title: "KEYS", note: "of the key file this was not taken; the rest is", problems: wrong}
		a.list.narrow("")
	}
	a.load = func(src source.Source, st *store.Store) loader { return source.NewLoader(src, st, a.within) }
	a.table.setColumns(nil, nil, false)
	if c.Source == "" {
		a.picker = a.newPicker()
	}
	s := a.hist.now()
	s.from, s.to, s.look = milliseconds(c.Range.From), milliseconds(c.Range.To), a.lookNow()
	return a
}

// Init asks the terminal for its background and opens the source.
func (a *app) Init() tea.Cmd {
	cmds := []tea.Cmd{tea.RequestBackgroundColor}
	if a.cfg.Source != "" {
		cmds = append(cmds, a.open(a.cfg.Source))
	} else {
		cmds = append(cmds, a.lookNear())
	}
	return tea.Batch(cmds...)
}

// Update routes a message: the terminal's, answers, then keys and mouse.
func (a *app) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		a.dirty = true
		return a, a.resize(msg.Width, msg.Height)
	case tea.BackgroundColorMsg:
		a.restyle(msg.IsDark(), a.isMono)
		return a, nil
	case tea.ColorProfileMsg:
		a.restyle(a.isDark, msg.Profile <= colorprofile.ASCII)
		return a, nil
	case tea.KeyPressMsg:
		a.dirty = true
		scrolled := a.scrollNow()
		at := a.standing()
		cmd := tea.Batch(scrolled, a.press(msg))
		a.keep(at)
		return a, tea.Batch(cmd, a.settle(), a.readCells())
	case tea.PasteMsg:
		a.dirty = true
		return a, a.typed(msg)
	case tea.MouseMsg:
		at := a.standing()
		cmd := a.pointed(msg)
		a.keep(at)
		return a, tea.Batch(cmd, a.settle(), a.readCells())
	}
	return a, tea.Batch(a.answered(msg), a.readCells())
}

// answered takes the answers of commands.
func (a *app) answered(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case openedMsg:
		return a.opened(msg)
	case nearMsg, lookMsg, lookTickMsg, lookedMsg:
		return a.looked(msg)
	case partsListedMsg, plannedMsg:
		return a.scoped(msg)
	case billMsg:
		return a.billedNow(msg)
	case tallyBillMsg, tallyTickMsg, profileMsg:
		return a.tallied(msg)
	case tickMsg:
		return a.ticked(msg)
	case loadedMsg:
		return a.loaded(msg)
	case answerMsg:
		return a.answer(msg)
	case partsMsg:
		a.setParts(msg)
	case typedMsg:
		if msg.gen == a.typing && a.bar.editing && a.bar.err == nil {
			return a.ask()
		}
	case wheelMsg:
		return a.scrolled()
	case slowMsg:
		return a.patience(msg)
	case chordMsg:
		return a.unchord(msg)
	case timeAskMsg:
		return a.timeAsk(msg)
	case timeCountMsg:
		a.timeCounted(msg)
	case planMsg:
		return a.weigh(msg)
	case planAnswerMsg:
		a.weighed(msg)
	case gotoMsg:
		a.arrived(msg)
	case recordMsg:
		return a.recordRead(msg)
	case copiedMsg:
		a.copied(msg)
	case editMsg:
		return a.edit(msg)
	case outsideMsg:
		return a.returned(msg)
	case jumpMsg:
		a.jumped(msg)
	case brushedMsg:
		if msg.gen == a.versus.gen {
			return a.compareNow()
		}
	case contrastMsg:
		a.contrasted(msg)
	case rawMsg:
		if a.detail != nil && msg.gen == a.detail.gen {
			a.detail.setRaw(msg.raw, msg.err, a.cfg.Fields)
			a.dirty = true
		}
	case savingMsg:
		return a.savingSeen(msg)
	case savedMsg:
		a.saved(msg)
	case rawCellsMsg:
		a.cellsRead(msg)
	case pathMsg:
		return a.pathCounted(msg)
	case pathTickMsg:
		return a.pathTicked(msg)
	case valuesTickMsg:
		return a.valuesTicked(msg)
	case valuesMsg:
		return a.setValues(msg)
	case groupsMsg, groupsTickMsg, fieldCountsMsg:
		return a.grouped(msg)
	case whyMsg:
		a.setWhy(msg)
	case witnessMsg, tallyMsg, hostsMsg:
		return a.seen(msg)
	case pivotMsg:
		a.pivoted(msg)
	case callsMsg, sheetMsg:
		return a.sheeted(msg)
	case problemsMsg, refusedMsg:
		a.listed(msg)
	}
	return nil
}

// resize lays out the screen anew. The histogram has one bin a column, so
// another width is another question.
func (a *app) resize(w, h int) tea.Cmd {
	a.w, a.h = w, h
	was := plot(a.fr.graph).w
	switch {
	case layout(w, h).tier == tierTwo:
		a.drawer = false
	case a.focus == paneFacets:
		a.drawer = true
	}
	a.fr = a.frameNow()
	s := a.shown()
	a.table.setColumns(s.cols, fieldsOf(s.where), a.narrow())
	rows := a.fr.rows()
	a.table.height = max(rows.h, 0)
	a.table.scroll()
	if a.timing() && a.fr.hist.empty() {
		a.focus = paneTable
	}
	if now := plot(a.fr.graph).w; now != was && a.sess != nil {
		return a.ask()
	}
	return nil
}

// settle lays the screen out anew when what has the keys takes another room.
func (a *app) settle() tea.Cmd {
	if a.w == 0 || a.frameNow() == a.fr {
		return nil
	}
	a.dirty = true
	return a.resize(a.w, a.h)
}

// place says where keys go.
func (a *app) place() place {
	switch {
	case a.help != nil:
		return inHelp
	case a.prompt != nil:
		return inPalette
	case a.chooser != nil:
		return inColumns
	case a.bar.editing && a.bar.chips != nil:
		return inChips
	case a.box != nil && a.box.at == linePath:
		return inExportPath
	case a.box != nil:
		return inExport
	case a.timeBox != nil && a.timeBox.at <= timeUntil:
		return inTimeText
	case a.timeBox != nil:
		return inTime
	case a.find != nil:
		return inEntry
	case a.bar.editing:
		return inInput
	case a.note != nil:
		return inNote
	case a.pivot != nil:
		return inPivot
	case a.about != nil:
		return inWhy
	case a.compare != nil:
		return inPair
	case a.sheet != nil:
		return inSheet
	case a.values != nil:
		return inValues
	case a.groups != nil:
		return inGroups
	case a.fields != nil:
		return inFields
	case a.list != nil:
		return inList
	case a.entry() != nil:
		return inEntry
	case a.sql != nil && a.sql.src == nil:
		return inWritten
	case a.sql != nil:
		return inSQL
	case a.scope != nil:
		return inScope
	case a.picker != nil && a.picker.login != nil:
		return inLogin
	case a.picker != nil:
		return inPicker
	case a.detail != nil:
		return a.detail.place()
	}
	return [...]place{paneTable: inTable, paneFacets: inFacets, paneHist: inHistogram, paneCompare: inCompare}[a.focus]
}

// press performs what a key means where keys go now, or types it.
func (a *app) press(k tea.KeyPressMsg) tea.Cmd {
	a.flash = ""
	act, waits, before := a.sequence(k.String())
	if act != a.leaving {
		a.leaving = actNone
	}
	in := a.place()
	switch {
	case waits:
		return before
	case act != actNone:
		return tea.Batch(before, a.do(in, act))
	case in&inTyping != 0:
		return tea.Batch(before, a.typed(k))
	}
	return before
}

// typed gives a key or a paste to the line being typed in.
func (a *app) typed(msg tea.Msg) tea.Cmd {
	switch {
	case a.help != nil:
		a.help.key(msg)
	case a.prompt != nil:
		return a.promptTyped(msg)
	case a.box != nil && !a.saving.running:
		a.box.key(msg)
	case a.timeBox != nil:
		return a.timeTyped(msg)
	case a.find != nil:
		a.find.key(msg)
	case a.bar.editing:
		if a.bar.key(msg, a.cfg.Now()) {
			return a.debounce()
		}
	case a.entry() != nil:
		a.entry().key(msg)
	case a.picker != nil:
		a.picker.key(msg)
	}
	return nil
}

// shown returns the state on the screen: the committed one, or what the filter
// line says while it is typed.
func (a *app) shown() state {
	s := *a.hist.now()
	if a.bar.editing && a.bar.err == nil {
		s.text, s.where = a.bar.in.text, a.bar.where
	}
	return lifted(s)
}

// summary tells what there is, for when the screen has closed.
func (a *app) summary() Summary {
	s := Summary{Filter: a.hist.now().text}
	if a.sess != nil {
		s.Source, s.Coverage = a.sess.uri, a.sess.coverage
	}
	return s
}
