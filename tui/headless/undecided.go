package headless

import (
	"strings"

	"s3sleuth/model"
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

// shellQuote writes a word so that a POSIX shell reads it back: as it is when
// that is plain, else in single quotes.
func shellQuote(word string) string {
	special := func(r rune) bool {
		plain := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:,@%+", r)
		return !plain
	}
	if word != "" && strings.IndexFunc(word, special) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'"'"'`) + "'"
}
