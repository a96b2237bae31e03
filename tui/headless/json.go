package headless

import (
	"strconv"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/tui/text"
)

// countJSON prints one object; docs/query.md and scripts rest on its members.
func (c *commands) countJSON(t *tally) error {
	v := t.evidence.coverage
	b := appendMember(nil, '{', "filter")
	b = appendJSON(b, t.request.filter.String())
	b = appendInt(b, "matched", t.matched)
	b = appendInt(b, "unknown", t.unknown)
	b = appendInt(b, "read", t.read)
	b = strconv.AppendBool(appendMember(b, ',', "complete"), t.complete())
	if !t.complete() {
		b = appendJSON(appendMember(b, ',', "reason"), text.Mask(v.Reason))
	}
	b = appendFiles(appendMember(b, ',', "files"), v)
	b = appendInt(b, "damaged", v.Damaged)
	b = appendInt(b, "duplicates", v.Duplicates)
	if len(t.groups) < t.distinct {
		b = appendInt(b, "distinct", t.distinct)
	}
	b = append(appendMember(b, ',', "groups"), '[')
	for i, g := range t.groups {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendGroup(b, t.by, g)
	}
	return c.print(string(append(b, "]}\n"...)))
}

// appendFiles appends what was done with the files, and with the content that
// holds no requests.
func appendFiles(b []byte, v model.Coverage) []byte {
	b = strconv.AppendInt(appendMember(b, '{', "total"), int64(v.Files), 10)
	b = appendInt(b, "read", v.FilesRead-v.Failed)
	b = appendInt(b, "failed", v.Failed)
	b = appendInt(b, "skipped", v.Skipped)
	b = appendInt(b, "empty", v.Other[model.OtherEmpty])
	b = appendInt(b, "other", v.Other[model.OtherFile])
	b = appendInt(b, "digests", v.Other[model.OtherDigest])
	b = appendInt(b, "insightsEvents", v.Other[model.OtherInsight])
	b = appendInt(b, "aggregatedEvents", v.Other[model.OtherAggregated])
	return append(b, '}')
}

func appendGroup(b []byte, by []column, g store.Group) []byte {
	b = appendMember(b, '{', "values")
	for i, col := range by {
		before := byte(',')
		if i == 0 {
			before = '{'
		}
		b = appendMember(b, before, col.name)
		b = appendValue(b, col, g.Values[i].Text, g.Values[i].Recorded)
	}
	b = appendInt(append(b, '}'), "count", g.Count)
	return append(b, '}')
}

// appendValue appends a value as JSON: a number where the field holds one, null
// where there is none.
func appendValue(b []byte, col column, value string, recorded bool) []byte {
	switch {
	case !recorded:
		return append(b, "null"...)
	case col.isNumber():
		return append(b, value...)
	}
	return appendJSON(b, text.Mask(value))
}

// appendMember appends the comma or brace before a member and its name.
func appendMember(b []byte, before byte, name string) []byte {
	return append(appendJSON(append(b, before), name), ':')
}

func appendInt(b []byte, name string, n int) []byte {
	return strconv.AppendInt(appendMember(b, ',', name), int64(n), 10)
}
