package headless

import "s3sleuth/tui/export"

// notRecorded stands in tables for a value that a record does not have. CSV
// leaves the cell empty and JSON says null or leaves the field out.
const notRecorded = "·"

// cell returns what to print for a value, outside JSON.
func cell(value string, recorded bool) string {
	if !recorded {
		return notRecorded
	}
	return export.Shown(value)
}
