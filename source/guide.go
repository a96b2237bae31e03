package source

// A Guide says what one kind of place is good for, a line each.
type Guide struct {
	Title  string
	Can    string // which questions it answers
	Cannot string // which it leaves open
	When   string // when to take it
}

// Guides are the guides of all kinds.
var Guides = [NumPlaceKinds]Guide{
	TrailLogs: {
		Title:  "CloudTrail logs in a bucket",
		Can:    "who with which identity, ACLs as they were set, refused requests, TLS versions, every account of an organization",
		Cannot: "prove plain HTTP, tell lifecycle or website requests; without data events no request for an object",
		When:   "you look after the organization or CloudTrail: one trail covers every account and Region",
	},
	AccessLogs: {
		Title:  "S3 server access logs in a bucket",
		Can:    "plain HTTP and TLS version line by line, bytes and times, lifecycle deletions, websites, anonymous requests",
		Cannot: "say which ACL was set, nor MFA or role issuer; delivery is best effort: late, twice or lost",
		When:   "they are switched on already, or you live in S3 and Athena: nothing has to be set up",
	},
	LocalFiles: {
		Title:  "files and folders",
		Can:    "what the logs in them answer, of both kinds at once, without AWS",
		Cannot: "show what was never copied",
		When:   "somebody handed you a copy, or the evidence must not change",
	},
}

// LakeNote says why no event data store is offered.
const LakeNote = "CloudTrail Lake: closed to new customers since 2026-05-31, and not read by this version; an organization trail holds the same events"
