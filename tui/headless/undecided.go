package headless

import (
	"s3sleuth/model"
	"s3sleuth/tui/export"
)

// longestHint is the longest command a hint spells out, in bytes: a filter may be
// a list of thousands of indicators.
const longestHint = 400

// tellUndecided says how the records that cannot say are listed, if there are any.
func (c *commands) tellUndecided(r *request, unknown int) {
	if unknown == 0 {
		return
	}
	command := "s3sleuth query " + shellQuote(r.name) + " " + shellQuote(model.WhereUnknown(r.filter).String())
	if len(command) > longestHint {
		command = "s3sleuth query SOURCE 'unknown:(FILTER)'"
	}
	c.say("hint", "to list the "+model.Count(unknown)+" that cannot say: "+command)
}

// shellQuote writes a word so that a POSIX shell reads it back.
func shellQuote(word string) string { return export.ShellQuote(word) }
