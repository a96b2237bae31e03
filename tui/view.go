package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/tui/text"
)

// View returns the screen. It is drawn only when something has changed.
func (a *app) View() tea.View {
	if !a.dirty {
		return a.view
	}
	a.dirty = false
	a.c.reset(a.w, a.h)
	a.draw()
	v := tea.NewView(a.c.render(a.th))
	v.AltScreen = true
	v.WindowTitle = a.windowTitle()
	v.ProgressBar = a.progressBar()
	if a.mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	if !a.c.caret.empty() {
		v.Cursor = tea.NewCursor(a.c.caret.x, a.c.caret.y)
		v.Cursor.Blink = false
		v.Cursor.Shape = tea.CursorBar
	}
	a.view = v
	return v
}

// windowTitle names the program, how far it is and the source.
func (a *app) windowTitle() string {
	parts := []string{"s3sleuth"}
	if a.sess != nil {
		if c := a.sess.coverage; c.State != model.Complete {
			parts = append(parts, strings.ToLower(stateText(c)))
		}
		name, _ := text.Display(a.sess.uri)
		parts = append(parts, name)
	}
	return strings.Join(parts, "  ")
}

// draw composes what is open.
func (a *app) draw() {
	all := rect{0, 0, a.w, a.h}
	if a.fr.tier == tierWord {
		a.drawWord(all)
		return
	}
	switch {
	case a.sql != nil:
		a.drawSQL()
	case a.scope != nil:
		a.drawScope()
	case a.picker != nil:
		a.picker.draw(&a.c, all, a.cfg.Version)
		a.drawHints(rect{0, a.h - 1, a.w, 1})
		if a.flash != "" {
			a.c.fill(rect{0, a.h - 2, a.w, 1}, plain, ' ')
		}
		a.drawFlash(rect{0, a.h - 2, a.w, 1})
	case a.sess == nil:
		a.c.print(1, 0, a.w-2, title, "s3sleuth")
		a.c.print(2, 2, a.w-4, plain, "opening "+a.cfg.Source+" …")
		a.drawFlash(rect{0, a.h - 2, a.w, 1})
		a.drawHints(rect{0, a.h - 1, a.w, 1})
	case a.compare != nil:
		a.drawCompare()
	case a.sheet != nil:
		a.drawSheet()
	case a.detail != nil:
		a.drawDetail()
	default:
		a.drawInvestigation()
	}
	switch {
	case a.compare != nil || a.sheet != nil:
	case a.list != nil:
		a.drawList()
	case a.values != nil:
		a.drawValues()
	case a.groups != nil:
		a.drawGroups()
	case a.fields != nil:
		a.drawFields()
	}
	if a.about != nil {
		a.c.restyle(all, faint)
		a.drawWhy()
	}
	if a.box != nil {
		a.c.restyle(all, faint)
		a.drawExport()
	}
	if a.timeBox != nil {
		a.c.restyle(all, faint)
		a.drawTime()
	}
	if a.pivot != nil {
		a.c.restyle(all, faint)
		a.drawPivot(all)
	}
	if a.note != nil {
		a.drawNote(all)
	}
	if a.chooser != nil {
		a.c.restyle(all, faint)
		a.drawChooser()
	}
	if a.prompt != nil {
		a.drawPrompt()
	}
	if a.help != nil {
		a.c.restyle(all, faint)
		a.help.draw(&a.c, all)
	}
}

// drawWord says that nothing fits, and that work goes on.
func (a *app) drawWord(r rect) {
	say := []string{itoa(a.w) + "x" + itoa(a.h) + ": too small to draw, need " + itoa(minWidth) + "x" + itoa(minHeight) + "."}
	if a.sess.loading() {
		n, _ := percent(a.sess.coverage)
		say = append(say, "Still reading: "+itoa(n)+" %.")
	}
	pieces, _ := wrap(strings.Join(say, " "), r.w)
	for i := 0; i < r.h && i < len(pieces); i++ {
		a.c.print(0, i, r.w, warn, pieces[i])
	}
}

// drawBox draws a frame with a title at the left and a note at the right.
func drawBox(c *canvas, r rect, st style, name, note string) {
	if r.w < 2 || r.h < 2 {
		return
	}
	c.fill(rect{r.x + 1, r.y, r.w - 2, 1}, st, '─')
	c.fill(rect{r.x + 1, r.y + r.h - 1, r.w - 2, 1}, st, '─')
	c.fill(rect{r.x, r.y + 1, 1, r.h - 2}, st, '│')
	c.fill(rect{r.x + r.w - 1, r.y + 1, 1, r.h - 2}, st, '│')
	c.set(r.x, r.y, st, '╭')
	c.set(r.x+r.w-1, r.y, st, '╮')
	c.set(r.x, r.y+r.h-1, st, '╰')
	c.set(r.x+r.w-1, r.y+r.h-1, st, '╯')
	label := func(x, w int, st style, s string) {
		if s != "" && w > 2 {
			n, _ := c.print(x+1, r.y, w-2, st, s)
			c.set(x, r.y, plain, ' ')
			c.set(x+1+n, r.y, plain, ' ')
		}
	}
	nameWidth := width(name) + 2
	label(r.x+2, min(nameWidth, r.w-4), dim|bold, name)
	if w := width(note) + 2; w+nameWidth+5 <= r.w {
		label(r.x+r.w-2-w, w, dim, note)
	}
}

// drawHints draws the keys of the place, as many as fit, and what could not be
// read at the right.
func (a *app) drawHints(r rect) {
	c := &a.c
	right := ""
	if in := a.place(); a.sess != nil && in&inPanes != 0 {
		right = a.problemsText(a.sess.coverage)
	}
	end := r.x + r.w - 1
	if w := width(right); w > 0 && w < r.w*2/3 {
		c.print(end-w, r.y, w, warn, right)
		c.hit(rect{end - w, r.y, w, 1}, actProblems, 0)
		end -= w + 2
	}
	in := a.place()
	help, back := a.keys.first(in, actHelp), ""
	if help != "" {
		end -= width(help) + len(" help") + 2
	}
	if _, opened := a.hist.wayBack(); in != inTable || opened { // else it only leaves
		back = a.keys.first(in, actBack)
	}
	if back != "" {
		end -= width(back) + len(" back") + 3
	}
	x := r.x + 1
	for _, b := range a.keys.hints(in) {
		if b.act == actHelp || b.act == actBack && back != "" || !a.applies(in, b.act) {
			continue
		}
		label := a.keys.shown(b.keys[:1])
		w := width(label) + 1 + width(b.hint)
		if x+w > end {
			break
		}
		n, _ := c.print(x, r.y, w, accent, label)
		c.print(x+n+1, r.y, w, dim, b.hint)
		x += w + 3
	}
	if back != "" {
		n, _ := c.print(x, r.y, r.w, accent, back)
		c.print(x+n+1, r.y, 4, dim, "back")
		x += n + 8
	}
	if help != "" {
		n, _ := c.print(x, r.y, r.w, accent, help)
		c.print(x+n+1, r.y, 4, dim, "help")
		c.hit(rect{x, r.y, n + 5, 1}, actHelp, 0)
	}
}

// applies says whether an action that has a hint has something to act on.
func (a *app) applies(in place, act action) bool {
	refines := act == actInclude || act == actExclude || act == actOnly
	switch {
	case act == actUndo:
		return a.hist.at > 0
	case refines && in != inHistogram:
		return len(a.picks()) > 0
	case in == inTable && (act == actOpen || act == actHistogram || act == actExport || act == actDescribe || act == actPivot || act == actCopy):
		return a.table.len() > 0
	case in == inFacets && (act == actPivot || act == actChoose || act == actCopy):
		_, has := a.under()
		return has
	case act == actClearField:
		s := a.hist.now()
		f := a.clearing()
		return filterText(none(model.WithoutField(s.where, f.field, f.path))) != filterText(s.where)
	case in&inDetail != 0 && act == actNextRecord:
		return a.table.cursor+1 < a.table.len()
	case in&inDetail != 0 && act == actPrevRecord:
		return a.table.cursor > 0
	case in == inList && act == actFind:
		return len(a.list.problems) > 0 && a.list.opened == nil
	case in == inList && (act == actOpen || act == actCopy):
		return len(a.list.shown) > 0 && (act == actCopy || a.list.opened == nil)
	}
	return true
}

// lostText says what could not be read or was left out though it says otherwise,
// "" when there is nothing.
func lostText(c model.Coverage) string {
	var parts []string
	if c.Failed > 0 {
		parts = append(parts, plural(c.Failed, "file")+" failed")
	}
	if c.Damaged > 0 {
		parts = append(parts, plural(c.Damaged, "line")+" refused")
	}
	if c.Differing > 0 {
		parts = append(parts, plural(c.Differing, "duplicate")+" not alike")
	}
	return strings.Join(parts, ", ")
}

// problemsText points to the list of what could not be read.
func (a *app) problemsText(c model.Coverage) string {
	if lost := lostText(c); lost != "" {
		return "⚠ " + lost + "  " + a.key(actProblems) + " list"
	}
	return ""
}

// drawFlash draws what is said until the next key, or the file being written, and whether there was any.
func (a *app) drawFlash(r rect) bool {
	say := text.Mask(a.flash) // it may name a value of the log
	if say == "" && a.box == nil {
		say = a.savingText()
	}
	a.c.print(r.x+1, r.y, r.w-2, warn, say)
	return say != ""
}
