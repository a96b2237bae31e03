package tui

import (
	"cmp"
	"strings"

	"s3sleuth/model"
)

// drawEmpty says why there is no record, and how sure that is. "None" and
// "none so far" never look alike.
func (a *app) drawEmpty(r rect) {
	x, y := r.x+3, r.y+1
	if r.h < 8 {
		x, y = r.x+1, r.y
	}
	put := func(st style, s string) {
		pieces, _ := wrap(s, r.x+r.w-x-1)
		for _, p := range pieces {
			if y < r.y+r.h {
				a.c.print(x, y, r.x+r.w-x, st, p)
			}
			y++
		}
	}
	gap := func() {
		if r.h >= 12 {
			y++
		}
	}
	switch {
	case a.q.answer == nil:
		return
	case a.sess.snapshot.Len() == 0 && a.sess.loading():
		a.drawReading(put, gap)
		return
	case a.sess.snapshot.Len() == 0:
		a.drawNothing(put, gap)
		return
	}
	a.drawNoMatch(put, gap)
	gap()
	a.drawParts(put)
	gap()
	a.drawTry(put)
}

// drawReading tells how far reading is before the first record.
func (a *app) drawReading(put func(style, string), gap func()) {
	cov := a.sess.coverage
	put(plain, "Reading "+a.sess.uri+" …")
	gap()
	switch {
	case cov.Files == 0:
		put(dim, "listing files")
	case !cov.FilesFinal:
		put(dim, "listing: "+plural(cov.Files, "file")+" so far, "+model.Size(cov.Bytes))
	default:
		put(dim, count(cov.FilesRead)+" of "+plural(cov.Files, "file")+", "+model.Size(cov.BytesRead)+" of "+model.Size(cov.Bytes))
	}
	gap()
	put(dim, "Records appear as they are read; they can be filtered and opened at once.")
}

// drawNothing tells that the source held no record at all.
func (a *app) drawNothing(put func(style, string), gap func()) {
	cov := a.sess.coverage
	if cov.State == model.Complete {
		put(plain|bold, "No record was found in "+a.sess.uri+".")
	} else {
		put(warn|bold, "No record could be read from "+a.sess.uri+".")
	}
	gap()
	put(plain, count(cov.FilesRead)+" of "+plural(cov.Files, "file")+" read.")
	if cov.Reason != "" {
		put(warn, cov.Reason)
	}
	if cov.Failed > 0 || cov.Damaged > 0 {
		put(warn, plural(cov.Failed, "file")+" failed, "+plural(cov.Damaged, "line")+" refused: press "+a.key(actProblems)+" for the list.")
	}
	for i, n := range cov.Other {
		if n > 0 {
			put(dim, otherText(i, n)+", no request records")
		}
	}
	gap()
	put(dim, "s3sleuth reads CloudTrail events (JSON) and S3 server access logs (text or JSON), plain or gzip.")
	put(dim, "To copy logs: aws s3 sync s3://LOG-BUCKET/PREFIX FOLDER")
	gap()
	put(plain, a.key(actBack)+" "+a.key(actBack)+"   leave")
}

// otherText counts what was read and holds no requests, as "1 digest file".
func otherText(what, n int) string { return plural(n, strings.TrimSuffix(model.OtherNames[what], "s")) }

// drawNoMatch tells that nothing matches, and over what that was asked.
func (a *app) drawNoMatch(put func(style, string), gap func()) {
	cov, ans := a.sess.coverage, a.q.answer
	s := a.q.asked
	within := ""
	if s.from != 0 || s.to != 0 {
		within = " in this time"
	}
	if cov.State == model.Complete {
		put(plain|bold, "No record matches"+within+": all "+plural(ans.Read, "record")+" were asked and everything was read.")
		if ans.Unknown > 0 {
			gap()
			put(warn, "But "+plural(ans.Unknown, "record")+" cannot say: what the filter asks about is not recorded there.")
		}
		return
	}
	n, _ := percent(cov)
	put(warn|bold, "No record matches"+within+" in the "+itoa(n)+" % that was read.")
	unread := ""
	if left := cov.Files - cov.FilesRead; left > 0 {
		unread = plural(left, "file") + " were not read" + a.why() + ", so"
		if left == 1 {
			unread = "1 file was not read" + a.why() + ", so"
		}
	} else if lost := lostText(cov); lost != "" {
		unread = lost + ", so"
	} else {
		unread = "Reading has not ended" + a.why() + ", so"
	}
	put(warn, unread+" this is NOT proof that there are none.")
	if ans.Unknown > 0 {
		put(warn, plural(ans.Unknown, "record")+" cannot say.")
	}
}

// why says why something is unread, in brackets.
func (a *app) why() string {
	cov := a.sess.coverage
	switch {
	case !a.sess.stopped.IsZero():
		return " (cancelled at " + a.sess.stopped.Format("15:04") + ")"
	case cov.State == model.Loading:
		return " yet"
	case cov.State == model.Paused:
		return " (paused)"
	case cov.Reason != "":
		return " (" + cov.Reason + ")"
	}
	return ""
}

// drawParts tells what each part of the filter matches on its own.
func (a *app) drawParts(put func(style, string)) {
	if len(a.q.parts) == 0 {
		return
	}
	put(plain, "What each part matches on its own:")
	w := 0
	for _, p := range a.q.parts {
		w = max(w, min(width(p.text), 40))
	}
	for _, p := range a.q.parts {
		st := plain
		if p.matched == 0 {
			st = warn
		}
		put(st, "  "+pad(p.text, w+2)+count(p.matched))
	}
	together := "all together"
	if len(a.q.parts) == 2 {
		together = "both together"
	}
	put(dim, "  "+pad(together, w+2)+"0")
}

// drawTry offers the ways on.
func (a *app) drawTry(put func(style, string)) {
	put(plain, "Try")
	if c := a.sess.coverage; !a.sess.loading() && c.Resumes() {
		put(dim, "  "+pad(a.key(actResume), 4)+"read on: "+resumeText(c))
	}
	if a.hist.at > 0 {
		before := a.hist.list[a.hist.at-1].text
		way := "back to " + cmp.Or(before, "every record")
		if before == a.hist.now().text {
			way = a.hist.now().label
		}
		put(dim, "  "+pad(a.key(actUndo), 4)+"undo the last change ("+way+")")
	}
	put(dim, "  "+pad(a.key(actFilter), 4)+"edit the filter")
	if a.q.answer.Unknown > 0 {
		put(dim, "  "+pad(a.key(actUndecided), 4)+"list the records that cannot say")
	}
	if s := a.q.asked; s.from != 0 || s.to != 0 {
		put(dim, "  "+pad(a.key(actTime), 4)+"widen the range of time")
	}
	if a.sess.coverage.State == model.Paused {
		put(dim, "  "+pad(a.key(actPause), 4)+"go on reading")
	}
}
