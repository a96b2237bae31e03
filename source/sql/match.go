package sql

import (
	"net/netip"
	"strings"
	"unicode/utf8"

	"s3sleuth/model"
)

// A matcher compares one value with the patterns of a condition.
type matcher struct {
	x       node
	exact   bool // with regard to case
	plain   bool // the values are ASCII
	address bool // an IP address, or the name of a service in its place
}

// fold returns x without regard to the case of A to Z. lower() folds more
// letters than the filter language does, so it is for values that are ASCII.
func (m matcher) fold() node {
	switch {
	case m.exact:
		return m.x
	case m.plain:
		return call{"lower", []node{m.x}}
	}
	return call{"translate", []node{m.x, text("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), text("abcdefghijklmnopqrstuvwxyz")}}
}

// folded returns x and the text as they compare. A text without letters needs no folding.
func (m matcher) folded(s string) (node, string) {
	if m.exact || !strings.ContainsFunc(s, func(r rune) bool { return 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z' }) {
		return m.x, s
	}
	return m.fold(), foldASCII(s)
}

// holds says where x, as it stands, matches one of the patterns.
func (m matcher) holds(patterns []model.Pattern) bounds {
	b := exactly(truth(false))
	equal := map[string][]string{} // by the spelling of what compares
	var order, addresses []node
	for i := range patterns {
		p := &patterns[i]
		if p.Op != model.Equal || !quotable(p.Text) {
			b = b.or(m.pattern(p))
			continue
		}
		if a, ok := addressOf(p.Text); ok && m.address {
			addresses = append(addresses, address(a.String()))
			continue
		}
		x, s := m.folded(p.Text)
		at := sprint(x)
		if equal[at] == nil {
			order = append(order, x)
		}
		equal[at] = append(equal[at], s)
	}
	list := exactly(truth(false))
	for _, x := range order {
		list = list.or(exactly(in{x, equal[sprint(x)]}))
	}
	if addresses != nil {
		list = list.or(exactly(anyOf{cast{m.x, "ipaddress"}, addresses}))
	}
	return list.or(b)
}

// pattern says where x matches a pattern that is no plain text.
func (m matcher) pattern(p *model.Pattern) bounds {
	switch {
	case !quotable(p.Text):
		return anything
	case p.Op == model.Glob:
		x, s := m.folded(p.Text)
		return exactly(like{x, likeGlob(s)})
	case p.Op == model.Regexp && portable(p.Text):
		flags := "(?is)"
		if m.exact {
			flags = "(?s)"
		}
		return atMost(call{"regexp_like", []node{m.x, text(flags + p.Text)}})
	case m.address && p.Op != model.Regexp:
		return m.block(p)
	}
	return anything
}

// block says where x is an address in a block or range. Engines differ in
// whether an IPv4 address lies in an IPv6 block that covers its mapped form: such
// a block is left to the rows.
func (m matcher) block(p *model.Pattern) bounds {
	parsed := cast{m.x, "ipaddress"}
	low, ok := addressOf(p.Text)
	switch p.Op {
	case model.CIDR:
		block, err := netip.ParsePrefix(p.Text)
		if err != nil || block.Bits() < 96 && !block.Addr().Is4() && block.Contains(netip.AddrFrom16(mapped)) {
			return anything
		}
		contains := call{"try", []node{call{"contains", []node{text(block.Masked().String()), parsed}}}}
		return exactly(call{"coalesce", []node{contains, truth(false)}})
	case model.Between:
		high, highOK := addressOf(p.High)
		if !ok || !highOK || low.Is6() && low.Compare(netip.AddrFrom16(mapped)) <= 0 && high.Compare(netip.AddrFrom16(mapped)) >= 0 {
			return anything
		}
		return exactly(between{parsed, address(low.String()), address(high.String())})
	}
	return anything
}

// mapped is the first of the IPv6 addresses that stand for IPv4 ones.
var mapped = [16]byte{10: 0xff, 11: 0xff}

// addressOf reads an address; IPv4 addresses mapped to IPv6 are IPv4.
func addressOf(s string) (netip.Addr, bool) {
	a, err := netip.ParseAddr(s)
	return a.Unmap(), err == nil && a.Zone() == ""
}

// contains says where a value holds a text anywhere.
func (m matcher) contains(s string) node {
	x, s := m.folded(s)
	return like{x, "%" + likeText(s) + "%"}
}

// holds says where x may hold a run of text in any case. lower() folds more than
// the filter language does, which only adds rows.
func holds(x node, run string) node {
	ascii := strings.IndexFunc(run, func(r rune) bool { return r >= utf8.RuneSelf }) < 0
	return matcher{x: x, plain: ascii}.contains(run)
}

// portable says whether a regular expression means the same, or at most less,
// in RE2 and in the engines' dialects: letters, digits, plain punctuation,
// alternatives, groups, and "." with or without a star behind it.
func portable(re string) bool {
	for i := 0; i < len(re); i++ {
		c := re[i]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte(" _-/:,=@%;<>'\"~!|.()", c) >= 0:
		case c == '*' && i > 0 && re[i-1] == '.' && (i < 2 || re[i-2] != '\\'):
		case c == '\\' && i+1 < len(re) && strings.IndexByte(`.*+?()[]{}|^$\/-`, re[i+1]) >= 0:
			i++
		default:
			return false
		}
	}
	return true
}

// near says what a record must hold, at least, that matches a condition on a
// value which SQL does not have: any gives it for a run of text that the value
// is known to hold.
func near(c *model.Cmp, holding func(run string) node) node {
	if c.Differs {
		return truth(true)
	}
	hi := node(truth(false))
	for i := range c.Patterns {
		p := &c.Patterns[i]
		longest := ""
		switch {
		case p.Op == model.Equal:
			longest = p.Text
		case p.Op == model.Glob:
			for _, run := range globRuns(p.Text) {
				if len(run) > len(longest) {
					longest = run
				}
			}
		}
		if longest == "" || !quotable(longest) {
			return truth(true)
		}
		hi = or(hi, holding(longest))
	}
	return hi
}
