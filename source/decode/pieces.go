package decode

import "container/list"

// pieceBytes bounds the pieces of files that are kept, inflated.
const pieceBytes = 256 << 20

// A fileVersion is a file as it was at one time.
type fileVersion struct {
	name    string
	version any
}

// A piece is the text of a file from an offset on.
type piece struct {
	fileVersion
	from int64
}

// A pieceText is what a piece holds.
type pieceText struct {
	piece
	text  []byte
	whole bool // it reaches to the next piece, or to all that the file has
}

// pieces keeps the texts used last, within pieceBytes. The zero value is empty.
type pieces struct {
	order list.List // of pieceText, the one used last in front
	known map[piece]*list.Element
	bytes int
}

func (c *pieces) get(p piece) (pieceText, bool) {
	e := c.known[p]
	if e == nil {
		return pieceText{}, false
	}
	c.order.MoveToFront(e)
	return e.Value.(pieceText), true
}

func (c *pieces) put(t pieceText) {
	if c.known == nil {
		c.known = make(map[piece]*list.Element)
	}
	if e := c.known[t.piece]; e != nil {
		c.drop(e)
	}
	c.known[t.piece] = c.order.PushFront(t)
	c.bytes += cap(t.text)
	for c.bytes > pieceBytes && c.order.Len() > 1 {
		c.drop(c.order.Back())
	}
}

func (c *pieces) drop(e *list.Element) {
	was := c.order.Remove(e).(pieceText)
	delete(c.known, was.piece)
	c.bytes -= cap(was.text)
}
