package decode

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
	of   map[fileVersion][]inflate.Point
	size int // bytes of memory
}

// add takes the next point of a file. Those it has already, from a scan before, stay.
func (p *points) add(f fileVersion, next inflate.Point) {
	had := p.of[f]
	if n := len(had); n > 0 && next.Offset <= had[n-1].Offset || p.size+next.Size() > pointBytes {
		return
	}
	if p.of == nil {
		p.of = make(map[fileVersion][]inflate.Point)
	}
	p.of[f] = append(had, next)
	p.size += next.Size()
}

// around returns the last point at or before an offset and the one behind it. The
// zero point is the file's beginning, and that there is none behind.
func (p *points) around(f fileVersion, offset int64) (from, to inflate.Point) {
	of := p.of[f]
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
		to = of[i]
	}
	return from, to
}
