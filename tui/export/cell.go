package export

import (
	"strings"

	"s3sleuth/tui/text"
)

// Shown returns a value as a terminal may show it, secrets masked.
func Shown(value string) string {
	s, _ := text.Display(text.Mask(value))
	return s
}

// csvCell returns a value for CSV: on one line, without control characters, and
// so that no spreadsheet takes it for a formula.
func csvCell(value string, recorded bool) string {
	if !recorded {
		return ""
	}
	if value != "" && strings.IndexByte("=+-@\t\r", value[0]) >= 0 {
		value = "'" + value
	}
	return Shown(value)
}
