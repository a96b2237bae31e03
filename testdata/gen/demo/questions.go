package main

import (
	"net/netip"
	"strings"
)

// questions are what an investigator asks, in the order of the walkthrough and beyond.
func questions() []question {
	all := func(conds ...func(*row) answer) func(*row) answer {
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
	return []question{
		{Name: "everything, by log", By: "kind", match: all()},
		{Name: "everything, by TLS", By: "tls", match: all()},
		{Name: "plain HTTP by principal", Filter: "tls:none", By: "principal", match: plainHTTP},
		{Name: "plain HTTP by bucket, web site endpoint apart", Filter: "tls:none -is:website", By: "bucket,principal", match: all(plainHTTP, not(isWebsite))},
		{Name: "no evidence of TLS in CloudTrail", Filter: "tls:no-evidence", By: "principal", match: is("tls", "no-evidence")},
		{Name: "old TLS by agent", Filter: "tls:<1.2", By: "ua", match: oldTLS},
		{Name: "old TLS by principal", Filter: "tls:<1.2", By: "principal,tls", match: oldTLS},
		{Name: "public ACL writes", Filter: "is:public-acl", By: "principal,op", match: publicACL},
		{Name: "public ACL writes that succeeded", Filter: "is:public-acl -error:*", By: "principal,op", match: all(publicACL, not(has("error")))},
		{Name: "public ACL writes by shape", Filter: "is:public-acl kind:cloudtrail", By: "acl", match: all(publicACL, is("kind", "cloudtrail"))},
		{Name: "the thief's calls", Filter: "ip:203.0.113.77 kind:cloudtrail", By: "op", match: all(is("ip", thiefIP), is("kind", "cloudtrail"))},
		{Name: "the stolen user by address", Filter: "principal:" + petrel.principal, By: "ip", match: is("principal", petrel.principal)},
		{Name: "refused to the thief", Filter: "ip:203.0.113.77 error:*", By: "error", match: all(is("ip", thiefIP), has("error"))},
		{Name: "who took the block away", Filter: "op:DeleteBucketPublicAccessBlock kind:cloudtrail", By: "principal,bucket", match: all(is("op", "DeleteBucketPublicAccessBlock"), is("kind", "cloudtrail"))},
		{Name: "anonymous reads of the archive", Filter: "is:anonymous bucket:saltmarsh-survey-archive op:GetObject kind:accesslog", By: "ip,status", match: all(is("principal", "anonymous"), is("bucket", archive.name), is("op", "GetObject"), is("kind", "accesslog"))},
		{Name: "anonymous reads of the archive that CloudTrail has", Filter: "is:anonymous bucket:saltmarsh-survey-archive op:GetObject kind:cloudtrail", By: "ip", match: all(is("principal", "anonymous"), is("bucket", archive.name), is("op", "GetObject"), is("kind", "cloudtrail"))},
		{Name: "the leaked file", Filter: "key:.env status:200", By: "ip,op", match: all(is("key", ".env"), is("status", "200"))},
		{Name: "StopLogging", Filter: "op:StopLogging", By: "error", match: is("op", "StopLogging")},
		{Name: "deleted objects of the archive", Filter: "op:DeleteObject bucket:saltmarsh-survey-archive", By: "kind,principal", match: all(is("op", "DeleteObject"), is("bucket", archive.name))},
		{Name: "deleted in the access log, by operation", Filter: "op:DeleteObject kind:accesslog", By: "operation", match: all(is("op", "DeleteObject"), is("kind", "accesslog"))},
		{Name: "the note", Filter: "key:*READ_ME_TO_RESTORE*", By: "kind,ip", match: func(r *row) answer {
			return keyHas(r, "READ_ME_TO_RESTORE")
		}},
		{Name: "top addresses of Thursday", Filter: "time:2026-11-05..2026-11-06 kind:accesslog", By: "ip", match: all(onThursday, is("kind", "accesslog"))},
		{Name: "a principal from a network", Filter: "arn:*petrel-ci ip:203.0.113.0/24 kind:accesslog", By: "op", match: all(is("principal", petrel.principal), inNetwork("203.0.113.0/24"), is("kind", "accesslog"))},
		{Name: "S3 by itself", Filter: "operation:S3.*", By: "operation,tls", match: func(r *row) answer {
			return of(strings.HasPrefix(r.values["operation"], "S3."))
		}},
		{Name: "sent in one answer, 50 MB and more", Filter: "bytes:>=50000000 kind:accesslog", By: "principal", match: all(is("kind", "accesslog"), func(r *row) answer { return of(r.bytes >= 50_000_000) })},
	}
}

func plainHTTP(r *row) answer { return r.plainHTTP() }
func publicACL(r *row) answer { return r.public }

func isWebsite(r *row) answer {
	return of(strings.HasPrefix(r.values["operation"], "WEBSITE.") || strings.Contains(r.values["host"], ".s3-website"))
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

func is(field, value string) func(*row) answer {
	return func(r *row) answer { return of(strings.EqualFold(r.values[field], value)) }
}

func has(field string) func(*row) answer {
	return func(r *row) answer { return of(r.values[field] != "") }
}

func not(c func(*row) answer) func(*row) answer {
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

func keyHas(r *row, part string) answer { return of(strings.Contains(r.values["key"], part)) }

func onThursday(r *row) answer {
	return of(!r.at.Before(at(5, "00:00:00")) && r.at.Before(at(6, "00:00:00")))
}

func inNetwork(block string) func(*row) answer {
	p := netip.MustParsePrefix(block)
	return func(r *row) answer {
		a, err := netip.ParseAddr(r.values["ip"])
		return of(err == nil && p.Contains(a))
	}
}
