package tui

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"s3sleuth/source"
)

// A pickLine is one line of the picker: a heading, a note, or what can be chosen.
type pickLine struct {
	head, note string
	right      string // of a heading
	st         style  // of a note
	uri, about string // of a choice
	place      *source.Place
	ask        bool // choosing it asks AWS
}

// choosable says whether the cursor stops at the line.
func (l pickLine) choosable() bool { return l.uri != "" || l.ask }

// shown is the source as the list writes it: of the ARN of an event data store,
// which fills a line, the ID. The rest stands where all is told.
func (l pickLine) shown() string {
	if i := strings.LastIndexByte(l.uri, '/'); strings.HasPrefix(l.uri, "lake:arn:") && i >= 0 {
		return "lake:" + l.uri[i+1:]
	}
	return l.uri
}

// kind returns what lies at the line's source, as far as that is known.
func (l pickLine) kind() (source.PlaceKind, bool) {
	switch {
	case l.place != nil:
		return l.place.Kind, true
	case l.uri == "" || l.uri == demoSource || strings.Contains(l.uri, ":"):
		return 0, false
	}
	return source.LocalFiles, true
}

// lines returns what the picker shows: everything in groups, or what fits the
// text that is typed, the best first. Notes are wrapped.
func (p *picker) lines() []pickLine {
	typed := strings.TrimSpace(p.in.text)
	if typed != "" {
		return p.search(typed)
	}
	var out []pickLine
	for _, l := range p.groups() {
		if l.note == "" {
			out = append(out, l)
			continue
		}
		pieces, _ := wrap(l.note, p.width-2)
		for _, s := range pieces {
			out = append(out, pickLine{note: s, st: l.st})
		}
	}
	return out
}

// groups returns everything that can be opened, in groups.
func (p *picker) groups() []pickLine {
	var out []pickLine
	group := func(head, right string, lines []pickLine) {
		if len(lines) > 0 {
			out = append(append(out, pickLine{head: head, right: right}), lines...)
		}
	}
	group("RECENT", "", p.recentLines())
	out = append(out, p.awsLines()...)
	group("IN THIS FOLDER", "by file names", placeLines(p.local))
	group("BUILT IN", "", []pickLine{demoLine})
	return out
}

var demoLine = pickLine{uri: demoSource, about: "one incident in both logs, no AWS needed"}

// choices returns the lines that can be chosen.
func (p *picker) choices() []pickLine {
	return slices.DeleteFunc(p.lines(), func(l pickLine) bool { return !l.choosable() })
}

// current returns the line under the cursor.
func (p *picker) current() (pickLine, bool) {
	list := p.choices()
	if p.cursor >= len(list) {
		return pickLine{}, false
	}
	return list[p.cursor], true
}

func (p *picker) recentLines() []pickLine {
	var out []pickLine
	for _, uri := range p.recent {
		if uri != demoSource {
			out = append(out, pickLine{uri: uri, about: "opened before"})
		}
	}
	return out
}

func placeLines(places []source.Place) []pickLine {
	out := make([]pickLine, len(places))
	for i := range places {
		out[i] = pickLine{uri: places[i].URI, about: places[i].About(), place: &places[i]}
	}
	return out
}

// ofKind returns the places of a kind that AWS told of.
func (l *lookup) ofKind(k source.PlaceKind) []source.Place {
	return slices.DeleteFunc(slices.Clone(l.survey.Places), func(p source.Place) bool { return p.Kind != k })
}

// awsLines are what AWS told of, how far the asking is, and what was refused.
func (p *picker) awsLines() []pickLine {
	l := &p.aws
	if l.state == lookupNone {
		return []pickLine{
			{head: "LOG BUCKETS IN AWS", right: "not asked yet"},
			{ask: true, about: "look for log buckets and Lake stores as " + loginText(p.options.Profile, p.options.Region)},
		}
	}
	trails, logs := placeLines(l.ofKind(source.TrailLogs)), placeLines(l.ofKind(source.AccessLogs))
	var out []pickLine
	if len(trails) > 0 || l.err == nil {
		out = append(out, pickLine{head: "CLOUDTRAIL LOGS", right: l.found(len(trails), l.survey.Trails, "trail", "trails")})
		out = append(append(out, trails...), l.none(trails, "no trail", l.survey.Trails)...)
	}
	if len(logs) > 0 || l.err == nil {
		out = append(out, pickLine{head: "SERVER ACCESS LOGS", right: l.found(len(logs), l.survey.Buckets, "bucket asked", "buckets asked")})
		out = append(append(out, logs...), l.none(logs, "no bucket with access logging", l.survey.Buckets)...)
	}
	if stores := placeLines(l.ofKind(source.EventStores)); len(stores) > 0 {
		out = append(out, pickLine{head: "EVENT DATA STORES", right: l.found(len(stores), l.survey.Stores, "store", "stores")})
		out = append(out, stores...)
	}
	if l.err != nil && len(out) == 0 {
		out = append(out, pickLine{head: "LOG BUCKETS IN AWS"})
	}
	return append(out, l.stateLines(p.halt)...)
}

// found says how many places of how many things asked. A list that was refused
// is not an empty one.
func (l *lookup) found(n int, of source.Asked, one, more string) string {
	if of.Total == 0 && !of.Final && l.state != lookupRuns {
		return "not known"
	}
	if of.Done == 1 {
		more = one
	}
	s := count(n) + " found, of " + count(of.Done) + " " + more
	switch {
	case l.state == lookupRuns:
		return s + " so far"
	case !of.All():
		return s + ", there may be more"
	}
	return s
}

// none says that there is nothing, once that is certain.
func (l *lookup) none(found []pickLine, what string, of source.Asked) []pickLine {
	if len(found) > 0 || !of.All() || l.state != lookupDone {
		return nil
	}
	return []pickLine{{note: what + " in account " + cmp.Or(l.survey.Login.Account, "(not known)"), st: dim}}
}

// stateLines say how far the asking is, or how it ended.
func (l *lookup) stateLines(halt string) []pickLine {
	var out []pickLine
	b := l.survey.Buckets
	switch l.state {
	case lookupRuns:
		about := "≈"
		if b.Final {
			about = ""
		}
		out = append(out, pickLine{note: "… asking AWS: " + count(b.Done) + " of " + about + count(b.Total) + " buckets   " + halt + " stop", st: accent})
	case lookupStopped:
		out = append(out, pickLine{note: "stopped: " + count(b.Done) + " of " + plural(b.Total, "bucket") + " were asked", st: warn})
	case lookupFailed:
		out = append(out, pickLine{note: "✗ " + l.err.Error(), st: danger})
		if hint := source.Advice(l.err); hint != "" {
			out = append(out, pickLine{note: "  " + hint, st: plain})
		}
	}
	for _, r := range l.survey.Refused {
		out = append(out, pickLine{note: "⚠ " + r.String() + remedy(r), st: warn})
	}
	if l.state == lookupDone && l.survey.Stores.All() && l.survey.Stores.Total == 0 {
		out = append(out, pickLine{note: source.LakeNote, st: dim})
	}
	if l.state > lookupRuns {
		out = append(out, pickLine{ask: true, about: "ask AWS again"})
	}
	return out
}

// remedy says how to go on without what was refused.
func remedy(r source.Refusal) string {
	switch r.Action {
	case "s3:ListAllMyBuckets":
		return ": type the bucket's name instead"
	case "s3:GetBucketLogging":
		return ": whether they log is not known"
	}
	return ""
}

// loginText names as whom and where AWS is asked.
func loginText(profile, region string) string {
	s := "the default profile"
	if profile != "" {
		s = "profile " + profile
	}
	if region != "" {
		s += ", from " + region
	}
	return s
}

// search returns the lines that fit what is typed. What is typed can always be
// opened itself: as a path or URI, or as a bucket where it can be one's name.
func (p *picker) search(typed string) []pickLine {
	var own []pickLine
	switch pathLike := strings.ContainsAny(typed, `/\:`) || strings.HasPrefix(typed, ".") || strings.HasPrefix(typed, "~"); {
	case pathLike:
		own = []pickLine{{uri: typed, about: "open " + sortOf(typed)}}
	case bucketName.MatchString(typed):
		own = []pickLine{{uri: typed, about: "open this file or folder"}, {uri: "s3://" + typed + "/", about: "open this bucket"}}
	default:
		own = []pickLine{{uri: typed, about: "open this file or folder"}}
	}
	var all []pickLine
	all = append(all, p.recentLines()...)
	all = append(append(all, placeLines(p.aws.survey.Places)...), placeLines(p.local)...)
	all = append(all, demoLine)
	type hit struct {
		line  pickLine
		score int
	}
	var hits []hit
	words := strings.Fields(strings.ToLower(typed))
	for _, l := range all {
		if score, fits := l.fit(words); fits && l.uri != typed {
			hits = append(hits, hit{l, score})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return b.score - a.score })
	var out []pickLine
	if own[0].about != "open this file or folder" {
		out, own = own, nil
	}
	for _, h := range hits {
		out = append(out, h.line)
	}
	return append(out, own...)
}

// bucketName is what a bucket can be called.
var bucketName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`)

// sortOf says what a typed name is.
func sortOf(typed string) string {
	if strings.HasPrefix(typed, "s3://") {
		return "this bucket or prefix"
	}
	if strings.HasPrefix(typed, "lake:") {
		return "this event data store"
	}
	return "this file or folder"
}

// fit says how well a line fits all words: in its source's name best, then in
// what is known of it, then with letters left out of the name.
func (l pickLine) fit(words []string) (score int, fits bool) {
	name, more := strings.ToLower(l.uri), strings.ToLower(l.known())
	for _, w := range words {
		switch i := strings.Index(name, w); {
		case i >= 0:
			score += 1000 - min(i, 400)
		case strings.Contains(more, w):
			score += 500
		default:
			n, has := spread(name, w)
			if !has {
				return 0, false
			}
			score += 300 - min(n, 300)
		}
	}
	return score, true
}

// known is everything known of a line, for searching.
func (l pickLine) known() string {
	s := l.about
	if l.place != nil {
		s += " " + source.Guides[l.place.Kind].Title + " " + l.place.Region
		for _, b := range l.place.Logged {
			s += " " + b.Bucket
		}
		for _, t := range l.place.Trails {
			s += " " + t.ARN
		}
		if e := l.place.Store; e != nil {
			s += " " + e.ARN
		}
	}
	return s
}

// spread says whether s has the letters of w in their order, and over how many
// bytes from the first one they lie.
func spread(s, w string) (n int, has bool) {
	from, at := -1, 0
	for i := range len(w) {
		j := strings.IndexByte(s[at:], w[i])
		if j < 0 {
			return 0, false
		}
		at += j + 1
		if from < 0 {
			from = at
		}
	}
	return at - from, true
}
