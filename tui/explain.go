package tui

import (
	"fmt"
	"strings"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/tui/explain"
	"s3sleuth/tui/text"
)

// A subject is the record being looked at.
type subject struct {
	v   *store.Snapshot
	row store.Row
}

func (s subject) kind() model.Kind { return s.v.Kind(s.row) }

func (s subject) is(k model.Fact) bool { return s.v.Facts(s.row).Get(k) == model.Yes }

// text returns a field's value, "" where there is none.
func (s subject) text(f model.Field) string {
	value, _ := s.v.Text(s.row, f)
	return value
}

// A sentence says one thing, with what it is drawn from.
type sentence struct {
	st       style
	mark     string
	says     string
	because  string // one more sentence; may be empty
	evidence string
}

// weights are how an explanation of each weight is drawn.
var weights = [...]struct {
	st   style
	mark string
}{
	explain.Aside: {dim, hm},
	explain.Fine:  {ok, fine},
	explain.Warn:  {warn, bad},
	explain.Bad:   {danger, bad},
}

const (
	bad  = "●"
	fine = "✓"
	hm   = "○"
)

// A group is a block of the record's fields.
type group struct {
	name   string
	fields []model.Field
}

var groups = []group{
	{"WHO", []model.Field{model.FieldPrincipal, model.FieldARN, model.FieldSession, model.FieldType, model.FieldAccount, model.FieldAccessKey, model.FieldMFA, model.FieldVia, model.FieldIP, model.FieldSourceRegion, model.FieldVPCE, model.FieldClient, model.FieldUA}},
	{"WHAT", []model.Field{model.FieldOp, model.FieldOperation, model.FieldSource, model.FieldBucket, model.FieldKey, model.FieldSize, model.FieldACL, model.FieldReferer}},
	{"HOW", []model.Field{model.FieldTLS, model.FieldCipher, model.FieldAuth, model.FieldSignature, model.FieldEndpoint, model.FieldHost, model.FieldRegion}},
	{"RESULT", []model.Field{model.FieldStatus, model.FieldError, model.FieldBytes, model.FieldTurnaround, model.FieldACLRequired}},
}

// page returns the Explained tab, w columns wide. stored says how the file of
// the record is stored; empty is not known.
func (s subject) page(w int, stored string) []pageLine {
	var out []pageLine
	for _, x := range explain.Sentences(s.v, s.row) {
		m := weights[x.Weight]
		out = append(out, sentence{m.st, m.mark, x.Says, x.Because, x.Evidence}.lines(w)...)
	}
	out = append(out, pageLine{})
	ms := s.v.Time(s.row)
	when := "UTC, S3 received the request"
	if s.kind() != model.AccessLog {
		when = "UTC, the request was completed"
	}
	if valueColumn+len(moment(ms))+2+len(when) > w {
		when = "UTC"
	}
	out = append(out, pageLine{runs: []run{{title, pad("WHEN", 8)}, {accent, pad("time", 13)}, {plain, moment(ms)}, {dim, "  " + when}}})
	var none, silent []string
	for _, g := range groups {
		name := g.name
		for _, f := range g.fields {
			value, recorded := valueOf(s.v, s.row, f)
			switch {
			case recorded:
				out = append(out, s.field(name, f, value, w)...)
				name = ""
			case f.IsText() && s.v.Answered(s.row, f):
				none = append(none, f.String())
			default:
				silent = append(silent, f.String())
			}
		}
	}
	ref := s.v.Ref(s.row)
	out = append(out, labelled("WHERE", "file", s.v.File(ref.File), w)...)
	out = append(out, labelled("", "place", fmt.Sprintf("byte %s, %s long", count(int(ref.Offset)), plural(ref.Length, "byte")), w)...)
	out = append(out, labelled("", "stored", stored, w)...)
	out = append(out, labelled("", "log", s.kind().String(), w)...)
	for _, f := range []model.Field{model.FieldID, model.FieldRequest} {
		switch value, recorded := valueOf(s.v, s.row, f); {
		case !s.v.Exact(s.row, f):
			out = append(out, labelled("", f.String(), "of an unusual shape: the other tabs show it", w)...)
		case recorded:
			out = append(out, s.field("", f, value, w)...)
		}
	}
	out = append(out, labelled("ABSENT", "there was no", strings.Join(none, ", "), w)...)
	return append(out, labelled("", "cannot say", strings.Join(silent, ", "), w)...)
}

// lines writes a sentence with its evidence.
func (x sentence) lines(w int) []pageLine {
	says, _ := wrap(x.says, w-3)
	out := []pageLine{{runs: []run{{x.st, x.mark + " "}, {x.st&tokenMask | bold, says[0]}}, right: run{dim, x.evidence}}}
	for _, more := range says[1:] {
		out = append(out, pageLine{indent: 2, runs: []run{{x.st&tokenMask | bold, more}}})
	}
	if width(x.says)+width(x.evidence)+8 > w {
		out[0].right = run{}
		if x.evidence != "" {
			pieces, _ := wrap("evidence: "+x.evidence, w-3)
			for _, p := range pieces {
				out = append(out, pageLine{indent: 2, runs: []run{{dim, p}}})
			}
		}
	}
	if x.because != "" {
		pieces, _ := wrap(x.because, min(w-4, 96))
		for _, p := range pieces {
			out = append(out, pageLine{indent: 2, runs: []run{{plain, p}}})
		}
	}
	return out
}

const valueColumn = 21 // group name and field name stand before it

// field writes one field with its value, wrapped, and what it tells beyond it.
func (s subject) field(name string, f model.Field, value string, w int) []pageLine {
	st := cellStyle(s.v, s.row, f, value, true)
	pieces, escaped := wrap(value, w-valueColumn-2)
	t := &model.Pick{Field: f, Value: s.text(f), Recorded: true}
	var out []pageLine
	for i, p := range pieces {
		l := pageLine{runs: []run{{title, pad("", 8)}, {accent, pad("", 13)}, {st, p}}}
		if i == 0 {
			l = pageLine{runs: []run{{title, pad(name, 8)}, {accent, pad(f.String(), 13)}, {st, p}}, target: t}
		}
		if i == len(pieces)-1 {
			if escaped {
				l.runs = append(l.runs, run{warn, "  ⚠ escaped"})
			}
			l.runs = append(l.runs, run{dim, s.remark(f, value)})
		}
		out = append(out, l)
	}
	return out
}

// remark adds what helps to read a value.
func (s subject) remark(f model.Field, value string) string {
	switch f {
	case model.FieldOperation:
		switch {
		case s.is(model.Delete):
			return "  deletes"
		case s.is(model.Write):
			return "  writes"
		case s.is(model.Read):
			return "  reads"
		}
	case model.FieldSize, model.FieldBytes:
		var n int64
		if _, err := fmt.Sscan(value, &n); err == nil && n >= 1024 {
			return "  " + model.Size(n)
		}
	case model.FieldAccount:
		if who := accountOf(s.text(model.FieldPrincipal)); who != "" && who != value {
			return "  whose log it is; the caller is of " + who
		}
	case model.FieldTurnaround:
		return " ms"
	}
	return ""
}

// labelled writes a line that is no field of the filter, wrapped; nothing when
// there is nothing to say.
func labelled(name, label, value string, w int) []pageLine {
	if value == "" {
		return nil
	}
	pieces, _ := wrap(text.Mask(value), w-valueColumn-2)
	var out []pageLine
	for i, p := range pieces {
		if i > 0 {
			name, label = "", ""
		}
		out = append(out, pageLine{runs: []run{{title, pad(name, 8)}, {dim, pad(label, 13)}, {plain, p}}})
	}
	return out
}

// pad fills s with blanks to w columns.
func pad(s string, w int) string {
	if n := w - width(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}
