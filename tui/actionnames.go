package tui

// actionNames are the names that a key file calls actions by. They stay as they
// are when keys, help or order change.
var actionNames = map[action]string{
	actUp: "up", actDown: "down", actLeft: "left", actRight: "right", actTop: "top", actBottom: "bottom",
	actHalfDown: "half-page-down", actHalfUp: "half-page-up", actPageDown: "page-down", actPageUp: "page-up",
	actFirst: "first", actLast: "last", actNextPane: "next-pane", actPrevPane: "previous-pane",
	actOpen: "open", actBack: "back", actEscape: "escape", actCancel: "cancel", actHelp: "help", actFilter: "filter",
	actInclude: "include", actExclude: "exclude", actOnly: "only", actUndo: "undo", actUndecided: "undecided", actRedo: "redo",
	actFacets: "facets", actValues: "values", actHistogram: "histogram", actSelect: "select", actZoomIn: "zoom-in", actZoomOut: "zoom-out",
	actNextError: "next-error", actPrevError: "previous-error", actMark: "same", actNextMark: "next-hit", actPrevMark: "previous-hit",
	actPause: "pause", actResume: "resume", actProblems: "problems", actSort: "sort", actReverse: "reverse",
	actNextRecord: "next-record", actPrevRecord: "previous-record", actOpenAll: "open-all", actCloseAll: "close-all", actFind: "find",
	actMouse: "mouse", actRedraw: "redraw", actSuspend: "suspend", actAccept: "accept", actClear: "clear", actEarlier: "earlier", actLater: "later",
	actSelectLeft: "select-left", actSelectRight: "select-right", actLog: "log", actStack: "colour", actChoose: "choose",
	actClearField: "clear-field", actSearch: "search", actFields: "fields", actWhy: "why",
	actPalette: "palette", actColumns: "columns", actWider: "wider", actNarrower: "narrower", actToggle: "toggle",
	actLower: "lower", actHigher: "higher", actReset: "reset", actCopy: "copy", actCopyRecord: "copy-record", actCopyPath: "copy-path",
	actChips: "chips", actNegate: "negate", actRemove: "remove", actOutside: "outside",
	actPivot: "pivot", actPivotValue: "pivot-value", actPivotRequest: "pivot-request", actPivotNear: "pivot-principal-near",
	actPivotPrincipal: "pivot-principal", actPivotAccessKey: "pivot-access-key", actPivotSession: "pivot-session", actPivotIP: "pivot-address",
	actPivotKey: "pivot-object", actPivotAround: "pivot-around", actMarkRecord: "mark-record", actRange: "mark-range",
	actCompare: "compare", actDescribe: "describe", actExport: "export", actQuickExport: "quick-export",
	actRefresh: "refresh", actSources: "sources", actProfile: "profile", actRegion: "region",
	actTime: "time", actSQL: "sql", actTally: "count", actGroups: "count-by",
}

// actionNamed returns the action of a name.
func actionNamed(name string) (action, bool) {
	for act, n := range actionNames {
		if n == name {
			return act, true
		}
	}
	return actNone, false
}
