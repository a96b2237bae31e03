package sql

import (
	"encoding/json"
	"fmt"
	"math"
	"net/netip"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

// A row is a row of a table by column in lower case, members of structs with
// dots: string, int64, bool, a map of texts, or a list of rows; a missing one is NULL.
type row map[string]any

// eval is what an engine makes of a node: nil is NULL. It is written for the
// tests, from the engines' documentation, and knows nothing of the filter language.
func eval(t testing.TB, n node, r row) any {
	ev := func(n node) any { return eval(t, n, r) }
	switch n := n.(type) {
	case name:
		return r[strings.ToLower(string(n))]
	case text:
		return string(n)
	case number:
		return int64(n)
	case truth:
		return bool(n)
	case moment:
		if strings.HasPrefix(n.spelled, "'") {
			return strings.Trim(n.spelled, "'")
		}
		return time.UnixMilli(n.ms).UTC()
	case address:
		return netip.MustParseAddr(string(n)).Unmap()
	case call:
		return function(t, n, r)
	case cast:
		return tryCast(ev(n.x), n.to)
	case choice:
		for _, w := range n {
			if ev(w.is) == true {
				return ev(w.value)
			}
		}
		return nil
	case minus:
		if v, ok := ev(n.x).(int64); ok {
			return v - n.by
		}
		return nil
	case compare:
		return compared(n.op, ev(n.l), ev(n.r))
	case between:
		low, high := compared(">=", ev(n.x), ev(n.low)), compared("<=", ev(n.x), ev(n.high))
		if low == nil {
			return nil
		}
		return low.(bool) && high.(bool)
	case in:
		v := ev(n.x)
		if v == nil {
			return nil
		}
		return slices.Contains(n.values, v.(string))
	case notIn:
		v := ev(n.x)
		if v == nil {
			return nil
		}
		return !slices.Contains(n.values, v.(string))
	case anyOf:
		v := ev(n.x)
		if v == nil {
			return nil
		}
		return slices.ContainsFunc(n.values, func(w node) bool { return v == ev(w) })
	case like:
		v, ok := ev(n.x).(string)
		if !ok {
			return nil
		}
		return likeMatch(v, n.pattern)
	case isNull:
		return ev(n.x) == nil
	case notNull:
		return ev(n.x) != nil
	case not:
		if v := ev(n.x); mayBeNull(n.x) {
			return v != true
		} else if v == nil {
			t.Fatalf("%s is NULL and not wrapped", sprint(n.x))
		} else {
			return !v.(bool)
		}
	case all:
		return conjunction(t, n, r, false)
	case some:
		return conjunction(t, n, r, true)
	}
	t.Fatalf("no evaluation of %T", n)
	return nil
}

// conjunction is AND, or OR where decides is true: the value that decides alone.
func conjunction(t testing.TB, parts []node, r row, decides bool) any {
	var result any = !decides
	for _, part := range parts {
		switch eval(t, part, r) {
		case decides:
			return decides
		case nil:
			result = nil
		}
	}
	return result
}

func compared(op string, l, r any) any {
	if l == nil || r == nil {
		return nil
	}
	c := 0
	switch l := l.(type) {
	case string:
		c = strings.Compare(l, r.(string))
	case int64:
		c = int(l - r.(int64))
	case float64:
		limit, ok := r.(float64)
		if !ok {
			limit = float64(r.(int64))
		}
		switch {
		case math.IsNaN(l):
			return false
		case l < limit:
			c = -1
		case l > limit:
			c = 1
		}
	case time.Time:
		if s, ok := r.(string); ok { // a bare text beside a timestamp
			layout := "2006-01-02 15:04:05.999"
			at, err := time.Parse(layout, s)
			if err != nil {
				panic(err)
			}
			r = at
		}
		c = l.Compare(r.(time.Time))
	case netip.Addr:
		a, b := l.As16(), r.(netip.Addr).As16()
		c = strings.Compare(string(a[:]), string(b[:]))
	case bool:
		if l != r.(bool) {
			c = 1
		}
	}
	return map[string]bool{"=": c == 0, "<>": c != 0, "<": c < 0, "<=": c <= 0, ">": c > 0, ">=": c >= 0}[op]
}

func tryCast(v any, to string) any {
	if v == nil {
		return nil
	}
	switch to {
	case "ipaddress":
		if a, err := netip.ParseAddr(v.(string)); err == nil && a.Zone() == "" {
			return a.Unmap()
		}
	case "double":
		if f, err := strconv.ParseFloat(v.(string), 64); err == nil {
			return f
		}
	case "bigint":
		switch v := v.(type) {
		case float64:
			if v < math.MaxInt64 {
				return int64(v)
			}
		case string:
			if n, err := strconv.ParseInt(v, 10, 64); err == nil {
				return n
			}
		}
	}
	return nil
}

func likeMatch(v, pattern string) bool {
	var re strings.Builder
	re.WriteString("(?s)^")
	for i := 0; i < len(pattern); {
		c, size := utf8.DecodeRuneInString(pattern[i:])
		i += size
		switch c {
		case '%':
			re.WriteString(".*")
		case '_':
			re.WriteString(".")
		case '\\':
			c, size = utf8.DecodeRuneInString(pattern[i:])
			i += size
			fallthrough
		default:
			re.WriteString(regexp.QuoteMeta(string(c)))
		}
	}
	return expression(re.String() + "$").MatchString(v)
}

var expressions = map[string]*regexp.Regexp{}

func expression(s string) *regexp.Regexp {
	if expressions[s] == nil {
		expressions[s] = regexp.MustCompile(s)
	}
	return expressions[s]
}

func function(t testing.TB, n call, r row) any {
	if n.function == "coalesce" {
		for _, arg := range n.args {
			if v := eval(t, arg, r); v != nil {
				return v
			}
		}
		return nil
	}
	if n.function == "any_match" || n.function == "map_filter" {
		return filtered(t, n, r)
	}
	var args []any
	for _, arg := range n.args {
		v := eval(t, arg, r)
		if v == nil && n.function != "nullif" {
			return nil
		}
		args = append(args, v)
	}
	s, _ := args[0].(string)
	switch n.function {
	case "try":
		return args[0]
	case "nullif":
		if args[0] == args[1] {
			return nil
		}
		return args[0]
	case "lower":
		return strings.Map(unicode.ToLower, s)
	case "translate":
		from, to := []rune(args[1].(string)), []rune(args[2].(string))
		return strings.Map(func(c rune) rune {
			if i := slices.Index(from, c); i >= 0 {
				return to[i]
			}
			return c
		}, s)
	case "length":
		return int64(utf8.RuneCountInString(s))
	case "floor":
		return math.Floor(args[0].(float64))
	case "substr":
		runes := []rune(s)[args[1].(int64)-1:]
		if len(args) > 2 {
			runes = runes[:args[2].(int64)]
		}
		return string(runes)
	case "regexp_like":
		return expression(args[1].(string)).MatchString(s)
	case "contains":
		return netip.MustParsePrefix(s).Contains(args[1].(netip.Addr))
	case "parse_datetime":
		at, err := time.Parse("02/Jan/2006:15:04:05 -0700", s)
		if err != nil {
			return nil
		}
		return at
	case "element_at":
		return args[0].(map[string]any)[args[1].(string)]
	case "map_values":
		var list []row
		for _, v := range args[0].(map[string]any) {
			list = append(list, row{"": v})
		}
		return list
	case "cardinality":
		return int64(len(args[0].(map[string]any)))
	case "json_extract_scalar":
		return extracted(s, args[1].(string))
	case "json_parse":
		if !json.Valid([]byte(s)) {
			return nil
		}
		return json.RawMessage(s)
	case "json_format":
		var v any
		if err := json.Unmarshal(args[0].(json.RawMessage), &v); err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(v); err != nil {
			t.Fatal(err)
		}
		return strings.TrimSuffix(b.String(), "\n")
	}
	t.Fatalf("no function %s", n.function)
	return nil
}

// filtered is any_match and map_filter.
func filtered(t testing.TB, n call, r row) any {
	f := n.args[1].(lambda)
	switch of := eval(t, n.args[0], r).(type) {
	case []row:
		var result any = false
		for _, element := range of {
			inner := row{}
			for k, v := range r {
				inner[k] = v
			}
			for k, v := range element {
				inner[strings.TrimSuffix(f.params[0]+"."+k, ".")] = v
			}
			switch eval(t, f.body, inner) {
			case true:
				return true
			case nil:
				result = nil
			}
		}
		return result
	case map[string]any:
		kept := map[string]any{}
		for k, v := range of {
			if eval(t, f.body, row{f.params[0]: k, f.params[1]: v}) == true {
				kept[k] = v
			}
		}
		return kept
	}
	return nil
}

// extracted is json_extract_scalar for a path of one member.
func extracted(doc, path string) any {
	var object map[string]any
	if json.Unmarshal([]byte(doc), &object) != nil {
		return nil
	}
	member := strings.TrimSuffix(strings.TrimPrefix(path, `$["`), `"]`)
	switch v := object[member].(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return fmt.Sprint(v)
	}
	return nil
}
