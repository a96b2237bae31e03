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
//  2. The console, by its agent or as invokedBy.
//  3. A service called for the caller (invokedBy), or the agent is a service's name.
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
	agent := lowerAgent(ua)
	if by := string(invokedBy); isConsole(by) || isConsole(agent) {
		return "console"
	} else if by != "" {
		return serviceClient(by)
	}
	if serviceName(agent) || strings.HasPrefix(agent, "aws internal") {
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

// agentFamily looks an agent in lower case up in the table; "" where nothing fits.
func agentFamily(agent string) string {
	for _, row := range agents {
		for _, word := range row.words {
			at := indexWord(agent, word)
			if at < 0 {
				continue
			}
			if family, ok := strings.CutSuffix(row.family, "/"); ok {
				return family + version(agent[at+len(word):])
			}
			return row.family
		}
	}
	return ""
}

// indexWord finds word in agent where it begins a word, so that "curl" is not
// found in "libcurl"; -1 where it is not there.
func indexWord(agent, word string) int {
	for from := 0; ; {
		i := strings.Index(agent[from:], word)
		if i < 0 {
			return -1
		}
		if i += from; i == 0 || !isWord(agent[i-1]) {
			return i
		}
		from = i + 1
	}
}

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
