package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
)

// A note is a short explanation over the screen.
type note struct {
	title string
	text  []sentence // says what, because why
	page  page
	width int
}

// describe explains the value under the cursor; of a principal it opens the
// sheet.
func (a *app) describe(in place) tea.Cmd {
	p, has := a.under()
	f, some := a.fieldUnder(in)
	switch {
	case in == inFacets && a.facets.line().kind != facetValue:
		return a.openWhy()
	case has && p.Field == model.FieldPrincipal && p.Recorded && a.sheet == nil:
		return a.openSheet(p.Value)
	case !has && some:
		p = model.Pick{Field: f}
		a.note = &note{title: strings.ToUpper(f.String()), text: fieldSentences(f)}
	case has && p.Field == model.FieldPath:
		a.note = &note{title: p.Path, text: pathSentences(p)}
	case has:
		of, record := a.subjectUnder(in)
		if record {
			p.Recorded = p.Recorded && p.Value != ""
		}
		a.note = &note{title: strings.ToUpper(p.Field.String()), text: append(valueSentences(p, of), fieldSentences(p.Field)...)}
	default:
		a.flash = "there is nothing under the cursor to describe"
	}
	return nil
}

// fieldUnder returns the field under the cursor where there is no value.
func (a *app) fieldUnder(in place) (model.Field, bool) {
	switch in {
	case inTable:
		return a.table.field(), true
	case inFacets:
		return a.facets.line().field, true
	}
	return 0, false
}

// valueSentences explain a value, or why there is none. of is the record it
// belongs to; its v is nil where the value is of many records.
func valueSentences(p model.Pick, of subject) []sentence {
	if !p.Recorded {
		return absentSentences(p.Field, of)
	}
	value, _ := valueShown(p)
	out := []sentence{{st: accent, mark: "=", says: value, because: meaning(p.Field, p.Value)}}
	if c, ok := only(nil, p).(*model.Cmp); ok {
		out = append(out, sentence{st: dim, mark: " ", says: "in a filter: " + c.String()})
	}
	return out
}

// absentSentences explain why a record has no value in a field.
func absentSentences(f model.Field, of subject) []sentence {
	if of.v != nil && f.IsText() && of.v.Answered(of.row, f) {
		return []sentence{{st: ok, mark: "-", says: "There was none.", because: "The record says so: its log would have written a value. A condition on " + f.String() + " is no for it."}}
	}
	x := sentence{st: warn, mark: "·", says: "Not recorded: the log cannot say.", because: silence[f]}
	if x.because == "" {
		x.because = "The record carries no such field."
	}
	out := []sentence{x}
	if f < model.NumFields && model.Fields[f].Absence == model.Answer {
		out[0].says = "No value."
		return append(out, sentence{st: dim, mark: " ", says: "Where the log could have written one there was none, and a condition on " + f.String() + " is no; elsewhere it cannot say."})
	}
	return append(out, sentence{st: dim, mark: " ", says: "Such records are unknown to a condition on " + f.String() + ": it does not match them, -" + f.String() + ":… does, and they are counted beside the matches as \"cannot say\"."})
}

// fieldSentences explain a field from the field table.
func fieldSentences(f model.Field) []sentence {
	if f >= model.NumFields {
		return nil
	}
	info := model.Fields[f]
	out := []sentence{{st: title, mark: " ", says: "the field " + info.Name + ": " + info.Help}}
	if len(info.Aliases) > 0 {
		out = append(out, sentence{st: dim, mark: " ", says: "also spelled " + strings.Join(info.Aliases, ", ")})
	}
	return out
}

// pathSentences explain a member of an event.
func pathSentences(p model.Pick) []sentence {
	out := []sentence{{st: accent, mark: "=", says: p.Value}}
	if value, _ := valueShown(p); p.Recorded {
		out[0].says = value
	} else {
		out[0].says = "null: the event does not record it"
	}
	return append(out, sentence{st: dim, mark: " ", says: "A member of the CloudTrail event. A filter may name it as it stands; it is then looked for in the original bytes of every record, which takes longer than a column."})
}

// meaning explains a value by its field, "" when it speaks for itself.
func meaning(f model.Field, value string) string {
	if f == model.FieldACL {
		return aclMeaning(value)
	}
	if s, known := meanings[f][value]; known {
		return s
	}
	switch f {
	case model.FieldAccessKey:
		return keyMeaning(value)
	case model.FieldStatus:
		return statusMeaning(value)
	case model.FieldEndpoint:
		return endpointMeaning(value)
	case model.FieldIP:
		if strings.HasSuffix(value, ".amazonaws.com") || strings.HasPrefix(value, "AWS Internal") {
			return "An AWS service made the call: the log has its name in place of an address."
		}
	}
	return ""
}

// aclMeaning explains the verdict on an access control list: a canned name or
// grants joined by commas.
func aclMeaning(value string) string {
	if s, known := meanings[model.FieldACL][value]; known {
		return s
	}
	if !strings.HasPrefix(value, "grant:") {
		return ""
	}
	say := "Grants written out one by one, as grant:PERMISSION:WHOM."
	if strings.Contains(value, ":AllUsers") {
		say += " AllUsers is everybody, without signing in."
	}
	if strings.Contains(value, ":AuthenticatedUsers") {
		say += " AuthenticatedUsers is everybody who has any AWS account."
	}
	return say
}

// keyMeaning tells long-lived keys from those of a session.
func keyMeaning(value string) string {
	switch {
	case strings.HasPrefix(value, "AKIA"):
		return "A long-lived key of a user: it works until somebody turns it off."
	case strings.HasPrefix(value, "ASIA"):
		return "A key of one session: it runs out by itself, after hours at most."
	}
	return ""
}

// statusMeaning explains a class of HTTP status.
func statusMeaning(value string) string {
	if value == "" {
		return ""
	}
	return map[byte]string{
		'2': "The request was done.",
		'3': "Nothing was sent: not modified since the client's copy, or it was sent elsewhere.",
		'4': "The request was refused or wrong: nothing was read or changed.",
		'5': "S3 could not do it at that moment; clients try again.",
	}[value[0]]
}

// endpointMeaning explains an endpoint style, with what is said after it.
func endpointMeaning(value string) string {
	for _, style := range []string{"path-style", "virtual-hosted"} {
		rest, has := strings.CutPrefix(value, style)
		if !has {
			continue
		}
		say := meanings[model.FieldEndpoint][style]
		for _, part := range strings.Split(strings.TrimPrefix(rest, "-"), "-") {
			if s := endpointParts[part]; s != "" {
				say += " " + s
			}
		}
		return say
	}
	return ""
}

// doNote performs an action of an explanation.
func (a *app) doNote(act action) tea.Cmd {
	switch act {
	case actBack, actEscape, actOpen, actDescribe:
		a.note = nil
	case actResume:
		a.note = nil
		return a.resume()
	default:
		a.note.page.do(act)
	}
	return nil
}

// drawNote draws an explanation over the screen.
func (a *app) drawNote(all rect) {
	c, n := &a.c, a.note
	w := min(all.w-2, 84)
	if in := w - 4; n.width != in {
		n.width = in
		var lines []pageLine
		for i, x := range n.text {
			if i > 0 {
				lines = append(lines, pageLine{})
			}
			lines = append(lines, x.described(in-1)...)
		}
		n.page = page{lines: lines, cursor: -1}
	}
	h := min(len(n.page.lines)+2, all.h-1)
	box := rect{(all.w - w) / 2, max((all.h-h)/2-1, 0), w, h}
	c.fill(box, plain, ' ')
	drawBox(c, box, accent, n.title, a.keys.first(inNote, actBack)+" close")
	n.page.draw(c, box.inset(2, 1))
	c.hit(all, actNone, 0)
}

// described writes a sentence and its reason, wrapped.
func (x sentence) described(w int) []pageLine {
	var out []pageLine
	put := func(st style, mark, s string) {
		if s == "" {
			return
		}
		pieces, _ := wrap(s, w-2)
		for _, p := range pieces {
			out = append(out, pageLine{runs: []run{{st, pad(mark, 2)}, {st & tokenMask, p}}})
			mark = ""
		}
	}
	put(x.st, x.mark, x.says)
	put(plain, "", x.because)
	return out
}
