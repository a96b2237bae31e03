package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// A command is one line of the command table.
type command struct {
	name  string
	args  string // what it can be told
	needs bool   // it must be told something
	about string
	act   action // the key that does the same; may be none
	in    place
	plan  func(a *app, arg string) (plan, error)
	words func(a *app) []string // what it can be told, for completion; may be nil
}

// inScreen is where commands that are about the screen itself can be run.
const inScreen = inPages

// newCommands returns the command table.
func newCommands() []command {
	return []command{
		{"open", "SOURCE", false, "read another source; without SOURCE choose one", actSources, inPanes, (*app).planOpen, sourceWords},
		{"filter", "EXPR", false, "keep only what matches; without EXPR every record", actFilter, inPanes, (*app).planFilter, nil},
		{"find", "EXPR", true, "go to the next record of the result that matches; n N go on", actNone, inPanes, (*app).planFind, nil},
		{"goto", "TIME|#ROW|ID", true, "put the cursor on a record of the result", actNone, inPanes, (*app).planGoto, nil},
		{"time", "A..B|all", false, "show a range of time, in UTC; alone it opens the dialog", actTime, inPanes, (*app).planTime, timeWords},
		{"since", "24h|DATE", true, "show what happened since", actNone, inPanes, (*app).planSince, sinceWords},
		{"columns", "FIELD ...|+FIELD|reset", false, "choose the columns of the table", actColumns, inTable, (*app).planColumns, columnWords},
		{"sort", "oldest|newest|FIELD [desc]", true, "the order of the records: by time, or by a field", actSort, inPanes, (*app).planSort, sortWords},
		{"facet", "FIELD", true, "all values of a field, with counts", actValues, inPanes, (*app).planFacet, fieldWords},
		{"count", "FIELD ...", true, "count by fields: a line for each combination", actGroups, inPanes | inGroups, (*app).planGroups, fieldWords},
		{"history", "STEP", false, "go back or forward to a step", actUndo, inPanes, (*app).planHistory, historyWords},
		{"tz", "utc|local|Area/City", true, "the time zone times are shown in; filters stay in UTC", actNone, inScreen, (*app).planZone, zoneWords},
		{"times", "absolute|relative", true, "show times, or how far they are from the record under the cursor", actNone, inPanes, (*app).planTimes, oneOf("absolute", "relative")},
		{"theme", "auto|dark|light|mono", true, "colours of the screen", actNone, inScreen, (*app).planTheme, oneOf("auto", "dark", "light", "mono")},
		{"mouse", "on|off", true, "off lets the terminal select text", actMouse, inScreen, (*app).planMouse, oneOf("on", "off")},
		{"undo", "", false, "back to the step before", actUndo, inPanes, doing(actUndo), nil},
		{"redo", "", false, "forward again", actRedo, inPanes, doing(actRedo), nil},
		{"include", "", false, "keep only records with the value under the cursor", actInclude, inTable | inFacets | inCompare | inValues | inExplained | inTree, (*app).planInclude, nil},
		{"exclude", "", false, "leave out records with the value under the cursor", actExclude, inTable | inFacets | inCompare | inValues | inExplained | inTree, (*app).planExclude, nil},
		{"only", "", false, "only the value under the cursor, of its field", actOnly, inTable | inFacets | inCompare | inValues | inExplained | inTree, (*app).planOnly, nil},
		{"copy", "", false, "copy the value under the cursor", actCopy, inTable | inFacets | inCompare | inValues | inExplained | inTree | inList, doing(actCopy), nil},
		{"copy-record", "", false, "copy the record as JSON", actCopyRecord, inTable | inDetail, doing(actCopyRecord), nil},
		{"export", "csv|jsonl|raw PATH", false, "write the matching records into a file", actExport, inPanes, (*app).planExport, oneOf("csv", "jsonl", "raw")},
		{"edit", "", false, "write the filter in $EDITOR", actNone, inPanes, (*app).planEdit, nil},
		{"pager", "", false, "the original bytes of the record in $PAGER", actOutside, inDetail, doing(actOutside), nil},
		{"problems", "", false, "what could not be read", actProblems, inPanes, doing(actProblems), nil},
		{"sql", "", false, "the filter as SQL", actSQL, inPanes, doing(actSQL), nil},
		{"run", "", false, "ask the engine anew, for what the filter says now", actNone, inPanes, (*app).planRun, nil},
		{"pause", "", false, "pause reading, or go on", actPause, inPanes, doing(actPause), nil},
		{"resume", "", false, "read on with what was not read to its end", actResume, inPanes, doing(actResume), nil},
		{"follow", "EVERY|off", false, "look for new objects of the bucket every so often", actNone, inPanes, (*app).planFollow, followWords},
		{"help", "", false, "what the keys do", actHelp, inScreen, doing(actHelp), nil},
		{"quit", "", false, "leave s3sleuth", actBack, inScreen, (*app).planQuit, nil},
	}
}

// doing plans a command that does what a key does.
func doing(act action) func(*app, string) (plan, error) {
	return func(a *app, _ string) (plan, error) {
		from := a.prompt.from
		return plan{run: func() tea.Cmd { return a.do(from, act) }}, nil
	}
}

// oneOf offers what can be said.
func oneOf(list ...string) func(*app) []string { return func(*app) []string { return list } }

// offers returns lines of the command that fit what it is told so far.
func (c *command) offers(a *app, arg string) []promptItem {
	if c.words == nil {
		return c.offersFilter(a, arg)
	}
	var out []promptItem
	head, last := "", arg
	if c.args[0] == 'F' && strings.Contains(c.args, "...") { // a list of words: the last one is completed
		head = arg[:strings.LastIndexByte(arg, ' ')+1]
		last = arg[len(head):]
	}
	for _, w := range c.words(a) {
		word, about, _ := strings.Cut(w, "\t")
		if len(out) < offeredLines && strings.Contains(strings.ToLower(word), strings.ToLower(strings.TrimLeft(last, "+-"))) {
			out = append(out, promptItem{line: c.name + " " + head + word, about: about})
		}
	}
	slices.SortStableFunc(out, func(x, y promptItem) int {
		starts := func(it promptItem) int {
			return boolOrder(strings.HasPrefix(strings.ToLower(it.line[len(c.name)+1+len(head):]), strings.ToLower(last)))
		}
		return starts(y) - starts(x)
	})
	return out
}

// offersFilter returns what the last word of a filter can become, and filters
// applied before that go on from it.
func (c *command) offersFilter(a *app, arg string) []promptItem {
	if c.args != "EXPR" {
		return nil
	}
	var out []promptItem
	for _, line := range slices.Backward(a.bar.recent) {
		if line != arg && len(out) < recentShown && strings.Contains(strings.ToLower(line), strings.ToLower(arg)) {
			out = append(out, promptItem{line: c.name + " " + line, ran: true})
		}
	}
	can := candidates(arg, len(arg), a.facets)
	for _, word := range can.list {
		out = append(out, promptItem{line: c.name + " " + arg[:can.from] + word + can.after + arg[can.to:]})
	}
	return out
}
