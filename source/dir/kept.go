package dir

import "container/list"

// cacheBytes bounds the pieces of files that are kept, inflated.
const cacheBytes = 256 << 20

// A piece is the text of a file from an offset on.
type piece struct {
	name string
	from int64
}

// An inflated piece was read from one version of its file.
type inflated struct {
	piece
	version
	text  []byte
	whole bool // it reaches to the next piece, or to all that the file has
}

// A cache keeps the pieces used last, within cacheBytes. The zero cache is empty.
type cache struct {
	order  list.List // of inflated, the one used last in front
	pieces map[piece]*list.Element
	bytes  int
}

func (c *cache) get(p piece, was version) (inflated, bool) {
	e := c.pieces[p]
	if e == nil || !e.Value.(inflated).is(was) {
		return inflated{}, false
	}
	c.order.MoveToFront(e)
	return e.Value.(inflated), true
}

func (c *cache) put(i inflated) {
	if c.pieces == nil {
		c.pieces = make(map[piece]*list.Element)
	}
	if e := c.pieces[i.piece]; e != nil {
		c.drop(e)
	}
	c.pieces[i.piece] = c.order.PushFront(i)
	c.bytes += cap(i.text)
	for c.bytes > cacheBytes && c.order.Len() > 1 {
		c.drop(c.order.Back())
	}
}

func (c *cache) drop(e *list.Element) {
	was := c.order.Remove(e).(inflated)
	delete(c.pieces, was.piece)
	c.bytes -= cap(was.text)
}
