package tui

import (
	"time"

	"s3sleuth/model"
)

// A pair is two records side by side.
type pair [2]subject

// A verdict is how the two values of a field stand to each other, the
// weightiest first.
type verdict uint8

const (
	conflicting verdict = iota // they cannot both be true of one request
	differing
	own      // each log has its own word for it; no contradiction
	onesided // one of the two has a value
	agreeing
	neither
	numVerdicts
)

// A compared is one field of a pair.
type compared struct {
	field   model.Field
	value   [2]string // as may be shown; "" where there is none
	has     [2]bool
	verdict verdict
	note    string
}

// fields compares the two records field by field. twins says that they are two
// witnesses of one request: then a difference is a contradiction, unless the
// two logs write the thing differently.
func (p pair) fields(twins bool) []compared {
	out := []compared{p.times(twins)}
	for f := range model.FieldTime {
		if !f.IsText() && !f.IsNumber() {
			continue
		}
		b := compared{field: f}
		var raw [2]string
		for i, s := range p {
			b.value[i], b.has[i] = valueOf(s.v, s.row, f)
			raw[i] = s.text(f)
		}
		switch {
		case !b.has[0] && !b.has[1]:
			b.verdict = neither
		case !b.has[0] || !b.has[1]:
			b.verdict = onesided
		case sameValue(f, raw[0], raw[1]):
			b.verdict = agreeing
		case twins:
			b.verdict, b.note = p.ownWords(f, raw)
		default:
			b.verdict = differing
		}
		out = append(out, b)
	}
	return out
}

// times compares when the two records say that it was. The access log has the
// time a request came, CloudTrail the time it was done, in whole seconds.
func (p pair) times(twins bool) compared {
	a, b := p[0].v.Time(p[0].row), p[1].v.Time(p[1].row)
	out := compared{field: model.FieldTime, value: [2]string{moment(a), moment(b)}, has: [2]bool{true, true}, verdict: agreeing}
	d := b - a
	if d == 0 {
		return out
	}
	out.note = span(time.Duration(max(d, -d))*time.Millisecond) + " apart"
	if out.verdict = differing; twins {
		out.verdict = own
		out.note += ": one log has the time it came, the other the time it was done"
	}
	return out
}

// ownWords says how two different values of twins stand to each other.
func (p pair) ownWords(f model.Field, raw [2]string) (verdict, string) {
	switch f {
	case model.FieldKind, model.FieldID, model.FieldOperation, model.FieldARN, model.FieldType, model.FieldAccount:
		return own, ""
	case model.FieldClient:
		return own, "told from the user agent and the caller, of which a log may know less"
	case model.FieldTLS:
		for _, v := range raw {
			if v == "unknown" || v == "no-evidence" || v == "n/a" {
				return own, "one of the logs cannot say"
			}
		}
		if raw[0] == "unversioned" && raw[1] != "none" || raw[1] == "unversioned" && raw[0] != "none" {
			return own, "one of the logs has no version"
		}
	case model.FieldACL:
		if raw[0] == "required" || raw[1] == "required" {
			return own, "an access log tells only that an ACL was needed"
		}
	}
	return conflicting, ""
}

// counts returns how many fields have each verdict.
func counts(fields []compared) (n [numVerdicts]int) {
	for _, b := range fields {
		n[b.verdict]++
	}
	return n
}

// verdictTitles head the blocks of a comparison.
var verdictTitles = [numVerdicts]string{
	conflicting: "CONFLICT", differing: "DIFFERENT", own: "EACH LOG IN ITS OWN WORDS", onesided: "ONLY ONE OF THE TWO SAYS", agreeing: "THE SAME", neither: "NEITHER SAYS",
}

// pairLines writes the fields of a pair side by side, w columns wide, by
// verdict. side is the record that + - and p take values from.
func (p pair) pairLines(fields []compared, w, side int) []pageLine {
	var out []pageLine
	n := counts(fields)
	for v := range numVerdicts {
		if n[v] == 0 {
			continue
		}
		st := title
		if v == conflicting {
			st = danger
		}
		out = append(out, pageLine{}, pageLine{runs: []run{{st, verdictTitles[v]}, {dim, "  " + plural(n[v], "field")}}})
		if v == neither {
			var names string
			for _, b := range fields {
				if b.verdict == v {
					names += ", " + b.field.String()
				}
			}
			pieces, _ := wrap(names[2:], w-4)
			for _, s := range pieces {
				out = append(out, pageLine{indent: 2, runs: []run{{dim, s}}})
			}
			continue
		}
		for _, b := range fields {
			if b.verdict == v {
				out = append(out, p.fieldLines(b, w, side)...)
			}
		}
	}
	return out[1:]
}

const pairName = 14 // columns of the field's name

// halves divides the columns of a pair.
func halves(w int) (left, right int) {
	left = max((w-pairName-4)/2, 8)
	return left, left
}

// fieldLines writes one field, over as many lines as its values take.
func (p pair) fieldLines(b compared, w, side int) []pageLine {
	left, right := halves(w)
	var cols [2][]string
	var styles [2]style
	for i, width := range [2]int{left, right} {
		s := p[i]
		value, st := b.value[i], plain
		switch {
		case b.has[i]:
			st = cellStyle(s.v, s.row, b.field, value, true)
		case b.field.IsText() && s.v.Answered(s.row, b.field):
			value, st = "-  there was none", dim
		default:
			value, st = "·  cannot say", dim
		}
		if b.verdict == conflicting {
			st |= bold
		}
		cols[i], _ = wrap(value, width)
		styles[i] = st
	}
	out := make([]pageLine, max(len(cols[0]), len(cols[1])))
	for i := range out {
		piece := func(k int) string {
			if i < len(cols[k]) {
				return cols[k][i]
			}
			return ""
		}
		name := ""
		if i == 0 {
			name = b.field.String()
		}
		out[i] = pageLine{indent: 2, runs: []run{{accent, pad(name, pairName)}, {styles[0], pad(piece(0), left+2)}, {styles[1], piece(1)}}}
	}
	out[0].target = p.pick(b, side)
	if b.note != "" {
		pieces, _ := wrap(b.note, w-pairName-4)
		for _, s := range pieces {
			out = append(out, pageLine{indent: 2, runs: []run{{plain, pad("", pairName)}, {dim, s}}})
		}
	}
	return out
}

// pick returns a field's value of one side, of the other when it has none; nil
// for the time, which is no value to filter by.
func (p pair) pick(b compared, side int) *model.Pick {
	if b.field == model.FieldTime {
		return nil
	}
	if !b.has[side] {
		side = 1 - side
	}
	return &model.Pick{Field: b.field, Value: p[side].text(b.field), Recorded: b.has[side]}
}

// twinSummary says in a few words how twins stand to each other.
func twinSummary(n [numVerdicts]int) run {
	if n[conflicting] > 0 {
		return run{danger | bold, "and they CONTRADICT each other in " + plural(n[conflicting], "field")}
	}
	return run{ok, "without contradiction: " + plural(n[agreeing], "field") + " agree, " + count(n[onesided]) + " stand in one of the two logs only"}
}
