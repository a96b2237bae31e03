package model

import "strings"

// eventMembers are the top-level members of a CloudTrail event. Any of them may
// stand in a filter as it is; deeper members follow after a dot.
var eventMembers = []string{
	"eventTime", "eventVersion", "userIdentity", "eventSource", "eventName", "awsRegion", "sourceIPAddress", "userAgent",
	"errorCode", "errorMessage", "requestParameters", "responseElements", "additionalEventData", "requestID", "eventID",
	"eventType", "apiVersion", "managementEvent", "readOnly", "resources", "recipientAccountId", "serviceEventDetails",
	"sharedEventID", "vpcEndpointId", "vpcEndpointAccountId", "eventCategory", "addendum", "sessionCredentialFromConsole",
	"eventContext", "edgeDeviceDetails", "tlsDetails", "insightDetails",
}

// LookUp returns the field of a name or alias, in any case, or FieldPath for a
// JSON path ("requestParameters.key", ".member" for a top-level member that is
// not a known one). ok is false for anything else.
func LookUp(name string) (f Field, ok bool) {
	for f := range FieldPath {
		if strings.EqualFold(name, Fields[f].Name) {
			return f, true
		}
		for _, alias := range Fields[f].Aliases {
			if strings.EqualFold(name, alias) {
				return f, true
			}
		}
	}
	if !strings.Contains(name, ".") && eventMember(name) == "" {
		return 0, false
	}
	_, ok = SplitPath(name)
	return FieldPath, ok
}

// eventMember returns the known member of that name, in any case, or "".
func eventMember(name string) string {
	for _, member := range eventMembers {
		if strings.EqualFold(name, member) {
			return member
		}
	}
	return ""
}

// LookUpFact returns the fact of a word after "is:", in any case.
func LookUpFact(name string) (Fact, bool) {
	for fact, word := range FactNames {
		if strings.EqualFold(name, word) {
			return Fact(fact), true
		}
	}
	return 0, false
}

// fieldWords are all words that may stand before a colon, without JSON paths.
func fieldWords() []string {
	words := []string{"since", "until", "is", "has", "raw", undecidedName}
	for f := range FieldPath {
		words = append(words, Fields[f].Name)
		words = append(words, Fields[f].Aliases...)
	}
	return words
}

// Nearest returns the word that name was probably meant to be, or "".
func Nearest(name string, words []string) string {
	best, least := "", 3
	if len(name) < 4 {
		least = 2
	}
	for _, word := range words {
		if d := distance(strings.ToLower(name), strings.ToLower(word)); d < least && d < len(word) {
			best, least = word, d
		}
	}
	if best != "" || len(name) < 3 {
		return best
	}
	for _, word := range words {
		if len(word) >= len(name) && strings.EqualFold(word[:len(name)], name) {
			return word
		}
	}
	return ""
}

// distance counts the letters to insert, drop, replace or swap with the next one
// to turn a into b. Names longer than any field are far from all of them.
func distance(a, b string) int {
	const longest = 40
	if len(a) > longest || len(b) > longest {
		return longest
	}
	var rows [longest + 1][longest + 1]int
	for i := range len(a) + 1 {
		for j := range len(b) + 1 {
			if i == 0 || j == 0 {
				rows[i][j] = i + j
				continue
			}
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			d := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, rows[i-2][j-2]+1)
			}
			rows[i][j] = d
		}
	}
	return rows[len(a)][len(b)]
}
