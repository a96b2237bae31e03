package model

import (
	"strings"
	"unicode/utf8"
)

// SplitPath takes a JSON path apart into member names. A name of other than
// letters, digits, "_" and "-" stands in quotes (userIdentity."a.b".c); a path
// may begin with a dot. ok is false when the path is malformed.
func SplitPath(path string) (members []string, ok bool) {
	for rest := strings.TrimPrefix(path, "."); ; rest = rest[1:] {
		if strings.HasPrefix(rest, `"`) {
			member, n, problem := unquote(rest)
			if problem != nil {
				return nil, false
			}
			members, rest = append(members, member), rest[n:]
		} else {
			n := nameLength(rest)
			if n == 0 {
				return nil, false
			}
			members, rest = append(members, rest[:n]), rest[n:]
		}
		if rest == "" {
			return members, true
		}
		if rest[0] != '.' {
			return nil, false
		}
	}
}

// JoinPath is the path of nested members as a filter spells it, the inverse of
// [SplitPath]. Array elements have no member name: a path through an array
// means any element.
func JoinPath(members ...string) string {
	var b strings.Builder
	for i, member := range members {
		plain := nameLength(member) == len(member) && member != ""
		if i > 0 || !plain || !letter(member[0]) || eventMember(member) == "" {
			b.WriteByte('.')
		}
		if plain {
			b.WriteString(member)
		} else {
			b.WriteString(quote(member))
		}
	}
	return b.String()
}

// nameLength returns how many bytes of a member name s begins with.
func nameLength(s string) int {
	for i := range len(s) {
		if c := s[i]; !letter(c) && (c < '0' || c > '9') && c != '_' && c != '-' {
			return i
		}
	}
	return len(s)
}

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// fieldLength returns how many bytes of a field name or JSON path s begins with.
func fieldLength(s string) int {
	if s == "" || !letter(s[0]) && s[0] != '.' {
		return 0
	}
	i := 0
	for i < len(s) {
		switch n := nameLength(s[i:]); {
		case n > 0:
			i += n
		case s[i] == '.':
			i++
			if strings.HasPrefix(s[i:], `"`) {
				_, n, problem := unquote(s[i:])
				if problem != nil {
					return i
				}
				i += n
			}
		default:
			return i
		}
	}
	return i
}

// column returns the place of byte i of text in characters, from 1.
func column(text string, i int) int { return utf8.RuneCountInString(text[:i]) + 1 }
