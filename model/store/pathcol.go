package store

import (
	"errors"
	"hash/maphash"
	"slices"
	"sync"

	"s3sleuth/model"
)

// A pathColumn keeps the values at one JSON path of the records that were asked
// for it, so that each record's bytes are read once. Values have the codes of a
// dictionary of the path's own.
type pathColumn struct {
	path string

	mu   sync.Mutex // of what follows
	dict dict
	segs map[int]*pathCodes
}

// pathCodes are the codes of one segment's rows.
type pathCodes struct {
	mu    sync.Mutex
	codes []uint32
}

// Codes of a path column that stand for no value; values count from firstValue.
const (
	pathUnread     = iota       // the record was not asked yet
	pathNone                    // it has no value at the path
	pathUnreadable = ^uint32(0) // its bytes cannot be read again
)

// pathColumns are those of a store that were asked for lately, the last one last.
type pathColumns struct {
	mu   sync.Mutex
	list []*pathColumn
}

// maxPaths bounds the paths whose values are kept: four bytes a record, and the
// values, each.
const maxPaths = 8

// column returns the column of a path.
func (c *pathColumns) column(path string) *pathColumn {
	c.mu.Lock()
	defer c.mu.Unlock()
	p := &pathColumn{path: path, segs: map[int]*pathCodes{}}
	if i := slices.IndexFunc(c.list, func(p *pathColumn) bool { return p.path == path }); i >= 0 {
		p = c.list[i]
		c.list = slices.Delete(c.list, i, i+1)
	} else if len(c.list) == maxPaths {
		c.list = slices.Delete(c.list, 0, 1)
	}
	c.list = append(c.list, p)
	return p
}

// segment returns the codes of segment k, of which those that need lets through
// are read; at the others, which somebody else may be reading, the caller must not
// look. It stops within a record when the evaluation's context ends. A record
// that cannot be read is not remembered as such: the next time it is tried again.
func (p *pathColumn) segment(e *evaluation, s *segment, k int, need vec) ([]uint32, error) {
	p.mu.Lock()
	if p.segs[k] == nil {
		p.segs[k] = &pathCodes{codes: make([]uint32, s.n)}
	}
	seg := p.segs[k]
	p.mu.Unlock()
	seg.mu.Lock()
	defer seg.mu.Unlock()
	var failed error
	var lost []int
	need.each(s.n, func(i int) {
		if failed != nil || seg.codes[i] != pathUnread {
			return
		}
		code, err := p.read(e, s, i)
		if failed = err; code == pathUnreadable {
			lost = append(lost, i)
			return
		}
		seg.codes[i] = code
	})
	if len(lost) == 0 {
		return seg.codes, failed
	}
	codes := slices.Clone(seg.codes)
	for _, i := range lost {
		codes[i] = pathUnreadable
	}
	return codes, failed
}

// read reads the value of a row.
func (p *pathColumn) read(e *evaluation, s *segment, i int) (uint32, error) {
	kind := e.view.kind(s, i)
	if kind == model.AccessLog { // has no paths
		return pathNone, nil
	}
	raw, err := e.bytes(s, i)
	switch {
	case errors.Is(err, errLost):
		return pathUnreadable, nil
	case err != nil:
		return pathUnread, err
	}
	text, recorded := model.PathText(kind, raw, p.path)
	if !recorded {
		return pathNone, nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.dict.intern([]byte(text), uint32(maphash.String(seed, text))), nil
}

// values returns the values read so far.
func (p *pathColumn) values() view {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.dict.view
}

// pathKey returns what the values at a path order by. It reads the matches one
// segment after the other.
func (r *Rows) pathKey(e *evaluation, path string) (keyFunc, error) {
	col := r.view.paths.column(path)
	codes := make([][]uint32, len(r.match))
	for k, match := range r.match {
		s := r.view.segs[k]
		codes[k] = make([]uint32, s.n)
		if r.count[k] == 0 {
			continue
		}
		read, err := col.segment(e, s, k, match)
		if err != nil {
			return nil, err
		}
		match.each(s.n, func(i int) { codes[k][i] = read[i] })
	}
	rank, err := new(ranks).of(e.ctx, model.FieldPath, col.values())
	return func(_ *segment, k, i int) sortKey {
		if code := codes[k][i]; code >= firstValue && code != pathUnreadable && int(code-firstValue) < len(rank) {
			return sortKey{lo: uint64(rank[code-firstValue]) + 1}
		}
		return noKey
	}, err
}
