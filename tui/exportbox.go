package tui

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/tui/export"
)

// A boxLine is one line of the export dialog that something is chosen on.
type boxLine uint8

const (
	lineWhat boxLine = iota
	lineFormat
	lineColumns
	linePath
	boxLines
)

// An exportBox is the dialog that writes a file.
type exportBox struct {
	at      boxLine
	by      model.Field // whose counts can be written
	hasBy   bool
	counts  bool // counts are written, not records
	format  export.Format
	all     bool // all columns
	in      input
	named   string // the name that was proposed; the user keeps another
	replace string // the path that was told to be taken: enter again writes over it
	err     error  // with replace: the name that is taken
}

func newExportBox(by model.Field, hasBy, counts bool) *exportBox {
	return &exportBox{by: by, hasBy: hasBy, counts: counts && hasBy}
}

// job returns what the dialog would write now.
func (b *exportBox) job(a *app) *export.Job {
	j := a.evidenceNow()
	j.Format = b.format
	switch {
	case b.counts:
		j.By = export.FieldColumns([]model.Field{b.by})
	case b.all:
		j.Columns = export.AllColumns()
	default:
		j.Columns = export.FieldColumns(a.table.cols)
	}
	return j
}

// formats returns the formats to choose from.
func (b *exportBox) formats() []export.Format {
	if b.counts {
		return []export.Format{export.CSV, export.JSON}
	}
	return []export.Format{export.CSV, export.JSONLines, export.Original}
}

// choices returns the options of a line and which is chosen.
func (b *exportBox) choices(a *app, line boxLine) (options []string, chosen int) {
	switch line {
	case lineWhat:
		options = []string{"all " + plural(a.q.answer.Matched, "matching record")}
		if b.hasBy {
			options = append(options, "counts by "+b.by.String())
		}
		chosen = toInt(b.counts)
	case lineFormat:
		for _, f := range b.formats() {
			options = append(options, map[export.Format]string{export.CSV: "CSV", export.JSONLines: "JSON lines", export.Original: "raw", export.JSON: "JSON"}[f])
		}
		chosen = max(slices.Index(b.formats(), b.format), 0)
	case lineColumns:
		if !b.counts && b.format != export.Original {
			options = []string{"as in the table (" + itoa(len(a.table.cols)) + ")", "all (" + itoa(len(export.AllColumns())) + ")"}
		}
		chosen = toInt(b.all)
	}
	return options, chosen
}

func toInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// choose takes an option of a line. Another file is another name.
func (b *exportBox) choose(a *app, line boxLine, i int) {
	options, _ := b.choices(a, line)
	if len(options) == 0 {
		return
	}
	i = (i + len(options)) % len(options)
	switch line {
	case lineWhat:
		b.counts, b.format = i == 1, export.CSV
	case lineFormat:
		b.format = b.formats()[i]
	case lineColumns:
		b.all = i == 1
	}
	b.rename(a)
}

// rename proposes a name for the file. One that the user wrote stays, and gets
// the extension of the format.
func (b *exportBox) rename(a *app) {
	name := b.job(a).Name()
	switch ext := filepath.Ext(b.in.text); {
	case b.in.text == b.named:
		b.in.set(name)
	case ext != "" && ext == filepath.Ext(b.named):
		b.in.set(strings.TrimSuffix(b.in.text, ext) + filepath.Ext(name))
	}
	b.named, b.err, b.replace = name, nil, ""
}

// key takes what is typed into the path.
func (b *exportBox) key(msg tea.Msg) {
	if b.at == linePath && b.in.key(msg) {
		b.err, b.replace = nil, ""
	}
}

// fail tells why no file was written. One that is in the way is written over
// when the user says so again.
func (b *exportBox) fail(err error) {
	b.err = err
	var taken *export.TakenError
	if errors.As(err, &taken) {
		b.replace, b.err = b.in.text, errors.New(filepath.Base(taken.Path))
	}
}

// doExport performs an action of the dialog. While the file is being written,
// the dialog can only be closed.
func (a *app) doExport(act action) tea.Cmd {
	b := a.box
	if act == actEscape {
		a.box = nil
		return nil
	}
	if a.saving.running {
		return nil
	}
	_, chosen := b.choices(a, b.at)
	switch act {
	case actUp, actPrevPane:
		b.move(a, -1)
	case actDown, actNextPane:
		b.move(a, 1)
	case actLeft:
		b.choose(a, b.at, chosen-1)
	case actRight:
		b.choose(a, b.at, chosen+1)
	case actClear:
		b.in.set("")
		b.err, b.replace = nil, ""
	case actAccept:
		return a.acceptExport()
	}
	return nil
}

// move goes to the next line that something can be chosen on.
func (b *exportBox) move(a *app, by int) {
	for range boxLines {
		b.at = (b.at + boxLines + boxLine(by)) % boxLines
		if options, _ := b.choices(a, b.at); b.at == linePath || len(options) > 0 {
			return
		}
	}
}

// acceptExport writes the file.
func (a *app) acceptExport() tea.Cmd {
	b := a.box
	path := strings.TrimSpace(b.in.text)
	if path == "" {
		b.at, b.err = linePath, errors.New("the file needs a name")
		return nil
	}
	replace := b.replace != "" && b.replace == b.in.text
	b.err = nil
	return a.save(b.job(a), export.Target{Path: home(path, a.cfg.variable("HOME")), Replace: replace})
}
