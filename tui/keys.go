package tui

// An action is what a key or a click does. The zero action does nothing.
type action uint8

const (
	actNone action = iota
	actUp
	actDown
	actLeft
	actRight
	actTop
	actBottom
	actHalfDown
	actHalfUp
	actPageDown
	actPageUp
	actFirst
	actLast
	actNextPane
	actPrevPane
	actOpen
	actBack
	actEscape
	actCancel
	actHelp
	actFilter
	actInclude
	actExclude
	actOnly
	actUndecided
	actUndo
	actRedo
	actFacets
	actValues
	actHistogram
	actSelect
	actZoomIn
	actZoomOut
	actNextError
	actPrevError
	actMark
	actNextMark
	actPrevMark
	actPause
	actResume
	actProblems
	actSort
	actReverse
	actNextRecord
	actPrevRecord
	actOpenAll
	actCloseAll
	actFind
	actMouse
	actRedraw
	actSuspend
	actAccept
	actClear
	actEarlier
	actLater
	actPalette
	actColumns
	actWider
	actNarrower
	actToggle
	actLower
	actHigher
	actReset
	actCopy
	actCopyRecord
	actCopyPath
	actChips
	actNegate
	actRemove
	actOutside
	actSelectLeft
	actSelectRight
	actLog
	actStack
	actChoose
	actClearField
	actSearch
	actFields
	actWhy
	actExport
	actQuickExport
	actRefresh
	actProfile
	actRegion
	actSources
	actTime
	actSQL
	actTally
	actGroups

	// From one record to the others.
	actPivot
	actPivotValue
	actPivotRequest
	actPivotNear
	actPivotPrincipal
	actPivotAccessKey
	actPivotSession
	actPivotIP
	actPivotKey
	actPivotAround
	actMarkRecord
	actRange
	actCompare
	actDescribe

	// Clicks only.
	actCell
	actHead
	actFacetLine
	actBin
	actTab
	actLine
	actProblem
	actChoice
	actWay
)

// A place is a set of contexts that keys are read in.
type place uint64

const (
	inTable place = 1 << iota
	inFacets
	inHistogram
	inExplained
	inTree
	inRaw
	inList  // problems
	inHelp  // types into the search
	inInput // the filter line
	inPicker
	inPalette // types a command
	inColumns // chooses columns
	inChips   // the conditions of the filter line
	inCompare // the selection of the histogram, compared with the rest
	inValues  // all values of a field
	inFields  // which fields are facets
	inWhy     // what the absence of a value means
	inRelated
	inPivot
	inSheet
	inPair
	inNote       // a short explanation
	inExport     // the lines of the export dialog where something is chosen
	inExportPath // its path
	inLogin      // chooses a profile or a Region in the picker
	inScope      // what of a log bucket is read
	inTime       // the lines of the time dialog where something is chosen
	inTimeText   // its two ends
	inSQL        // the filter as statements that are run
	inWritten    // the filter as statements to be taken elsewhere
	inEntry      // types what is looked for, or a filter or a time over a page
	inGroups     // what was counted by several fields at once

	inDetail = inExplained | inTree | inRaw | inRelated
	inPanes  = inTable | inFacets | inHistogram | inCompare
	onValue  = inTable | inFacets | inExplained | inTree | inRelated | inSheet | inPair // where the cursor is on a value of a record
	onTerm   = onValue | inCompare | inValues                                           // where + - o have a value
	inPages  = inPanes | inDetail | inList | inValues | inFields | inWhy |
		inPivot | inSheet | inPair | inNote | inGroups // where letters are keys
	inTyping = inHelp | inInput | inPicker | inLogin | inPalette | inExportPath | inTimeText | inEntry
	anywhere = inPages | inTyping | inScope | inColumns | inChips | inExport | inTime | inSQL | inWritten
)

// A binding is one row of the key table.
type binding struct {
	act   action
	keys  []string // as Bubble Tea spells them; "g y" is one after the other
	label string   // as help and hints show them
	in    place
	hint  string // in the hint line; "" is not shown there
	help  string
	group string
}

// bindings is the key table as it comes: it feeds the handling, the hint line
// and the help, and can be changed by a key file. Hints appear in this order.
var bindings = []binding{
	// What the records can do, in the order a newcomer needs it.
	{actOpen, []string{"enter"}, "⏎", inTable, "open", "open the record", "RECORD"},
	{actInclude, []string{"+"}, "+", onTerm, "include", "keep only records with this value", "FILTER"},
	{actExclude, []string{"-"}, "-", onTerm, "exclude", "leave out records with this value", "FILTER"},
	{actOpen, []string{"enter"}, "⏎", inFacets, "", "include the value, or fold the field", "FILTER"},
	{actOpen, []string{"enter"}, "⏎", inHistogram, "zoom", "zoom to the column, or to the selection", "TIME"},
	{actOpen, []string{"enter"}, "⏎", inRelated, "show them", "show the records that the line tells of", "RECORD"},
	{actOpen, []string{"enter"}, "⏎", inPivot, "show them", "show the records that the line tells of", "PIVOT"},
	{actOpen, []string{"enter"}, "⏎", inSheet, "show them", "show the principal's records with this value", "RECORD"},
	{actOpen, []string{"enter"}, "⏎", inNote, "close", "close the explanation", "VIEW"},
	{actSelect, []string{"v"}, "v", inHistogram, "select", "start or drop a selection", "TIME"},
	{actSelectLeft, []string{"shift+left"}, "shift+←", inHistogram, "", "select to the left", "TIME"},
	{actSelectRight, []string{"shift+right"}, "shift+→", inHistogram, "", "select to the right", "TIME"},
	{actDown, []string{"j", "down"}, "j ↓", inHistogram, "compare", "to the values that tell the selection from the rest", "TIME"},
	{actExclude, []string{"-"}, "-", inHistogram, "cut out", "leave out the column or the selection", "TIME"},
	{actNextMark, []string{"n"}, "n", inHistogram, "peak", "the highest peak, then the next highest", "TIME"},
	{actPrevMark, []string{"N"}, "N", inHistogram, "", "the peak before, back to the highest", "TIME"},
	{actStack, []string{"b"}, "b", inHistogram, "colour", "colour by tls, status, the facet under the cursor", "TIME"},
	{actLog, []string{"L"}, "L", inHistogram, "log", "heights by the logarithm of the count", "TIME"},
	{actHistogram, []string{"i"}, "i", inHistogram | inCompare, "", "back to the records", "TIME"},
	{actOpen, []string{"enter"}, "⏎", inCompare, "", "keep only records with this value", "FILTER"},
	{actOpen, []string{"enter"}, "⏎", inTree, "open", "open or close the branch", "RECORD"},
	{actOpen, []string{"enter"}, "⏎", inValues, "", "include the value", "FILTER"},
	{actOpen, []string{"enter"}, "⏎", inGroups, "show them", "keep only the records of the line", "FILTER"},
	{actInclude, []string{"+"}, "+", inGroups, "", "keep only the records of the line", "FILTER"},
	{actExclude, []string{"-"}, "-", inGroups, "exclude", "leave out the records of the line", "FILTER"},
	{actOpen, []string{"enter"}, "⏎", inFields, "choose", "make the field a facet, or drop it", "VIEW"},
	{actOpen, []string{"enter"}, "⏎", inList, "open", "show it", "VIEW"},
	{actOnly, []string{"o"}, "o", inFacets, "only", "only this value: drop the field's other conditions", "FILTER"},
	{actFacets, []string{"f"}, "f", inFacets, "", "back to the records", "VIEW"},
	{actNextPane, []string{"tab"}, "⇥", inDetail, "next tab", "next tab", "RECORD"},
	{actFind, []string{"/"}, "/", inDetail, "find", "find in this record", "RECORD"},
	{actNextRecord, []string{"J"}, "J", inDetail, "next", "next record", "RECORD"},
	{actPrevRecord, []string{"K"}, "K", inDetail, "previous", "previous record", "RECORD"},
	{actFilter, []string{"/"}, "/", inPanes, "filter", "edit the filter", "FILTER"},
	{actFacets, []string{"f"}, "f", inTable | inHistogram, "facets", "values of the fields, with counts", "VIEW"},
	{actExport, []string{"x"}, "x", inPanes | inGroups, "export", "write the records, or the counts of the field, into a file", "EXPORT"},
	{actTime, []string{"T"}, "T", inPanes, "time", "choose a range of time", "TIME"},
	{actHistogram, []string{"i"}, "i", inTable | inFacets, "timeline", "move along the histogram", "TIME"},
	{actUndecided, []string{"U"}, "U", inPanes, "", "list the records that cannot say", "FILTER"},
	{actUndo, []string{"u", "["}, "u [", inPanes, "undo", "back to the state before", "FILTER"},
	{actRedo, []string{"ctrl+r", "]"}, "^r ]", inPanes, "", "forward again", "FILTER"},
	{actDescribe, []string{"d"}, "d", onTerm, "describe", "what this value means; of a principal, all about it", "RECORD"},
	{actPivot, []string{"p"}, "p", onTerm | inRaw, "pivot", "from this value or record to all others like it", "FILTER"},
	{actOnly, []string{"o"}, "o", onTerm &^ inFacets, "only", "only this value: drop the field's other conditions", "FILTER"},
	{actGroups, []string{"B"}, "B", inTable | inFacets | inGroups, "count by", "count by several fields at once, this one first", "VIEW"},
	{actFind, []string{"/"}, "/", inValues, "find", "show only values that hold a text", "VIEW"},
	{actFind, []string{"/"}, "/", inList, "find", "show only lines that hold a text", "VIEW"},
	{actChoose, []string{"space"}, "space", inFacets | inValues, "choose", "choose several values for include, exclude and only", "FILTER"},
	{actChoose, []string{"space"}, "space", inFields, "", "make the field a facet, or drop it", "VIEW"},
	{actClearField, []string{"c"}, "c", inFacets | inValues, "clear", "drop what the filter says of this field", "FILTER"},
	{actWhy, []string{"d"}, "d", inWhy, "", "close", "VIEW"},
	{actSearch, []string{"S"}, "S", inFacets, "search", "show only values of this field that hold a text", "VIEW"},
	{actFields, []string{"C"}, "C", inFacets, "", "what every field holds; choose which are facets, and their order", "VIEW"},
	{actFields, []string{"C"}, "C", inFields, "", "done", "VIEW"},
	{actNextRecord, []string{"J"}, "J", inFields, "move down", "move the facet down", "VIEW"},
	{actPrevRecord, []string{"K"}, "K", inFields, "move up", "move the facet up", "VIEW"},
	{actValues, []string{"F"}, "F", inTable | inFacets, "", "all values of this field", "VIEW"},
	{actStack, []string{"b"}, "b", inFacets, "", "colour the histogram by this field", "TIME"},
	{actZoomIn, []string{"z"}, "z", inPanes, "", "zoom in around the cursor", "TIME"},
	{actZoomOut, []string{"Z"}, "Z", inPanes, "", "zoom out", "TIME"},

	// Movement.
	{actUp, []string{"k", "up"}, "k ↑", inPages &^ inHistogram, "", "up", "MOVE"},
	{actDown, []string{"j", "down"}, "j ↓", inPages &^ inHistogram, "", "down", "MOVE"},
	{actLeft, []string{"h", "left"}, "h ←", inTable, "", "column to the left", "MOVE"},
	{actRight, []string{"l", "right"}, "l →", inTable, "", "column to the right", "MOVE"},
	{actLeft, []string{"h", "left"}, "h ←", inPair, "", "values of the record at the left", "MOVE"},
	{actRight, []string{"l", "right"}, "l →", inPair, "side", "values of the record at the right", "MOVE"},
	{actLeft, []string{"h", "left"}, "h ←", inHistogram, "", "earlier", "MOVE"},
	{actRight, []string{"l", "right"}, "l →", inHistogram, "", "later", "MOVE"},
	{actLeft, []string{"h", "left"}, "h ←", inTree | inFacets, "", "close the branch, or go to its head", "MOVE"},
	{actRight, []string{"l", "right"}, "l →", inTree | inFacets, "", "open the branch", "MOVE"},
	{actTop, []string{"g", "home"}, "g", inPages &^ inHistogram, "", "first line", "MOVE"},
	{actBottom, []string{"G", "end"}, "G", inPages &^ inHistogram, "", "last line", "MOVE"},
	{actHalfDown, []string{"ctrl+d"}, "^d", inPages &^ inHistogram, "", "half a page down", "MOVE"},
	{actHalfUp, []string{"ctrl+u"}, "^u", inPages &^ inHistogram, "", "half a page up", "MOVE"},
	{actPageDown, []string{"ctrl+f", "pgdown"}, "^f", inPages &^ inHistogram, "", "a page down", "MOVE"},
	{actPageUp, []string{"ctrl+b", "pgup"}, "^b", inPages &^ inHistogram, "", "a page up", "MOVE"},
	{actFirst, []string{"^"}, "^", inTable | inHistogram, "", "first column", "MOVE"},
	{actLast, []string{"$"}, "$", inTable | inHistogram, "", "last column", "MOVE"},
	{actFirst, []string{"g", "home"}, "g", inHistogram, "", "first column", "MOVE"},
	{actLast, []string{"G", "end"}, "G", inHistogram, "", "last column", "MOVE"},
	{actNextPane, []string{"tab"}, "⇥", inPanes, "", "next pane", "MOVE"},
	{actPrevPane, []string{"shift+tab"}, "shift+⇥", inPanes, "", "previous pane", "MOVE"},
	{actPrevPane, []string{"shift+tab"}, "shift+⇥", inDetail, "", "previous tab", "RECORD"},
	{actNextError, []string{"e"}, "e", inTable, "", "next refused or failed request", "MOVE"},
	{actPrevError, []string{"E"}, "E", inTable, "", "previous refused or failed request", "MOVE"},
	{actMark, []string{"*"}, "*", inTable, "", "mark every cell with this value", "MOVE"},
	{actNextMark, []string{"n"}, "n", inTable, "", "next record with the marked value", "MOVE"},
	{actPrevMark, []string{"N"}, "N", inTable, "", "previous record with the marked value", "MOVE"},
	{actNextMark, []string{"n"}, "n", inDetail, "", "next hit", "RECORD"},
	{actPrevMark, []string{"N"}, "N", inDetail, "", "previous hit", "RECORD"},

	// Record.
	{actFacets, []string{"f"}, "f", inTree, "facet", "make this path a facet, or drop it; counting reads every match", "VIEW"},
	{actValues, []string{"F"}, "F", inTree, "", "all values at this path", "VIEW"},
	{actColumns, []string{"c"}, "c", inTree, "column", "make this path a column of the table, or drop it", "VIEW"},
	{actOpenAll, []string{"]"}, "]", inTree, "", "open every branch", "RECORD"},
	{actCloseAll, []string{"["}, "[", inTree, "", "close every branch", "RECORD"},

	{actMarkRecord, []string{"space"}, "space", inTable, "", "mark the record, or take its mark", "RECORD"},
	{actRange, []string{"v"}, "v", inTable, "", "begin a range, and mark it", "RECORD"},
	{actCompare, []string{"D"}, "D", inTable, "", "compare the two marked records, or the one with this", "RECORD"},
	{actCompare, []string{"D"}, "D", inDetail, "", "compare with the record of the same request in the other log", "RECORD"},
	{actDescribe, []string{"d"}, "d", inNote, "", "close the explanation", "VIEW"},

	// The pivot menu.
	{actPivotValue, []string{"v"}, "v", inPivot, "", "the value under the cursor", "PIVOT"},
	{actPivotRequest, []string{"r"}, "r", inPivot, "", "the same request, in both logs", "PIVOT"},
	{actPivotNear, []string{"P"}, "P", inPivot, "", "the same principal, 15 minutes before and after", "PIVOT"},
	{actPivotPrincipal, []string{"p"}, "p", inPivot, "", "the same principal", "PIVOT"},
	{actPivotAccessKey, []string{"a"}, "a", inPivot, "", "the same access key, which the other log may tell", "PIVOT"},
	{actPivotSession, []string{"s"}, "s", inPivot, "", "the same session of the same principal", "PIVOT"},
	{actPivotIP, []string{"i"}, "i", inPivot, "", "the same address", "PIVOT"},
	{actPivotKey, []string{"o"}, "o", inPivot, "", "the same object", "PIVOT"},
	{actPivotAround, []string{"t"}, "t", inPivot, "", "everything 15 minutes before and after", "PIVOT"},

	// Views.
	{actSort, []string{"s"}, "s", inTable, "", "sort by this column; again: by time", "VIEW"},
	{actReverse, []string{"S"}, "S", inTable, "", "the order the other way round, as newest first", "VIEW"},
	{actSort, []string{"s"}, "s", inFacets | inValues | inGroups, "sort", "values by count, by name, rarest first", "VIEW"},
	{actPause, []string{"="}, "=", inPanes, "", "pause reading, go on reading", "READING"},
	{actResume, []string{"r"}, "r", inPanes | inNote, "", "read on with what was not read to its end", "READING"},
	{actProblems, []string{"!"}, "!", inPanes, "", "what could not be read", "READING"},
	{actQuickExport, []string{"ctrl+s"}, "^s", inPanes | inGroups, "", "write a CSV file into the working folder, without questions", "EXPORT"},
	{actHelp, []string{"?", "f1"}, "?", inPages, "help", "this help", "VIEW"},
	{actBack, []string{"q", "backspace"}, "q", inPages, "back", "back; at the start, quit", "VIEW"},
	{actEscape, []string{"esc"}, "esc", inPages, "", "close what is open; never drops the filter", "VIEW"},
	{actCancel, []string{"ctrl+c"}, "^c", anywhere, "", "stop reading; twice: quit", "READING"},
	{actMouse, []string{"f2"}, "F2", anywhere, "", "mouse off and on, so that the terminal can select text", "VIEW"},
	{actRedraw, []string{"ctrl+l"}, "^l", anywhere, "", "redraw the screen", "VIEW"},
	{actSuspend, []string{"ctrl+z"}, "^z", anywhere, "", "suspend", "VIEW"},

	// The filter line, the picker and the search of the help.
	{actAccept, []string{"enter"}, "⏎", inInput, "apply", "apply the filter", "FILTER LINE"},
	{actEscape, []string{"esc"}, "esc", inInput, "restore", "back to the filter before", "FILTER LINE"},
	{actClear, []string{"ctrl+u"}, "^u", inInput, "clear", "clear the line", "FILTER LINE"},
	{actNextPane, []string{"tab"}, "⇥", inInput, "complete", "complete the field or the value", "FILTER LINE"},
	{actEarlier, []string{"up"}, "↑", inInput, "earlier", "earlier filters", "FILTER LINE"},
	{actLater, []string{"down"}, "↓", inInput, "", "later filters", "FILTER LINE"},
	{actUp, []string{"up"}, "↑", inHelp | inPicker | inLogin, "", "up", "LISTS"},
	{actDown, []string{"down"}, "↓", inHelp | inPicker | inLogin, "", "down", "LISTS"},
	{actPageUp, []string{"pgup"}, "pgup", inHelp | inPicker | inLogin, "", "a page up", "LISTS"},
	{actPageDown, []string{"pgdown"}, "pgdn", inHelp | inPicker | inLogin, "", "a page down", "LISTS"},
	{actAccept, []string{"enter"}, "⏎", inPicker, "open", "open the source", "LISTS"},
	{actAccept, []string{"enter"}, "⏎", inHelp, "run", "do it", "LISTS"},
	{actEscape, []string{"esc"}, "esc", inHelp, "close", "close the help", "LISTS"},
	{actNextPane, []string{"tab"}, "⇥", inPicker, "edit", "take the line into the input, to change it before it is opened", "LISTS"},
	{actSources, []string{"0"}, "0", inPanes, "", "another source; this one stays open until then", "VIEW"},
	{actRefresh, []string{"ctrl+r"}, "^r", inPicker, "ask AWS", "look for log buckets in AWS, or look again", "LISTS"},
	{actProfile, []string{"ctrl+p"}, "^p", inPicker, "profile", "ask AWS with another profile", "LISTS"},
	{actRegion, []string{"ctrl+g"}, "^g", inPicker, "Region", "ask AWS from another Region", "LISTS"},
	{actEscape, []string{"esc"}, "esc", inPicker, "quit", "stop waiting; clear the line; back to what is open, or leave", "LISTS"},
	{actClear, []string{"ctrl+u"}, "^u", inPicker | inLogin, "", "clear the line", "LISTS"},
	{actAccept, []string{"enter"}, "⏎", inScope, "read it", "read what is chosen", "SCOPE"},
	{actToggle, []string{"space"}, "space", inScope, "choose", "choose the time; read the part, or leave it out", "SCOPE"},
	{actOpenAll, []string{"a"}, "a", inScope, "all, only", "every part of the group, or only this one", "SCOPE"},
	{actTime, []string{"T"}, "T", inScope, "time", "type a range of time", "SCOPE"},
	{actFind, []string{"/"}, "/", inScope, "find", "show only parts that hold a text", "SCOPE"},
	{actUp, []string{"k", "up"}, "k ↑", inScope, "", "up", "SCOPE"},
	{actDown, []string{"j", "down"}, "j ↓", inScope, "", "down", "SCOPE"},
	{actTop, []string{"g", "home"}, "g", inScope, "", "first line", "SCOPE"},
	{actBottom, []string{"G", "end"}, "G", inScope, "", "last line", "SCOPE"},
	{actPageDown, []string{"ctrl+f", "pgdown"}, "^f", inScope, "", "a page down", "SCOPE"},
	{actPageUp, []string{"ctrl+b", "pgup"}, "^b", inScope, "", "a page up", "SCOPE"},
	{actEscape, []string{"esc", "q"}, "esc", inScope, "back", "back to the sources", "SCOPE"},
	{actHelp, []string{"?", "f1"}, "?", inScope, "help", "this help", "VIEW"},

	// The filter as SQL.
	{actSQL, []string{"5"}, "5", inPanes, "", "the filter as SQL; on an engine it is run from there", "VIEW"},
	{actAccept, []string{"enter"}, "⏎", inSQL, "run", "run the statements, read what they return; a price asks first", "SQL"},
	{actTally, []string{"c"}, "c", inSQL, "count first", "count on the engine, no record is moved; again: statements", "SQL"},
	{actFilter, []string{"/"}, "/", inSQL | inWritten, "filter", "edit the filter", "SQL"},
	{actTime, []string{"T"}, "T", inSQL | inWritten, "time", "type a range of time", "SQL"},
	{actCopy, []string{"y"}, "y", inSQL | inWritten, "copy", "copy the statements", "SQL"},
	{actNextPane, []string{"tab"}, "⇥", inWritten, "engine", "write it for another engine", "SQL"},
	{actUp, []string{"k", "up"}, "k ↑", inSQL | inWritten, "", "up", "SQL"},
	{actDown, []string{"j", "down"}, "j ↓", inSQL | inWritten, "", "down", "SQL"},
	{actTop, []string{"g", "home"}, "g", inSQL | inWritten, "", "first line", "SQL"},
	{actBottom, []string{"G", "end"}, "G", inSQL | inWritten, "", "last line", "SQL"},
	{actPageDown, []string{"ctrl+f", "pgdown"}, "^f", inSQL | inWritten, "", "a page down", "SQL"},
	{actPageUp, []string{"ctrl+b", "pgup"}, "^b", inSQL | inWritten, "", "a page up", "SQL"},
	{actEscape, []string{"esc", "q", "1"}, "esc", inSQL | inWritten, "back", "stop the query; else back to where one was", "SQL"},
	{actHelp, []string{"?", "f1"}, "?", inSQL | inWritten, "help", "this help", "VIEW"},

	// A line typed over a page.
	{actAccept, []string{"enter"}, "⏎", inEntry, "take", "take what is typed", "LINE"},
	{actClear, []string{"ctrl+u"}, "^u", inEntry, "clear", "clear the line", "LINE"},
	{actEscape, []string{"esc"}, "esc", inEntry, "back", "leave it as it was", "LINE"},

	{actAccept, []string{"enter"}, "⏎", inLogin, "take", "ask AWS with this", "LISTS"},
	{actEscape, []string{"esc"}, "esc", inLogin, "back", "ask AWS as before", "LISTS"},

	// Commands, copying, columns.
	{actCopy, []string{"y"}, "y", onTerm | inList, "copy", "copy the value", "COPY"},
	{actCopyRecord, []string{"Y"}, "Y", inTable | inDetail, "", "copy the record as JSON; in Tree and Raw the original", "COPY"},
	{actCopyPath, []string{"g y"}, "gy", inTree, "", "copy the path of the field", "COPY"},
	{actOutside, []string{"ctrl+o"}, "^o", inDetail, "", "the original bytes in $PAGER", "RECORD"},
	{actPalette, []string{":", "ctrl+p"}, ": ^p", inPages, "command", "run a command by its name, with a preview", "VIEW"},
	{actColumns, []string{"c"}, "c", inTable, "", "choose, order and size the columns", "VIEW"},
	{actWider, []string{"ctrl+right"}, "^→", inTable | inColumns, "", "widen the column", "VIEW"},
	{actNarrower, []string{"ctrl+left"}, "^←", inTable | inColumns, "", "narrow the column", "VIEW"},
	{actToggle, []string{"space"}, "space", inColumns, "show, hide", "show or hide the column", "COLUMNS"},
	{actHigher, []string{"K", "shift+up"}, "K", inColumns, "further left", "move the column to the left", "COLUMNS"},
	{actLower, []string{"J", "shift+down"}, "J", inColumns, "further right", "move the column to the right", "COLUMNS"},
	{actReset, []string{"r"}, "r", inColumns, "reset", "the usual columns and widths", "COLUMNS"},
	{actUp, []string{"k", "up"}, "k ↑", inColumns, "", "up", "COLUMNS"},
	{actDown, []string{"j", "down"}, "j ↓", inColumns, "", "down", "COLUMNS"},
	{actTop, []string{"g", "home"}, "g", inColumns, "", "first line", "COLUMNS"},
	{actBottom, []string{"G", "end"}, "G", inColumns, "", "last line", "COLUMNS"},
	{actAccept, []string{"enter"}, "⏎", inColumns, "take", "take these columns", "COLUMNS"},
	{actEscape, []string{"esc", "q"}, "esc", inColumns, "leave as it was", "leave the columns as they were", "COLUMNS"},
	{actHelp, []string{"?", "f1"}, "?", inColumns | inChips, "help", "this help", "VIEW"},

	// The conditions of the filter line.
	{actChips, []string{"shift+tab"}, "shift+⇥", inInput, "conditions", "switch conditions off, negate or remove them", "FILTER LINE"},
	{actOutside, []string{"ctrl+o"}, "^o", inInput, "", "write the filter in $EDITOR", "FILTER LINE"},
	{actLeft, []string{"h", "left"}, "h ←", inChips, "", "condition before", "CONDITIONS"},
	{actRight, []string{"l", "right"}, "l →", inChips, "", "next condition", "CONDITIONS"},
	{actToggle, []string{"space"}, "space", inChips, "off, on", "switch the condition off or on; it stays in the line", "CONDITIONS"},
	{actNegate, []string{"-"}, "-", inChips, "negate", "ask for the opposite", "CONDITIONS"},
	{actRemove, []string{"backspace", "delete", "x"}, "x", inChips, "remove", "remove the condition", "CONDITIONS"},
	{actAccept, []string{"enter"}, "⏎", inChips, "apply", "apply the filter", "CONDITIONS"},
	{actNextPane, []string{"tab", "/"}, "⇥", inChips, "type", "back to typing", "CONDITIONS"},
	{actEscape, []string{"esc", "q"}, "esc", inChips, "restore", "back to the filter before", "CONDITIONS"},

	// The command line.
	{actUp, []string{"up", "ctrl+p"}, "↑", inPalette, "", "up", "COMMAND LINE"},
	{actDown, []string{"down", "ctrl+n"}, "↓", inPalette, "choose", "down", "COMMAND LINE"},
	{actNextPane, []string{"tab"}, "⇥", inPalette, "complete", "take the line into the command line", "COMMAND LINE"},
	{actAccept, []string{"enter"}, "⏎", inPalette, "run", "run it", "COMMAND LINE"},
	{actClear, []string{"ctrl+u"}, "^u", inPalette, "clear", "clear the line", "COMMAND LINE"},
	{actEscape, []string{"esc"}, "esc", inPalette, "close", "close the command line", "COMMAND LINE"},

	// The time dialog.
	{actNextPane, []string{"tab"}, "⇥", inTime | inTimeText, "next line", "next line of the time dialog", "TIME"},
	{actPrevPane, []string{"shift+tab"}, "shift+⇥", inTime | inTimeText, "", "previous line of the time dialog", "TIME"},
	{actDown, []string{"down"}, "↓", inTimeText, "", "next line of the time dialog", "TIME"},
	{actUp, []string{"up"}, "↑", inTimeText, "", "previous line of the time dialog", "TIME"},
	{actDown, []string{"down", "j"}, "j ↓", inTime, "", "next line of the time dialog", "TIME"},
	{actUp, []string{"up", "k"}, "k ↑", inTime, "", "previous line of the time dialog", "TIME"},
	{actRight, []string{"space", "right", "l"}, "space →", inTime, "", "the other zone", "TIME"},
	{actLeft, []string{"left", "h"}, "h ←", inTime, "", "the other zone", "TIME"},
	{actClear, []string{"ctrl+u"}, "^u", inTimeText, "clear", "clear this end: it is open", "TIME"},
	{actAccept, []string{"enter"}, "⏎", inTime | inTimeText, "show", "show this range of time", "TIME"},
	{actEscape, []string{"esc"}, "esc", inTime | inTimeText, "cancel", "leave the time as it was", "TIME"},

	// The export dialog.
	{actNextPane, []string{"tab"}, "⇥", inExport | inExportPath, "next line", "next line of the export dialog", "EXPORT"},
	{actPrevPane, []string{"shift+tab"}, "shift+⇥", inExport | inExportPath, "", "previous line of the export dialog", "EXPORT"},
	{actRight, []string{"space", "right", "l"}, "space →", inExport, "choose", "choose the next option", "EXPORT"},
	{actLeft, []string{"left", "h"}, "h ←", inExport, "", "choose the option before", "EXPORT"},
	{actDown, []string{"down", "j"}, "j ↓", inExport, "", "next line of the export dialog", "EXPORT"},
	{actUp, []string{"up", "k"}, "k ↑", inExport, "", "previous line of the export dialog", "EXPORT"},
	{actDown, []string{"down"}, "↓", inExportPath, "", "next line of the export dialog", "EXPORT"},
	{actUp, []string{"up"}, "↑", inExportPath, "", "previous line of the export dialog", "EXPORT"},
	{actClear, []string{"ctrl+u"}, "^u", inExportPath, "clear", "clear the path", "EXPORT"},
	{actAccept, []string{"enter"}, "⏎", inExport | inExportPath, "export", "write the file", "EXPORT"},
	{actEscape, []string{"esc"}, "esc", inExport | inExportPath, "cancel", "close the export dialog; a file being written is finished", "EXPORT"},
	{actCopy, []string{"y"}, "y", inExport, "copy the command", "copy the command line that prints the same", "EXPORT"},
}
