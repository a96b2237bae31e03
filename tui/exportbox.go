package tui

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/tui/export"
	"s3sleuth/tui/text"
)

// A boxLine is one line of the export dialog that something is chosen on.
type boxLine uint8

const (
	lineWhat boxLine = iota
	lineFormat
	lineColumns
	lineTimes
	lineRedact
	linePath
	boxLines
)

// An exportBox is the dialog that writes a file.
type exportBox struct {
	at      boxLine
	by      []column // whose counts can be written; nil for none
	what    boxWhat
	marked  *markedRecords // once they were chosen
	format  export.Format
	all     bool // all columns
	local   bool // times in the zone of the screen
	redact  bool // accounts and who called get other names
	in      input
	named   string // the name that was proposed; the user keeps another
	replace string // the path that was told to be taken: enter again writes over it
	err     error  // with replace: the name that is taken
}

// A boxWhat is what a file can hold.
type boxWhat uint8

const (
	writeMatches boxWhat = iota
	writeMarked
	writeCounts
)

func newExportBox(by []column, counts bool) *exportBox {
	b := &exportBox{by: by}
	if counts && by != nil {
		b.what = writeCounts
	}
	return b
}

// job returns what the dialog would write now.
func (b *exportBox) job(a *app) *export.Job {
	j := a.evidenceNow()
	j.Format = b.format
	if b.what == writeMarked {
		b.onlyMarked(a, j)
	}
	if b.local && b.format != export.Original {
		j.Zone = a.clock.zone()
	}
	if b.redact && b.format != export.Original {
		j.Redact = export.NewRedactor()
	}
	switch {
	case b.what == writeCounts:
		j.By = exportColumns(b.by...)
	case b.all:
		j.Columns = export.AllColumns()
	default:
		j.Columns = exportColumns(a.table.cols...)
	}
	return j
}

// formats returns the formats to choose from.
func (b *exportBox) formats() []export.Format {
	if b.what == writeCounts {
		return []export.Format{export.CSV, export.JSON}
	}
	return []export.Format{export.CSV, export.JSONLines, export.Original}
}

// choices returns the options of a line and which is chosen.
func (b *exportBox) choices(a *app, line boxLine) (options []string, chosen int) {
	switch line {
	case lineWhat:
		for i, w := range b.whats(a) {
			options = append(options, b.whatName(a, w))
			if w == b.what {
				chosen = i
			}
		}
	case lineFormat:
		for _, f := range b.formats() {
			options = append(options, map[export.Format]string{export.CSV: "CSV", export.JSONLines: "JSON lines", export.Original: "raw", export.JSON: "JSON"}[f])
		}
		chosen = max(slices.Index(b.formats(), b.format), 0)
	case lineColumns:
		if b.what != writeCounts && b.format != export.Original {
			options = []string{"as in the table (" + itoa(len(a.table.cols)) + ")", "all (" + itoa(len(export.AllColumns())) + ")"}
		}
		chosen = toInt(b.all)
	case lineTimes:
		if b.what != writeCounts && b.format != export.Original {
			options = []string{"UTC"}
			if !a.clock.utc() {
				options = append(options, a.clock.name())
			}
		}
		chosen = toInt(b.local)
	case lineRedact:
		if b.format != export.Original {
			options = []string{"nothing", "account numbers and principals"}
		}
		chosen = toInt(b.redact)
	}
	return options, chosen
}

// whats returns what the file can hold.
func (b *exportBox) whats(a *app) []boxWhat {
	list := []boxWhat{writeMatches}
	if len(a.marks.rows) > 0 {
		list = append(list, writeMarked)
	}
	if b.by != nil {
		list = append(list, writeCounts)
	}
	return list
}

func (b *exportBox) whatName(a *app, w boxWhat) string {
	switch w {
	case writeMarked:
		return count(len(a.marks.rows)) + " marked"
	case writeCounts:
		names := make([]string, len(b.by))
		for i, c := range b.by {
			names[i] = c.String()
		}
		return "counts by " + strings.Join(names, ", ")
	}
	return "all " + plural(a.q.answer.Matched, "matching record")
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
		was := b.what
		if b.what = b.whats(a)[i]; was == writeCounts || b.what == writeCounts {
			b.format = export.CSV
		}
	case lineFormat:
		b.format = b.formats()[i]
	case lineColumns:
		b.all = i == 1
	case lineTimes:
		b.local = i == 1
	case lineRedact:
		b.redact = i == 1
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
	case actCopy:
		return a.copyText("the command", text.Mask(b.job(a).Command()))
	case actAccept:
		return a.acceptExport()
	}
	return nil
}

// move goes to the next line that something can be chosen on.
func (b *exportBox) move(a *app, by int) {
	for range boxLines {
		b.at = (b.at + boxLines + boxLine(by)) % boxLines
		if options, _ := b.choices(a, b.at); b.at == linePath || len(options) > toInt(b.at == lineTimes) {
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

// planExport plans "export csv PATH": the table's records, without the dialog.
func (a *app) planExport(arg string) (plan, error) {
	from := a.prompt.from
	if arg == "" {
		return plan{say: "opens the dialog", run: func() tea.Cmd { return a.openExport(from) }}, nil
	}
	if a.q.answer == nil {
		return plan{}, errors.New("there is nothing to export yet")
	}
	word, path, _ := strings.Cut(arg, " ")
	b := newExportBox(nil, false)
	i := slices.IndexFunc(b.formats(), func(f export.Format) bool { return f.String() == word })
	if i < 0 {
		return plan{}, errors.New("a format comes first: csv, jsonl or raw")
	}
	b.format = b.formats()[i]
	job := b.job(a)
	t := export.Target{Path: home(strings.TrimSpace(path), a.cfg.variable("HOME"))}
	if t.Path == "" {
		t.Path, t.Another = job.Name(), true
	}
	say := "would write " + plural(a.q.answer.Matched, "record") + " to " + job.FinalPath(t.Path)
	if job.Coverage.State != model.Complete {
		say += "; " + stateText(job.Coverage)
	}
	return plan{say: say, run: func() tea.Cmd {
		if !a.mayExport() {
			return nil
		}
		return a.save(b.job(a), t)
	}}, nil
}
