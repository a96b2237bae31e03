package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/tui/text"
)

// A tab is one way to look at a record.
type tab uint8

const (
	tabExplained tab = iota
	tabTree
	tabRaw
	tabRelated
	numTabs
)

var tabNames = [numTabs]string{"Explained", "Tree", "Raw", "Related"}

// A detail is one record, opened.
type detail struct {
	subject
	gen    uint64
	index  int  // place in the order of the table, from 0
	stray  bool // it is not among the matches
	tab    tab
	pages  [numTabs]page
	width  int // that the pages are wrapped for
	raw    []byte
	rawErr error
	loaded bool
	root   *node    // nil: not JSON
	fields []string // of an access-log line
	stored string   // how its file is stored; empty is not known
	out    *outlook // from this record to others
	change int      // of the outlook, that the tab shows
}

// openRecord opens the record under the table's cursor.
func (a *app) openRecord() tea.Cmd {
	row, has := a.table.current()
	if !has {
		return nil
	}
	a.opens++
	d := &detail{subject: subject{a.table.ans.Snapshot, row}, index: a.table.cursor, gen: a.opens}
	if a.detail != nil {
		d.tab = a.detail.tab
		d.pages[tabRaw].find, d.pages[tabTree].find, d.pages[tabExplained].find = a.detail.pages[0].find, a.detail.pages[0].find, a.detail.pages[0].find
	}
	a.detail = d
	ctx, src, ref, gen := a.ctx, a.sess.src, d.v.Ref(row), d.gen
	file := d.v.File(ref.File)
	if s, ok := src.(source.Encrypted); ok {
		if how, ok := s.Encryption(file); ok {
			d.stored = how.String()
		}
	}
	look := a.look(d.subject)
	d.out = a.out
	return tea.Batch(look, func() tea.Msg {
		raw, err := src.Raw(ctx, file, ref.Offset, ref.Length)
		return rawMsg{gen: gen, raw: raw, err: err}
	})
}

// place says where keys go.
func (d *detail) place() place {
	return [numTabs]place{inExplained, inTree, inRaw, inRelated}[d.tab]
}

// follow takes the record's place in another answer.
func (d *detail) follow(t *table) {
	d.stray = true
	if t.len() > 0 {
		i, found := t.place(d.row)
		d.index, d.stray = i, !found
	}
}

// setRaw takes the record's original bytes.
func (d *detail) setRaw(raw []byte, err error, cut func([]byte) []string) {
	d.raw, d.rawErr, d.loaded, d.width = raw, err, true, 0
	if err != nil {
		return
	}
	if d.root, err = newTree(raw); err != nil && cut != nil {
		d.fields = cut(raw)
	}
}

// target returns the value under the cursor. A value of the tree that is also a
// column of the record is picked as that column, which is quicker to ask for.
func (d *detail) target() (model.Pick, bool) {
	p, has := d.pages[d.tab].target()
	if !has || p.Field != model.FieldPath {
		return p, has
	}
	if f, known := columnOf[p.Path]; known && p.Recorded {
		if value := d.text(f); value == p.Value || f == model.FieldUA && value == strings.Trim(p.Value, "[]") {
			return model.Pick{Field: f, Value: value, Recorded: true}, true
		}
	}
	return p, has
}

// columnOf are the members of an event that are columns, too.
var columnOf = map[string]model.Field{
	"eventName": model.FieldOp, "eventSource": model.FieldSource, "awsRegion": model.FieldRegion, "sourceIPAddress": model.FieldIP,
	"userAgent": model.FieldUA, "errorCode": model.FieldError, "eventID": model.FieldID, "requestID": model.FieldRequest,
	"recipientAccountId": model.FieldAccount, "vpcEndpointId": model.FieldVPCE, "userIdentity.type": model.FieldType,
	"userIdentity.arn": model.FieldARN, "userIdentity.accessKeyId": model.FieldAccessKey, "userIdentity.invokedBy": model.FieldVia,
	"requestParameters.bucketName": model.FieldBucket, "requestParameters.key": model.FieldKey, "requestParameters.Host": model.FieldHost,
	"tlsDetails.cipherSuite": model.FieldCipher,
}

// doDetail performs an action of the record.
func (a *app) doDetail(act action) tea.Cmd {
	d := a.detail
	switch act {
	case actBack, actEscape:
		if act == actEscape && d.pages[d.tab].find != "" {
			d.setFind("")
			return nil
		}
		a.detail = nil
	case actNextPane:
		d.tab = (d.tab + 1) % numTabs
	case actPrevPane:
		d.tab = (d.tab + numTabs - 1) % numTabs
	case actNextRecord, actPrevRecord:
		by := 1
		if act == actPrevRecord {
			by = -1
		}
		if to := a.table.cursor + by; to < 0 || to >= a.table.len() {
			a.flash = "there is no further record in this result"
			return nil
		}
		a.table.moveTo(a.table.cursor + by)
		return a.openRecord()
	case actInclude, actExclude, actOnly:
		return a.refine(act)
	case actFind:
		a.find = &input{}
	case actCompare:
		return a.compareTwin()
	case actOpen:
		if w := d.chosenWay(); w != nil {
			return a.take(*w)
		}
		d.do(act)
	case actOutside:
		return a.pageRecord()
	case actFacets, actValues, actColumns:
		return a.doTreePath(act)
	case actNextMark, actPrevMark:
		step := 1
		if act == actPrevMark {
			step = -1
		}
		if !d.pages[d.tab].seek(step) {
			a.flash = "not found in this tab"
		}
	default:
		d.do(act)
	}
	return nil
}

func (d *detail) setFind(s string) {
	for i := range d.pages {
		d.pages[i].find = s
	}
}

// do performs a movement, or opens and closes branches.
func (d *detail) do(act action) {
	p := &d.pages[d.tab]
	if p.do(act) || d.tab != tabTree || d.root == nil || p.cursor < 0 || p.cursor >= len(p.lines) {
		return
	}
	n := p.lines[p.cursor].node
	switch act {
	case actOpen:
		n.set(!n.open, false)
	case actRight:
		n.set(true, false)
	case actLeft:
		if !n.branch() || !n.open {
			for p.cursor > 0 && p.lines[p.cursor].node.depth >= n.depth {
				p.cursor--
			}
		} else {
			n.set(false, false)
		}
	case actOpenAll:
		d.root.set(true, true)
	case actCloseAll:
		d.root.set(false, true)
		d.root.set(true, false)
	}
	p.set(d.root.lines())
}

// fit wraps the pages for a width, when they are not yet.
func (d *detail) fit(w int) {
	if d.out != nil && (d.width != w || d.change != d.out.change) {
		d.change = d.out.change
		d.pages[tabRelated].set(d.out.relatedPage(w))
	}
	if d.width == w {
		return
	}
	d.width = w
	d.pages[tabExplained].set(d.page(w, d.stored))
	wait := []pageLine{{runs: []run{{dim, "reading the original bytes …"}}}}
	switch {
	case !d.loaded:
		d.pages[tabTree].set(wait)
		d.pages[tabRaw].set(wait)
	case d.rawErr != nil:
		failed := refused("the original bytes cannot be read: "+d.rawErr.Error(), w)
		d.pages[tabTree].set(failed)
		d.pages[tabRaw].set(failed)
	default:
		d.pages[tabRaw].set(rawLines(d.raw, w))
		d.pages[tabTree].set(d.treeLines(w))
	}
}

// treeLines returns the Tree tab: a JSON tree, or the numbered fields of a line.
func (d *detail) treeLines(w int) []pageLine {
	if d.root != nil {
		return d.root.lines()
	}
	if d.fields == nil {
		return append(refused("this record is neither JSON nor an access-log line that can be cut into fields", w), rawLines(d.raw, w)...)
	}
	var out []pageLine
	for i, value := range d.fields {
		name := fmt.Sprintf("field %d", i+1)
		if i < len(lineFields) {
			name = lineFields[i]
		}
		pieces, escaped := wrap(text.Mask(value), w-nameWidth-8)
		for k, s := range pieces {
			l := pageLine{runs: []run{{dim, pad("", 4)}, {accent, pad("", nameWidth)}, {plain, s}}}
			if k == 0 {
				l.runs[0].s, l.runs[1].s = fmt.Sprintf("%2d  ", i+1), pad(name, nameWidth)
			}
			if value == "-" {
				l.runs[2].st = dim
			}
			if escaped && k == len(pieces)-1 {
				l.runs = append(l.runs, run{warn, "  ⚠ escaped"})
			}
			out = append(out, l)
		}
	}
	return out
}

// lineFields are the names of the fields of an access-log line, in order.
var lineFields = [...]string{
	"bucket owner", "bucket", "time", "remote IP", "requester", "request ID", "operation", "key", "request-URI", "status", "error code",
	"bytes sent", "object size", "total time (ms)", "turn-around time (ms)", "referer", "user agent", "version ID", "host ID",
	"signature version", "cipher suite", "authentication type", "host header", "TLS version", "access point ARN", "ACL required", "source region",
}

// refused writes a message that stands in place of a page.
func refused(s string, w int) []pageLine {
	pieces, _ := wrap(s, w-4)
	var out []pageLine
	for _, p := range pieces {
		out = append(out, pageLine{runs: []run{{warn, p}}})
	}
	return append(out, pageLine{})
}
