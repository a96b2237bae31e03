package dir

import (
	"strings"
	"time"
)

// The slack around a range within which a file may still hold its records.
// Server access logs are delivered late, CloudTrail files are named by the time
// they were published, and a file whose name cannot hold a wanted record is
// worth more unread than read: listing is cheap, inflating is not.
const (
	accessLogLate = 24 * time.Hour // delivered up to a day after the request
	trailEarly    = 24 * time.Hour // published the day before its day's path
	trailLate     = 48 * time.Hour // published up to two days after the event
)

// A place is what the path of a log file tells, as the two services lay their
// files out. Nothing of it decides what the file holds: its content does.
type place struct {
	account string // 12 digits
	region  string
	bucket  string // of a partitioned access-log layout: whose requests they are
	digest  bool   // a CloudTrail digest file

	// published is the time in the name, else the day of the path; zero where
	// neither is there.
	published time.Time
	// first and last bound the times its records can have; zero is no bound.
	first, last time.Time
}

// locate reads a path of slash-separated names.
//
// CloudTrail:  [prefix/]AWSLogs/[o-ORG/]ACCOUNT/FOLDER/REGION/Y/M/D/ACCOUNT_FOLDER_REGION_YYYYMMDDTHHMMZ_RANDOM.json.gz
// access log:  [prefix]YYYY-MM-DD-hh-mm-ss-UNIQUE
// partitioned: [prefix]ACCOUNT/REGION/BUCKET/Y/M/D/YYYY-MM-DD-hh-mm-ss-UNIQUE
//
// Copies often lose the upper folders, so every part is looked for on its own.
func locate(path string) place {
	parts := strings.Split(path, "/")
	name, folders := parts[len(parts)-1], parts[:len(parts)-1]
	day, above, dated := dayOf(folders)
	if p, ok := trailName(name); ok {
		return p
	}
	if p, ok := trailFolders(day, above, dated); ok {
		return p
	}
	stamp, ok := accessLogStamp(name)
	if !ok {
		return place{}
	}
	p := place{published: stamp, first: stamp.Add(-accessLogLate), last: stamp}
	if stamp.Hour() == 0 && stamp.Minute() == 0 && stamp.Second() == 0 {
		// Partitions by event time write midnight into every name: the file then
		// holds the day that follows.
		p.last = stamp.Add(24 * time.Hour)
	}
	if n := len(above); dated && n >= 3 && isAccount(lastDigits(above[n-3])) && isRegion(above[n-2]) {
		p.account, p.region, p.bucket = lastDigits(above[n-3]), above[n-2], above[n-1]
	}
	return p
}

// without says whether no record of from <= time < to can lie in the file; a
// zero bound is open. A file that cannot be dated is never without.
func (p place) without(from, to time.Time) bool {
	if p.first.IsZero() {
		return false
	}
	return !from.IsZero() && p.last.Before(from) || !to.IsZero() && !p.first.Before(to)
}

// trailFolder says whether a folder is one that CloudTrail writes, and its digests'.
func trailFolder(s string) (ok, digest bool) {
	switch s {
	case "CloudTrail", "CloudTrail-Insight", "CloudTrail-NetworkActivity", "CloudTrail-Aggregated":
		return true, false
	case "CloudTrail-Digest":
		return true, true
	}
	return false, false
}

// trailName reads ACCOUNT_FOLDER_REGION_YYYYMMDDTHHMMZ... A digest's name has
// the trail's name and the home Region between, and seconds in its time.
func trailName(name string) (place, bool) {
	fields := strings.SplitN(name, "_", 4)
	if len(fields) < 4 || !isAccount(fields[0]) {
		return place{}, false
	}
	ok, digest := trailFolder(fields[1])
	if !ok {
		return place{}, false
	}
	p := place{account: fields[0], region: fields[2], digest: digest}
	if digest {
		return p, true
	}
	if len(fields[3]) < len("20060102T1504Z") {
		return place{}, false
	}
	stamp, err := time.Parse("20060102T1504Z", fields[3][:len("20060102T1504Z")])
	if err != nil {
		return place{}, false
	}
	p.published = stamp
	// The slack counts from whole days, as the path does.
	p.first, p.last = trailBounds(stamp.Truncate(24 * time.Hour))
	return p, true
}

// trailFolders reads .../[ACCOUNT/]FOLDER/REGION/Y/M/D/ for files of any name.
func trailFolders(day time.Time, above []string, dated bool) (place, bool) {
	n := len(above)
	if !dated || n < 2 || !isRegion(above[n-1]) {
		return place{}, false
	}
	ok, digest := trailFolder(above[n-2])
	if !ok {
		return place{}, false
	}
	p := place{region: above[n-1], digest: digest, published: day}
	if n >= 3 && isAccount(above[n-3]) {
		p.account = above[n-3]
	}
	p.first, p.last = trailBounds(day)
	return p, true
}

func trailBounds(day time.Time) (first, last time.Time) {
	return day.Add(-trailLate), day.Add(24*time.Hour + trailEarly)
}

// dayOf reads the day of folders that end in YYYY/MM/DD; above are those before.
func dayOf(folders []string) (day time.Time, above []string, ok bool) {
	n := len(folders)
	if n < 3 || len(folders[n-3]) != 4 || len(folders[n-2]) != 2 || len(folders[n-1]) != 2 {
		return time.Time{}, nil, false
	}
	day, err := time.Parse("2006/01/02", strings.Join(folders[n-3:], "/"))
	if err != nil {
		return time.Time{}, nil, false
	}
	return day, folders[:n-3], true
}

// accessLogStamp finds YYYY-MM-DD-hh-mm-ss-UNIQUE at the end of a name; any
// prefix may be glued to it, and an archive's ending may follow it.
func accessLogStamp(name string) (time.Time, bool) {
	const form = "2006-01-02-15-04-05"
	name, _, _ = strings.Cut(name, ".gz")
	unique := strings.LastIndexByte(name, '-')
	if unique < len(form) || !isUnique(name[unique+1:]) {
		return time.Time{}, false
	}
	stamp, err := time.Parse(form, name[unique-len(form):unique])
	return stamp, err == nil
}

func isUnique(s string) bool {
	if s == "" {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

func isAccount(s string) bool {
	if len(s) != 12 {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// lastDigits returns what may be an account at the end of a folder's name: the
// prefix of a log bucket is glued to the first folder.
func lastDigits(s string) string {
	if len(s) > 12 {
		return s[len(s)-12:]
	}
	return s
}

// isRegion says whether s has the form of a Region's name, as eu-west-1 or us-gov-east-1.
func isRegion(s string) bool {
	dashes := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c == '-':
			dashes++
		case (c < 'a' || c > 'z') && (c < '0' || c > '9'):
			return false
		}
	}
	return dashes >= 2 && len(s) >= 8 && s[len(s)-1] >= '0' && s[len(s)-1] <= '9'
}
