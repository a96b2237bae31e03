package decode

import (
	"strings"
	"time"
)

// StampForm is how an access log's name tells when it was delivered, as a layout of package time.
const StampForm = "2006-01-02-15-04-05"

// The slack around a range within which a file may still hold its records.
// Server access logs are delivered late, CloudTrail files are named by the time
// they were published, and a file whose name cannot hold a wanted record is
// worth more unread than read: listing is cheap, inflating is not.
const (
	AccessLogLate = 24 * time.Hour // delivered up to a day after the request
	TrailEarly    = 24 * time.Hour // published the day before its day's path
	TrailLate     = 48 * time.Hour // published up to two days after the event
)

// A Place is what the path of a log file tells, as the two services lay their
// files out. Nothing of it decides what the file holds: its content does.
type Place struct {
	PathFacts
	Digest bool // a CloudTrail digest file

	// Published is the time in the name, else the day of the path; zero where
	// neither is there.
	Published time.Time
	// First and Last bound the times its records can have; zero is no bound.
	First, Last time.Time
}

// When is what orders files: the time that the path tells, else the one of their
// last change.
func (p *Place) When(modified time.Time) time.Time {
	if p.Published.IsZero() {
		return modified
	}
	return p.Published
}

// Locate reads a path of slash-separated names.
//
// CloudTrail:  [prefix/]AWSLogs/[o-ORG/]ACCOUNT/FOLDER/REGION/Y/M/D/ACCOUNT_FOLDER_REGION_YYYYMMDDTHHMMZ_RANDOM.json.gz
// access log:  [prefix]YYYY-MM-DD-hh-mm-ss-UNIQUE
// partitioned: [prefix]ACCOUNT/REGION/BUCKET/Y/M/D/YYYY-MM-DD-hh-mm-ss-UNIQUE
//
// Copies often lose the upper folders, so every part is looked for on its own.
func Locate(path string) Place {
	parts := strings.Split(path, "/")
	name, folders := parts[len(parts)-1], parts[:len(parts)-1]
	day, above, dated := dayOf(folders)
	if p, ok := trailName(name); ok {
		return p
	}
	if p, ok := trailFolders(day, above, dated); ok {
		return p
	}
	_, stamp, ok := Stamped(name)
	if !ok {
		return Place{}
	}
	p := Place{Published: stamp, First: stamp.Add(-AccessLogLate), Last: stamp}
	if stamp.Hour() == 0 && stamp.Minute() == 0 && stamp.Second() == 0 {
		// Partitions by event time write midnight into every name: the file then
		// holds the day that follows.
		p.Last = stamp.Add(24*time.Hour - 1)
	}
	if n := len(above); dated && n >= 3 && IsAccount(LastDigits(above[n-3])) && IsRegion(above[n-2]) {
		p.Account, p.Region, p.Bucket = LastDigits(above[n-3]), above[n-2], above[n-1]
	}
	return p
}

// Without says whether no record of from <= time < to can lie in the file; a
// zero bound is open. A file that cannot be dated is never without.
func (p Place) Without(from, to time.Time) bool {
	if p.First.IsZero() {
		return false
	}
	return !from.IsZero() && p.Last.Before(from) || !to.IsZero() && !p.First.Before(to)
}

// TrailFolder says whether a folder is one that CloudTrail writes, and whether its digests'.
func TrailFolder(s string) (ok, digest bool) {
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
func trailName(name string) (Place, bool) {
	fields := strings.SplitN(name, "_", 4)
	if len(fields) < 4 || !IsAccount(fields[0]) {
		return Place{}, false
	}
	ok, digest := TrailFolder(fields[1])
	if !ok {
		return Place{}, false
	}
	p := Place{PathFacts: PathFacts{Account: fields[0], Region: fields[2]}, Digest: digest}
	if digest {
		return p, true
	}
	if len(fields[3]) < len("20060102T1504Z") {
		return Place{}, false
	}
	stamp, err := time.Parse("20060102T1504Z", fields[3][:len("20060102T1504Z")])
	if err != nil {
		return Place{}, false
	}
	p.Published = stamp
	// The slack counts from whole days, as the path does.
	p.First, p.Last = trailBounds(stamp.Truncate(24 * time.Hour))
	return p, true
}

// trailFolders reads .../[ACCOUNT/]FOLDER/REGION/Y/M/D/ for files of any name.
func trailFolders(day time.Time, above []string, dated bool) (Place, bool) {
	n := len(above)
	if !dated || n < 2 || !IsRegion(above[n-1]) {
		return Place{}, false
	}
	ok, digest := TrailFolder(above[n-2])
	if !ok {
		return Place{}, false
	}
	p := Place{PathFacts: PathFacts{Region: above[n-1]}, Digest: digest, Published: day}
	if n >= 3 && IsAccount(above[n-3]) {
		p.Account = above[n-3]
	}
	p.First, p.Last = trailBounds(day)
	return p, true
}

func trailBounds(day time.Time) (first, last time.Time) {
	return day.Add(-TrailLate), day.Add(24*time.Hour + TrailEarly)
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

// Stamped finds YYYY-MM-DD-hh-mm-ss-UNIQUE at the end of a file's name; any
// prefix may be glued to it, which is returned, and an archive's ending may follow it.
func Stamped(name string) (glued string, stamp time.Time, ok bool) {
	name, _, _ = strings.Cut(name, ".gz")
	unique := strings.LastIndexByte(name, '-')
	if unique < len(StampForm) || !isUnique(name[unique+1:]) {
		return "", time.Time{}, false
	}
	glued = name[:unique-len(StampForm)]
	stamp, err := time.Parse(StampForm, name[len(glued):unique])
	return glued, stamp, err == nil
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

// IsAccount says whether s is an account: 12 digits.
func IsAccount(s string) bool {
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

// LastDigits returns what may be an account at the end of a folder's name: the
// prefix of a log bucket is glued to the first folder.
func LastDigits(s string) string {
	if len(s) > 12 {
		return s[len(s)-12:]
	}
	return s
}

// IsRegion says whether s has the form of a Region's name, as eu-west-1 or us-gov-east-1.
func IsRegion(s string) bool {
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
