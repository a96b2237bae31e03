package headless

import (
	"strings"

	"s3sleuth/tui/text"
)

// notRecorded stands in tables for a value that a record does not have. CSV
// leaves the cell empty and JSON says null or leaves the field out.
const notRecorded = "·"

// shown returns a value as a terminal may show it, secrets masked.
func shown(value string) string {
	s, _ := text.Display(text.Mask(value))
	return s
}

// cell returns what to print for a value, outside JSON.
func cell(value string, recorded bool) string {
	if !recorded {
		return notRecorded
	}
	return shown(value)
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
	return shown(value)
}

// appendJSON appends a value as a JSON string that can go to a terminal.
func appendJSON(b []byte, value string) []byte { return text.AppendJSON(b, value) }
