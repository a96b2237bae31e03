package model

import "strings"

// Wanted is what can be completed at a place in a filter.
type Wanted uint8

const (
	WantNothing Wanted = iota
	WantField          // a field name; ":" follows it
	WantHas            // a field name after "has:"
	WantFact           // a word after "is:"
	WantValue          // a value of Completion.Field
)

// A Completion says what is being typed at the caret.
type Completion struct {
	Want   Wanted
	Field  Field  // of WantValue
	Path   string // of FieldPath
	Prefix string // what stands before the caret, without an opening quote
	From   int    // the bytes From to To of the text are to be replaced
	To     int
}

// CompletionAt returns what is being typed at the caret, a byte offset into text.
// The text need not parse.
func CompletionAt(text string, caret int) Completion {
	caret = min(max(caret, 0), len(text))
	for i := 0; i < len(text); {
		i = skipSpaces(text, i)
		if i >= caret {
			break
		}
		if keyword, n := keywordAt(text, i); keyword != "" && i+n < caret {
			i += n
			continue
		}
		if strings.IndexByte("()-!", text[i]) >= 0 {
			i++
			continue
		}
		if n := undecidedLength(text[i:]); n > 0 && i+n < caret && text[i+n] == '(' {
			i += n
			continue
		}
		c, end := completeTerm(text, i, caret)
		if caret <= end {
			return c
		}
		i = end
	}
	return Completion{Want: WantField, From: caret, To: caret}
}

// completeTerm looks at the condition at i and returns where it ends.
func completeTerm(text string, i, caret int) (c Completion, end int) {
	n := fieldLength(text[i:])
	rest := text[i+n:]
	op := 1
	switch {
	case n > 0 && strings.HasPrefix(rest, "!="):
		op = 2
	case n > 0 && (strings.HasPrefix(rest, ":") || strings.HasPrefix(rest, "=")):
	default:
		end = valueEnd(text, i, false)
		if text[i] == '"' || text[i] == '/' {
			return Completion{}, end
		}
		return Completion{Want: WantField, Prefix: text[i:min(caret, end)], From: i, To: end}, end
	}
	if caret < i+n+op {
		return Completion{Want: WantField, Prefix: text[i:min(caret, i+n)], From: i, To: i + n}, i + n + op
	}
	c = wantAfter(text[i : i+n])
	return completeValues(text, i+n+op, caret, c)
}

// wantAfter says what can be completed after a field and its colon.
func wantAfter(name string) Completion {
	switch strings.ToLower(name) {
	case "is":
		return Completion{Want: WantFact}
	case "has":
		return Completion{Want: WantHas}
	}
	f, ok := LookUp(name)
	switch {
	case !ok || f == FieldTime:
		return Completion{}
	case f == FieldPath:
		return Completion{Want: WantValue, Field: f, Path: name}
	}
	return Completion{Want: WantValue, Field: f}
}

// completeValues looks at the value or list at i.
func completeValues(text string, i, caret int, c Completion) (Completion, int) {
	if i == len(text) || text[i] != '(' {
		end := valueEnd(text, i, false)
		return c.at(text, i, end, caret), end
	}
	for i++; i < len(text) && text[i] != ')'; {
		if i = skipSpaces(text, i); i < len(text) && text[i] == ',' {
			i++
			continue
		}
		if i >= len(text) || i > caret || text[i] == ')' {
			break
		}
		end := valueEnd(text, i, true)
		if caret <= end {
			return c.at(text, i, end, caret), end
		}
		i = max(end, i+1)
	}
	if i >= caret {
		return c.at(text, caret, caret, caret), caret
	}
	return c, i + 1
}

// at is the completion of a value that goes from byte from to byte to.
func (c Completion) at(text string, from, to, caret int) Completion {
	if c.Want != WantNothing {
		c.From, c.To = from, to
		c.Prefix = strings.TrimPrefix(text[from:min(max(caret, from), to)], `"`)
	}
	return c
}

// valueEnd returns where the value at i ends; a quote without an end goes to the end.
func valueEnd(text string, i int, inList bool) int {
	if i < len(text) && text[i] == '"' {
		if _, n, problem := unquote(text[i:]); problem == nil {
			return i + n
		}
		return len(text)
	}
	return readWord(text, i, inList).end
}
