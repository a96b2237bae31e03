package dir

import (
	"s3sleuth/model"
	"s3sleuth/source"
)

const (
	// partBytes is the size of the parts that a large text file is read in.
	partBytes = 4 << 20
	// splitBytes is the size from which a file is read in parts.
	splitBytes = 2 * partBytes
)

// divide returns the tasks for the parts of a file.
func divide(f *file) []*task {
	var tasks []*task
	for from := int64(0); from < f.size; from += partBytes {
		tasks = append(tasks, &task{file: f, part: len(tasks), from: from, to: min(from+partBytes, f.size)})
	}
	return tasks
}

// parts puts together what is known of a file that is read in parts: a problem
// of one part has its line number in the file only when all parts before it
// have been read.
type parts struct {
	left  int   // parts not done
	lines []int // of each part; or pending, or lost
	held  map[int][]model.Problem
	next  int // first part that has a part before it, or itself, not done
	base  int // lines before part next; -1 when it cannot be known
}

const (
	pending = -1 // the part is not done
	lost    = -2 // the part could not be read to its end
)

func newParts(n int) *parts {
	p := &parts{left: n, lines: make([]int, n), held: make(map[int][]model.Problem)}
	for i := range p.lines {
		p.lines[i] = pending
	}
	return p
}

// take passes a part's problems on, or holds them until their lines are known.
func (p *parts) take(r report, sink source.Sink) {
	part := r.task.part
	p.held[part] = append(p.held[part], r.haul.Problems...)
	if r.done {
		p.left--
		p.lines[part] = r.lines
		if r.cut {
			p.lines[part] = lost
		}
	}
	for p.next < len(p.lines) {
		p.pass(p.next, sink)
		switch lines := p.lines[p.next]; {
		case lines == pending:
			return
		case lines == lost:
			p.base = -1
		case p.base >= 0:
			p.base += lines
		}
		p.next++
	}
}

// pass hands over the problems held of one part.
func (p *parts) pass(part int, sink source.Sink) {
	for _, problem := range p.held[part] {
		switch {
		case p.base < 0:
			problem.Line = 0
		case problem.Line > 0:
			problem.Line += p.base
		}
		sink.Problem(problem)
	}
	delete(p.held, part)
}

// release passes on everything held, without line numbers, when the scan ends early.
func (p *parts) release(sink source.Sink) {
	p.base = -1
	for part := p.next; part < len(p.lines); part++ {
		p.pass(part, sink)
	}
}
