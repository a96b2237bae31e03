package model

import (
	"bytes"
	"strings"
)

// Client returns the client family, with language and version where the user
// agent tells them, as "console", "aws-cli/2.1", "aws-sdk-java/1.11", "boto3/1.4",
// "aws-service", "cloudfront", "browser", "curl/7.61", "anonymous".
// ua has no brackets; nil is not recorded, empty or "-" was sent empty.
// "" is not recorded.
//
// What stands first decides:
//
//  1. The caller is a service principal: cloudfront or aws-service.
//  2. The console, by its agent or as invokedBy; not for an unauthenticated request.
//  3. A service called for the caller (invokedBy), or the agent is a service's
//     name; not for an unauthenticated request either.
//  4. The agent: programs and agents before the SDK they are built on, SDKs before
//     HTTP tools, those before browsers, whose name half the world borrows.
//  5. Nothing known: anonymous for an unauthenticated request, else no-agent
//     where the agent was sent empty and other.
//
// The agent is what the client says of itself; anybody can say anything.
func Client(ua []byte, c Caller, invokedBy []byte) string {
	if c.Service {
		return serviceClient(c.Principal)
	}
	agent, by := lowerAgent(ua), string(invokedBy)
	switch {
	case c.Anonymous: // neither of the next three sends unsigned requests
	case isConsole(by), isConsole(agent):
		return "console"
	case by != "":
		return serviceClient(by)
	case serviceName(agent), strings.HasPrefix(agent, "aws internal"), strings.HasPrefix(agent, "aws-internal/"):
		return serviceClient(agent)
	}
	if family := agentFamily(agent); family != "" {
		return family
	}
	switch {
	case c.Anonymous:
		return anonymous
	case ua == nil:
		return ""
	case !logged(ua):
		return "no-agent"
	}
	return "other"
}

// serviceClient is the client family of a service: CloudFront stands for viewers
// whose own connection is not in these logs, so it is a family by itself.
func serviceClient(service string) string {
	if strings.HasPrefix(service, "cloudfront.") {
		return "cloudfront"
	}
	return "aws-service"
}

// isConsole says whether an agent or invokedBy, in lower case, is the Management Console.
func isConsole(s string) bool {
	for _, name := range []string{"s3console/", "console.amazonaws.com", "signin.amazonaws.com"} {
		if strings.HasPrefix(s, name) {
			return true
		}
	}
	return false
}

// agentLimit is how much of an agent is looked at: CloudTrail keeps 1 KB, and
// both logs shall tell the same.
const agentLimit = 1024

// lowerAgent returns the agent in lower case, cut to the limit.
func lowerAgent(ua []byte) string {
	return string(bytes.ToLower(ua[:min(len(ua), agentLimit)]))
}

// agentFamily looks an agent in lower case up in the table; "" where nothing
// fits. A word counts only where it begins one, so that "curl" is not found in
// "libcurl".
func agentFamily(agent string) string {
	best, rest := -1, ""
	for i := range len(agent) {
		if i > 0 && isWord(agent[i-1]) {
			continue
		}
		for _, w := range agentWords[agent[i]] {
			if (best < 0 || w.rank < best) && strings.HasPrefix(agent[i:], w.word) {
				best, rest = w.rank, agent[i+len(w.word):]
			}
		}
	}
	if best < 0 {
		return ""
	}
	row := agents[best/maxAgentWords]
	if row.family == browser && isCrawler(agent) {
		return crawler
	}
	if family, ok := strings.CutSuffix(row.family, "/"); ok {
		return family + version(rest)
	}
	return row.family
}

const (
	browser = "browser"
	crawler = "crawler"
)

// isCrawler says whether an agent in lower case that looks like a browser's is a
// program's that fetches pages by itself: it says where to read about it, or has
// a name such as DotBot/1.2 or "Sogou web spider". The telephones named CUBOT are none.
func isCrawler(agent string) bool {
	if strings.Contains(agent, "+http://") || strings.Contains(agent, "+https://") {
		return true
	}
	for _, kind := range []string{"bot", "spider", "crawler"} {
		for rest := agent; ; {
			before, after, found := strings.Cut(rest, kind)
			if !found {
				break
			}
			if ends := after == "" || strings.IndexByte("/;,)", after[0]) >= 0; ends && !strings.HasSuffix(before, "cu") {
				return true
			}
			rest = after
		}
	}
	return false
}

// An agentWord is a word of the table; the lower its rank, the earlier it stands there.
type agentWord struct {
	word string
	rank int // row * maxAgentWords + place in the row
}

// maxAgentWords bounds the words of one row.
const maxAgentWords = 100

// agentWords are the words of the table by their first byte: one pass over the
// agent's words takes 1.4 us where a search for each word took 6.1 us, and agents
// are the one field of which an attacker can make each different.
var agentWords = func() (index [256][]agentWord) {
	for r, row := range agents {
		for i, word := range row.words {
			index[word[0]] = append(index[word[0]], agentWord{word, r*maxAgentWords + i})
		}
	}
	return index
}()

// isWord says whether b can stand inside a product name.
func isWord(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '-' || b == '_' || b >= 0x80
}

// version reads "/MAJOR.MINOR" from what follows a product's name, which may end
// in a slash or not ("/v1.53.3", "1.25.41", " 3.2.1"); "" where there is none.
func version(s string) string {
	s = strings.TrimPrefix(strings.TrimLeft(s, "/ "), "v")
	major := digits(s)
	if major == "" {
		return ""
	}
	minor, ok := strings.CutPrefix(s[len(major):], ".")
	if minor = digits(minor); !ok || minor == "" {
		return "/" + major
	}
	return "/" + major + "." + minor
}

// digits returns the digits s begins with; more than five are no version.
func digits(s string) string {
	d := s[:len(s)-len(strings.TrimLeft(s, "0123456789"))]
	if len(d) > 5 {
		return ""
	}
	return d
}
