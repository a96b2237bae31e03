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
	EventStores: {
		Title:  "event data store of CloudTrail Lake",
		Can:    "the same as CloudTrail logs, on AWS's own engine: years and whole organizations without moving them",
		Cannot: "the same; without data events no request for an object, and nothing older than the store keeps",
		When:   "you have one already (closed to new customers), or the logs are too many to read here; each query is billed by what it scans",
	},
	LocalFiles: {
		Title:  "files and folders",
		Can:    "what the logs in them answer, of both kinds at once, without AWS",
		Cannot: "show what was never copied",
		When:   "somebody handed you a copy, or the evidence must not change",
	},
}

// LakeNote is what to say where there is no event data store.
const LakeNote = "no event data store in this Region: CloudTrail Lake is closed to new customers since 2026-05-31; an organization trail holds the same events"
