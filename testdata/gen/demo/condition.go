package main

import (
	"net/netip"
	"strings"
)

// A condition is what a filter asks of one row.
type condition func(*row) answer

// all is the conjunction; of nothing it is yes.
func all(conds ...condition) condition {
	return func(r *row) answer {
		a := yes
		for _, c := range conds {
			switch c(r) {
			case no:
				return no
			case unknown:
				a = unknown
			}
		}
		return a
	}
}

func not(c condition) condition {
	return func(r *row) answer {
		switch c(r) {
		case yes:
			return no
		case no:
			return yes
		}
		return unknown
	}
}

// says answers a condition on a field that a record may be silent about.
func says(field string, match func(string) bool) condition {
	return func(r *row) answer {
		v := r.values[field]
		if v == "" {
			return unknown
		}
		return of(match(v))
	}
}

func is(field, value string) condition {
	return says(field, func(v string) bool { return strings.EqualFold(v, value) })
}

func holds(field, part string) condition {
	return says(field, func(v string) bool { return strings.Contains(v, part) })
}

func starts(field, part string) condition {
	return says(field, func(v string) bool { return strings.HasPrefix(v, part) })
}

func inNetwork(block string) condition {
	p := netip.MustParsePrefix(block)
	return says("ip", func(v string) bool {
		a, err := netip.ParseAddr(v)
		return err == nil && p.Contains(a)
	})
}

// hasError is never unknown: a record without an error had none.
func hasError(r *row) answer { return of(r.values["error"] != "") }

func publicACL(r *row) answer { return r.public }

// plainHTTP answers tls:none. Only an access log can prove it.
func plainHTTP(r *row) answer {
	switch r.values["tls"] {
	case "none":
		return yes
	case "no-evidence", "unknown":
		return unknown
	}
	return no
}

// oldTLS answers tls:<1.2, which a record without a version cannot.
func oldTLS(r *row) answer {
	switch r.values["tls"] {
	case "1.0", "1.1":
		return yes
	case "no-evidence", "unknown", "unversioned":
		return unknown
	}
	return no
}

// noVersion says that an event carries no TLS version.
func noVersion(r *row) answer {
	switch r.values["tls"] {
	case "1.0", "1.1", "1.2", "1.3":
		return no
	}
	return yes
}

func isWebsite(r *row) answer {
	return of(strings.HasPrefix(r.values["operation"], "WEBSITE.") || strings.Contains(r.values["host"], ".s3-website"))
}

func onThursday(r *row) answer {
	return of(!r.at.Before(at(5, "00:00:00")) && r.at.Before(at(6, "00:00:00")))
}

func sent(bytes int64) condition {
	return func(r *row) answer { return of(r.bytes >= bytes) }
}
