package headless

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/tui/text"
)

const (
	// shownProblems is how many problems are listed on stderr; they are all counted.
	shownProblems = 10
	// shownKinds is how many kinds of files that hold no log are listed there.
	shownKinds = 5
)

// finish says on stderr what the answer rests on and returns the command's end:
// found something with --fail-on-match, something left unread, or nil.
func (c *commands) finish(e *evidence, matched int) error {
	v := e.coverage
	if v.Skipped > 0 {
		note := model.Counted(v.Skipped, "file") + " left out by the date in path or name"
		if !e.within.To.IsZero() {
			note += "; a record delivered more than a day late (CloudTrail: two days) can be among them"
		}
		c.say("note", note)
	}
	if v.Duplicates > 0 {
		c.say("note", model.Counted(v.Duplicates, "record")+" came more than once and count once")
	}
	c.tellTwins(e)
	if words := aside(v); len(words) > 0 {
		c.say("note", "set aside, for they hold no requests: "+strings.Join(words, ", "))
	}
	c.tellAside(e)
	if paid, ok := e.source.(source.Paid); ok && paid.Spent() != "" {
		c.say("note", paid.Spent())
	}
	for _, note := range e.notes {
		c.say("note", note)
	}
	c.tellPaid(e.source)
	if v.State != model.Complete {
		c.say("partial", v.Reason)
		c.tellProblems(e)
	}
	switch {
	case c.failOnMatch && matched > 0:
		return exitCode(ExitFound)
	case v.State != model.Complete:
		return exitCode(ExitPartial)
	}
	return nil
}

// shownTwins is how many duplicates that differ are listed on stderr.
const shownTwins = 3

// tellTwins says which duplicates are not the same as the record that counts.
func (c *commands) tellTwins(e *evidence) {
	told := 0
	for _, p := range e.problems {
		if p.Twin && told < shownTwins {
			c.say("note", place(p)+": left out as a duplicate, but it "+p.Reason)
			told++
		}
	}
	if more := e.coverage.Differing - told; more > 0 {
		c.say("note", "... and "+model.Count(more)+" more that differ")
	}
}

// tellAside names the files that hold no log by what they are: the first of each
// kind, and how many more there are.
func (c *commands) tellAside(e *evidence) {
	files := slices.SortedFunc(slices.Values(e.aside), func(a, b model.Problem) int { return strings.Compare(a.File, b.File) })
	more := make(map[string]int)
	for _, p := range files {
		more[p.Reason]++
	}
	kinds := 0
	for _, p := range files {
		n := more[p.Reason]
		if n == 0 {
			continue // told with the first of its kind
		}
		if kinds++; kinds > shownKinds {
			c.say("note", "... and other kinds of files")
			return
		}
		name := p.File
		if n > 1 {
			name += " and " + model.Count(n-1) + " more"
		}
		c.say("note", name+": "+p.Reason)
		delete(more, p.Reason)
	}
}

// tellProblems lists the first problems.
func (c *commands) tellProblems(e *evidence) {
	told := 0
	for _, p := range e.problems {
		if p.Twin {
			continue
		}
		if told == shownProblems {
			c.say("partial", fmt.Sprintf("... and %s more", model.Count(e.coverage.Failed+e.coverage.Damaged-told)))
			return
		}
		told++
		c.say("partial", place(p)+": "+p.Reason)
		if p.Hint != "" {
			c.say("hint", p.Hint)
		}
	}
}

// place names where a problem is, as "logs/a.gz line 12 (byte 3,741)".
func place(p model.Problem) string {
	switch {
	case p.Whole || p.Offset < 0:
		return p.File
	case p.Line > 0:
		return fmt.Sprintf("%s line %s (byte %s)", p.File, model.Count(p.Line), model.Count(int(p.Offset)))
	}
	return fmt.Sprintf("%s byte %s", p.File, model.Count(int(p.Offset)))
}

// base is the line that stands below every table: what its counts rest on.
func base(matched, unknown, read int, v model.Coverage) string {
	line := fmt.Sprintf("%s match of %s read", model.Count(matched), model.Count(read))
	if unknown > 0 {
		line += fmt.Sprintf(", and %s that cannot say", model.Count(unknown))
	}
	if v.State != model.Complete {
		line += " (" + v.State.String() + ": " + v.Reason + ")"
	}
	shown, _ := text.Display(line)
	return shown
}

// progress draws the progress line anew. It is called while nothing else writes.
func (c *commands) progress(v model.Coverage) {
	parts := []string{"reading"}
	if v.FilesFinal && v.Bytes > 0 {
		parts = append(parts, fmt.Sprintf("%3d %%", min(100, 100*v.BytesRead/v.Bytes)))
	}
	about := ""
	if !v.FilesFinal {
		about = "at least "
	}
	parts = append(parts, fmt.Sprintf("%s of %s%s, %s of %s, %s",
		model.Count(v.FilesRead), about, model.Counted(v.Files, "file"),
		model.Size(v.BytesRead), model.Size(v.Bytes), model.Counted(v.Records, "record")))
	if v.Failed+v.Damaged > 0 {
		parts = append(parts, model.Counted(v.Failed+v.Damaged, "problem"))
	}
	if v.Stage != "" {
		parts = append(parts, v.Stage)
	}
	c.draw(strings.Join(append(parts, "^C answers from what is read"), "  "))
}

// askingEngine draws how far an engine's query is.
func (c *commands) askingEngine(v model.Coverage) {
	stage := v.Stage
	if stage == "" {
		stage = model.Size(v.BytesRead) + " scanned"
	}
	c.draw(stage + "  " + model.Counted(v.Records, "record") + "  ^C answers from what is read")
}

// draw draws a line in place of the one before, cut to the terminal's width.
func (c *commands) draw(line string) {
	if c.env.Width > 1 && len(line) >= c.env.Width {
		line = line[:c.env.Width-1]
	}
	fmt.Fprintf(c.env.Stderr, "\r%s\x1b[K", line)
}

// progressEvery is how often the progress of a question is drawn at most.
const progressEvery = 100 * time.Millisecond

// askingProgress returns a function that draws how many records' original bytes
// a question has read; it may be called from any goroutine. nil draws nothing.
func (c *commands) askingProgress() func(done int) {
	if !c.env.ErrTerminal {
		return nil
	}
	var mu sync.Mutex
	last := c.env.Now()
	return func(done int) {
		mu.Lock()
		defer mu.Unlock()
		if now := c.env.Now(); now.Sub(last) >= progressEvery {
			last = now
			fmt.Fprintf(c.env.Stderr, "\rlooking into original bytes  %s\x1b[K", model.Counted(done, "record"))
		}
	}
}

// clearProgress takes the progress line off the screen.
func (c *commands) clearProgress() {
	if c.env.ErrTerminal {
		fmt.Fprint(c.env.Stderr, "\r\x1b[K")
	}
}
