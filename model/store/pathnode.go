package store

import "s3sleuth/model"

// pathNode is a condition on a JSON path. Access-log lines have no paths. Where a
// column holds the value as it stands in the event, the column answers; the bytes
// of the other events are looked at.
type pathNode struct {
	bytes  bytesNode
	line   columnNode // is an access-log line
	lines  model.Truth
	exact  bool // there is such a column
	column columnNode
}

// pathNode plans a condition on a path: truth answers from bytes, value from the
// value as text, and lines is the answer of every access-log line.
func (v *Snapshot) pathNode(cond, path string, lines model.Truth, truth func(model.Kind, []byte) model.Truth, value func([]byte) model.Truth) node {
	n := pathNode{lines: lines}
	n.bytes = v.bytesNode(cond, func(r Row, raw []byte) model.Truth { return truth(v.Kind(r), raw) })
	n.line = v.columnNode(model.FieldKind, "line", func(kind []byte, _ bool) uint8 {
		return verdict(model.Of(string(kind) == model.AccessLog.String()))
	})
	f, exact := model.PathColumn(path)
	if n.exact = exact; exact {
		n.column = v.columnNode(f, "path "+cond, func(text []byte, _ bool) uint8 {
			if text == nil {
				return verdictUnknown
			}
			return verdict(value(text))
		})
	}
	return n
}

func (n pathNode) costly() bool { return true }

// plainShapes says of each shape whether the row's columns hold what stands in
// its event.
var plainShapes = func() (table [shapeEnd]uint8) {
	for sh := range table {
		if shape(sh)&plainEvent != 0 {
			table[sh] = verdictYes
		}
	}
	return table
}()

func (n pathNode) eval(e *evaluation, s *segment, k int, need vec) (tri, error) {
	line, _ := e.lookup(&s.cols[model.FieldKind], s.n, n.line.table)
	yes, open := all(false), e.not(line, s.n)
	if n.exact {
		plain, _ := e.lookup(&s.shape, s.n, plainShapes[:])
		value, missing := e.lookup(&s.cols[n.column.field], s.n, n.column.table)
		known := e.and(plain, e.not(missing, s.n), s.n)
		yes = e.and(value, e.and(known, open, s.n), s.n)
		open = e.and(open, e.not(known, s.n), s.n)
	}
	unknown := all(false)
	if n.lines == model.Unknown {
		unknown = line
	}
	if ask := e.and(need, open, s.n); !ask.none() {
		b, err := n.bytes.eval(e, s, k, ask)
		if err != nil {
			return tri{}, err
		}
		yes = e.or(yes, e.and(b.yes, open, s.n), s.n)
		unknown = e.or(unknown, e.and(e.and(b.may, e.not(b.yes, s.n), s.n), open, s.n), s.n)
	}
	return e.answer(yes, unknown, s.n), nil
}
