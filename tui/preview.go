package tui

import "s3sleuth/model/store"

// A preview explains the record under the table's cursor beside the table. It
// is made of what the store knows; the original bytes are not read for it.
type preview struct {
	page page
	of   subject
	w    int
}

// draw draws the record into r, with its box and the key that opens it.
func (p *preview) draw(c *canvas, r rect, v *store.Snapshot, row store.Row, open string) {
	drawBox(c, r, border, "RECORD", open+" open")
	in := r.inset(1, 1)
	if now := (subject{v, row}); p.of != now || p.w != in.w {
		p.of, p.w = now, in.w
		p.page = page{lines: now.page(in.w-2, ""), cursor: -1}
	}
	p.page.draw(c, in)
}
