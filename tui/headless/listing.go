package headless

import (
	"time"

	"s3sleuth/model/store"
	"s3sleuth/tui/export"
)

// A listing is the answer of query.
type listing struct {
	export.Listing
	request  *request
	sort     *store.Sort // nil: by time
	evidence *evidence
	answer   *store.Answer
	zone     *time.Location // of the times printed; nil is UTC
	terminal bool           // it is printed to a terminal
}
