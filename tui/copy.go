package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/tui/clipboard"
	"s3sleuth/tui/export"
	"s3sleuth/tui/text"
)

// copiedMsg: a text was copied.
type copiedMsg struct {
	what    string // as "bucket = acme-backup"
	text    string
	done    clipboard.Done
	escaped bool // it held what a terminal would obey
}

// copy copies what is under the cursor: its value, its path, or the record.
// Secrets of presigned URLs are masked as everywhere.
func (a *app) copy(in place, act action) tea.Cmd {
	if act == actCopyRecord {
		return a.copyRecord(in)
	}
	p, has := a.under()
	switch {
	case act == actCopyPath && has && p.Path != "":
		return a.copyText("the path "+p.Path, p.Path)
	case act == actCopyPath && a.detail != nil:
		return a.copyPath()
	case a.list != nil && a.list.problems != nil && len(a.list.shown) > 0:
		p := a.list.problems[a.list.shown[a.list.cursor]]
		s := strings.TrimSpace(p.File + ": " + p.Reason + " " + p.Hint)
		return a.copyText(s, s)
	case !has && a.focus == paneTable && a.detail == nil && a.list == nil:
		if row, some := a.table.current(); some {
			s := string(store.AppendTime(nil, a.table.ans.Snapshot.Time(row)))
			return a.copyText("time = "+s, s)
		}
		return nil
	case !has || !p.Recorded:
		a.flash = "there is no value under the cursor to copy"
		return nil
	}
	name := p.Field.String()
	if p.Field == model.FieldPath {
		name = p.Path
	}
	value := text.Mask(strings.ReplaceAll(p.Value, "\n", `\n`)) // a value is one line
	return a.copyText(name+" = "+value, value)
}

// copyPath copies the path of the branch or leaf under the tree's cursor.
func (a *app) copyPath() tea.Cmd {
	p := &a.detail.pages[tabTree]
	if p.cursor < 0 || p.cursor >= len(p.lines) || p.lines[p.cursor].node == nil || len(p.lines[p.cursor].node.path) == 0 {
		a.flash = "there is no path under the cursor to copy"
		return nil
	}
	path := model.JoinPath(p.lines[p.cursor].node.path...)
	return a.copyText("the path "+path, path)
}

// copyText copies a text: to the terminal at once, elsewhere by a command.
func (a *app) copyText(what, s string) tea.Cmd {
	desk, ctx := a.cfg.Desk, a.ctx
	s, escaped := harmless(s)
	elsewhere := func() tea.Msg {
		return copiedMsg{what: what, text: s, done: desk.Copy(ctx, s), escaped: escaped}
	}
	if clipboard.Fits(s) {
		return tea.Batch(tea.SetClipboard(s), elsewhere)
	}
	return elsewhere
}

// harmless returns a text as it may be pasted into a terminal: what it would
// obey is escaped, line by line.
func harmless(s string) (shown string, escaped bool) {
	var out []string
	for line := range strings.SplitSeq(s, "\n") {
		line, hurt := text.Display(line)
		out, escaped = append(out, line), escaped || hurt
	}
	return strings.Join(out, "\n"), escaped
}

// copyRecord copies the record under the cursor. Where one looks at its
// original bytes these are copied, else its fields as query --format jsonl
// writes them.
func (a *app) copyRecord(in place) tea.Cmd {
	var v *store.Snapshot
	var row store.Row
	if a.detail != nil {
		v, row = a.detail.v, a.detail.row
	} else if r, has := a.table.current(); has {
		v, row = a.table.ans.Snapshot, r
	} else {
		a.flash = "there is no record to copy"
		return nil
	}
	ctx, original := a.ctx, in&(inTree|inRaw) != 0
	record := export.Evidence{Snapshot: v, Raw: rawOf(a.sess.src)}.Record(row)
	return func() tea.Msg {
		if original {
			bytes, err := record.Original(ctx)
			return recordMsg{what: "the original record", text: text.Mask(string(bytes)), err: err}
		}
		b, err := record.AppendJSON(ctx, nil, export.AllColumns())
		return recordMsg{what: "the record as JSON", text: string(b), err: err}
	}
}

// recordMsg: the text of a record, ready to be copied.
type recordMsg struct {
	what, text string
	err        error
}

// recordRead copies a record that was read for it.
func (a *app) recordRead(msg recordMsg) tea.Cmd {
	if msg.err != nil {
		a.dirty, a.flash = true, "nothing was copied: the original bytes cannot be read: "+msg.err.Error()
		return nil
	}
	return a.copyText(msg.what, msg.text)
}

// copied says what was done with a copy.
func (a *app) copied(msg copiedMsg) {
	a.dirty = true
	size := " (" + model.Size(int64(len(msg.text)))
	if msg.escaped {
		size += "; control characters escaped"
	}
	var ways []string
	if clipboard.Fits(msg.text) {
		ways = append(ways, "the terminal (OSC 52)")
	}
	ways = append(ways, msg.done.Tools...)
	say := "sent to " + strings.Join(ways, " and ")
	switch {
	case msg.done.File != "":
		say = "too long for the terminal's clipboard: saved to " + msg.done.File
	case len(ways) == 0:
		say = "not copied"
	}
	if msg.done.Err != nil {
		say += "; " + msg.done.Err.Error()
	}
	a.flash = say + ": " + msg.what + size + ")"
}
