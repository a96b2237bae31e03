package dir

import (
	"slices"

	"s3sleuth/source/decode/inflate"
)

// pointBytes bounds the memory of all points: enough for 25 GB of logs, inflated.
// Beyond it none are kept, and a record that lies behind the last point of its
// file takes longer to open.
const pointBytes = 64 << 20

// points are the places where the gzip files that were read can be read from
// again, in order. The zero value has none.
type points struct {
	of   map[string][]inflate.Point
	size int // bytes of memory
}

// add takes the next point of a file. Those it has already, from a scan before, stay.
func (p *points) add(name string, next inflate.Point) {
	had := p.of[name]
	if n := len(had); n > 0 && next.Offset <= had[n-1].Offset || p.size+next.Size() > pointBytes {
		return
	}
	if p.of == nil {
		p.of = make(map[string][]inflate.Point)
	}
	p.of[name] = append(had, next)
	p.size += next.Size()
}

// around returns the last point at or before an offset, the zero point being the
// file's beginning, and the offset of the one behind it, 0 where there is none.
func (p *points) around(name string, offset int64) (from inflate.Point, to int64) {
	of := p.of[name]
	i, found := slices.BinarySearchFunc(of, offset, func(at inflate.Point, offset int64) int {
		return int(min(1, max(-1, at.Offset-offset)))
	})
	if found {
		i++
	}
	if i > 0 {
		from = of[i-1]
	}
	if i < len(of) {
		to = of[i].Offset
	}
	return from, to
}

// keep takes a point of a file that is being read, unless the file has changed
// since it was listed first.
func (d *Dir) keep(f *file, at inflate.Point) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.seen[f.name].is(version{f.size, f.modified}) {
		d.points.add(f.name, at)
	}
}
