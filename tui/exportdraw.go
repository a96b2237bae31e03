package tui

import (
	"strings"

	"s3sleuth/model"
	"s3sleuth/tui/export"
	"s3sleuth/tui/text"
)

// boxNames are the headings of the dialog's lines.
var boxNames = [boxLines]string{"What", "Format", "Columns", "Times", "Redact", "To"}

// A boxNote is a text below the lines of the dialog.
type boxNote struct {
	st   style
	text string
	must bool // it stays where there is little room
}

// drawExport draws the dialog over the screen, with its keys on the last line.
func (a *app) drawExport() {
	c, b := &a.c, a.box
	c.fill(rect{0, a.h - 2, a.w, 2}, plain, ' ')
	w := min(a.w, 92)
	var notes []pageNote
	for _, n := range b.notes(a) {
		pieces, _ := wrap(n.text, w-6)
		notes = append(notes, pageNote{n, pieces})
	}
	room := a.h - 4 - int(boxLines) // inside the box, below the lines
	notes = fitNotes(notes, room)
	rows := int(boxLines)
	for _, n := range notes {
		rows += len(n.pieces) + n.gap(len(notes), room)
	}
	h := min(rows+2, a.h-2)
	box := rect{(a.w - w) / 2, max((a.h-2-h)/3, 0), w, h}
	c.fill(box, plain, ' ')
	drawBox(c, box, accent, "EXPORT", stateText(a.coverage()))
	in := box.inset(2, 1)
	for line := range boxLines {
		a.drawBoxLine(in.row(int(line)), line)
	}
	y := in.y + int(boxLines)
	for _, n := range notes {
		y += n.gap(len(notes), room)
		for _, s := range n.pieces {
			if y < in.y+in.h {
				c.print(in.x+1, y, in.w-1, n.st, s)
			} else if y == in.y+in.h { // the line above was the last one
				c.set(in.x+in.w, y-1, n.st, '…')
			}
			y++
		}
	}
	foot := rect{0, a.h - 2, a.w, 1}
	a.drawFlash(foot)
	a.drawHints(rect{0, a.h - 1, a.w, 1})
}

// A pageNote is a note cut into lines.
type pageNote struct {
	boxNote
	pieces []string
}

// gap is the blank line above a note, where there is room.
func (n *pageNote) gap(notes, room int) int {
	if room >= 4*notes {
		return 1
	}
	return 0
}

// fitNotes leaves out what is not needed until the notes fit into room lines.
func fitNotes(notes []pageNote, room int) []pageNote {
	lines := func() (n int) {
		for _, note := range notes {
			n += len(note.pieces)
		}
		return n
	}
	for i := len(notes) - 1; i >= 0 && lines() > room; i-- {
		if !notes[i].must {
			notes = append(notes[:i], notes[i+1:]...)
		}
	}
	return notes
}

// notes returns what the dialog says: what is in the way, how complete the file
// is, what is not in it, what is done to its values, and the command line that prints the same.
func (b *exportBox) notes(a *app) []boxNote {
	j := b.job(a)
	var out []boxNote
	switch {
	case a.saving.running:
		out = append(out, boxNote{accent, a.savingText(), true})
	case b.replace != "":
		out = append(out, boxNote{warn | bold, "⚠ exists already: " + a.keys.first(inExportPath, actAccept) + " write over it, or change the name   " + b.err.Error(), true})
	case b.err != nil:
		out = append(out, boxNote{danger, "error: " + b.err.Error(), true})
	}
	if cov := j.Coverage; cov.State != model.Complete {
		say := "⚠ " + stateText(cov)
		if lost := lostText(cov); lost != "" {
			say += " (" + lost + ")"
		}
		say += ": the file will be named " + j.FinalPath(b.in.text)
		out = append(out, boxNote{warn, say, true})
	}
	if n := a.q.answer.Unknown; n > 0 && b.what != writeMarked {
		out = append(out, boxNote{warn, plural(n, "record") + " that cannot say: not in the file, counted in its .meta.json", false})
	}
	say := "Secrets of presigned URLs masked"
	switch b.format {
	case export.CSV:
		say += "; formulas (= + - @) made harmless; control characters escaped."
	case export.Original:
		say += "; otherwise the bytes as they stand in the log."
	default:
		say += "; control characters escaped."
	}
	return append(out,
		boxNote{dim, say + " A .meta.json beside it holds filter, completeness and SHA-256.", false},
		b.commandNote(text.Mask(j.Command())),
	)
}

// drawBoxLine draws one line of the dialog: its options, or the path. Where the
// options do not fit, the chosen one stands between arrows.
func (a *app) drawBoxLine(r rect, line boxLine) {
	c, b := &a.c, a.box
	st := dim
	if b.at == line {
		st = accent | bold
		c.set(r.x-1, r.y, accent, '▌')
	}
	c.print(r.x+1, r.y, 8, st, boxNames[line])
	x, end := r.x+10, r.x+r.w
	c.hit(r, actChoice, int(line)<<8|0xff)
	if line == linePath {
		if b.at == linePath {
			b.in.draw(c, rect{x, r.y, end - x, 1}, plain)
		} else {
			c.print(x, r.y, end-x, plain, b.in.text)
		}
		return
	}
	options, chosen := b.choices(a, line)
	if len(options) == 0 {
		c.print(x, r.y, end-x, dim, "–")
		return
	}
	if b.at == line {
		c.caret = rect{x, r.y, 1, 1}
	}
	if width(strings.Join(options, ""))+len(options)*7 > end-x {
		c.print(x, r.y, end-x, plain, "‹ "+options[chosen]+" ›")
		return
	}
	for i, o := range options {
		mark, st := "( ) ", dim
		if i == chosen {
			mark, st = "(•) ", plain|bold
		}
		n, _ := c.print(x, r.y, end-x, st, mark+o)
		c.hit(rect{x, r.y, n, 1}, actChoice, int(line)<<8|i)
		x += n + 3
	}
}
