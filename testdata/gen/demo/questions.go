package main

import (
	"net/netip"
	"strings"

	"s3sleuth/testdata/gen/evidence"
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
		{evidence.Question{Name: "everything, by log", By: "kind"}, all()},
		{evidence.Question{Name: "everything, by TLS", By: "tls"}, all()},
		{evidence.Question{Name: "plain HTTP by principal", Filter: "tls:none", By: "principal"}, plainHTTP},
		{evidence.Question{Name: "plain HTTP by bucket, web site endpoint apart", Filter: "tls:none -is:website", By: "bucket,principal"}, all(plainHTTP, not(isWebsite))},
		{evidence.Question{Name: "no evidence of TLS in CloudTrail", Filter: "tls:no-evidence", By: "principal"}, is("tls", "no-evidence")},
		{evidence.Question{Name: "old TLS by client", Filter: "tls:<1.2", By: "client,tls"}, oldTLS},
		{evidence.Question{Name: "old TLS by principal", Filter: "tls:<1.2", By: "principal,tls"}, oldTLS},
		{evidence.Question{Name: "public ACL writes", Filter: "is:public-acl", By: "principal,op"}, publicACL},
		{evidence.Question{Name: "public ACL writes that succeeded", Filter: "is:public-acl -error:*", By: "principal,op"}, all(publicACL, not(has("error")))},
		{evidence.Question{Name: "public ACL writes by shape", Filter: "is:public-acl kind:cloudtrail", By: "acl"}, all(publicACL, is("kind", "cloudtrail"))},
		{evidence.Question{Name: "the thief's calls", Filter: "ip:203.0.113.77 kind:cloudtrail", By: "op"}, all(is("ip", thiefIP), is("kind", "cloudtrail"))},
		{evidence.Question{Name: "the stolen user by address", Filter: "principal:" + petrel.principal, By: "ip"}, is("principal", petrel.principal)},
		{evidence.Question{Name: "refused to the thief", Filter: "ip:203.0.113.77 error:*", By: "error"}, all(is("ip", thiefIP), has("error"))},
		{evidence.Question{Name: "who took the block away", Filter: "op:DeleteBucketPublicAccessBlock kind:cloudtrail", By: "principal,bucket"}, all(is("op", "DeleteBucketPublicAccessBlock"), is("kind", "cloudtrail"))},
		{evidence.Question{Name: "anonymous reads of the archive", Filter: "is:anonymous bucket:saltmarsh-survey-archive op:GetObject kind:accesslog", By: "ip,status"}, all(is("principal", "anonymous"), is("bucket", archive.name), is("op", "GetObject"), is("kind", "accesslog"))},
		{evidence.Question{Name: "anonymous reads of the archive that CloudTrail has", Filter: "is:anonymous bucket:saltmarsh-survey-archive op:GetObject kind:cloudtrail", By: "ip"}, all(is("principal", "anonymous"), is("bucket", archive.name), is("op", "GetObject"), is("kind", "cloudtrail"))},
		{evidence.Question{Name: "the leaked file", Filter: "key:.env status:200", By: "ip,op"}, all(is("key", ".env"), is("status", "200"))},
		{evidence.Question{Name: "StopLogging", Filter: "op:StopLogging", By: "error"}, is("op", "StopLogging")},
		{evidence.Question{Name: "deleted objects of the archive", Filter: "op:DeleteObject bucket:saltmarsh-survey-archive", By: "kind,principal"}, all(is("op", "DeleteObject"), is("bucket", archive.name))},
		{evidence.Question{Name: "deleted in the access log, by operation", Filter: "op:DeleteObject kind:accesslog", By: "operation"}, all(is("op", "DeleteObject"), is("kind", "accesslog"))},
		{evidence.Question{Name: "the note", Filter: "key:*READ_ME_TO_RESTORE*", By: "kind,ip"}, holds("key", "READ_ME_TO_RESTORE")},
		{evidence.Question{Name: "top addresses of Thursday", Filter: "time:2026-11-05..2026-11-06 kind:accesslog", By: "ip"}, all(onThursday, is("kind", "accesslog"))},
		{evidence.Question{Name: "a principal from a network", Filter: "arn:*petrel-ci ip:203.0.113.0/24 kind:accesslog", By: "op"}, all(holds("arn", "petrel-ci"), inNetwork("203.0.113.0/24"), is("kind", "accesslog"))},
		{evidence.Question{Name: "S3 by itself", Filter: "operation:S3.*", By: "operation,tls"}, func(r *row) answer {
			return of(strings.HasPrefix(r.values["operation"], "S3."))
		}},
		{evidence.Question{Name: "sent in one answer, 50 MB and more", Filter: "bytes:>=50000000 kind:accesslog", By: "principal"}, all(is("kind", "accesslog"), func(r *row) answer { return of(r.bytes >= 50_000_000) })},
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

// says answers a condition on a field that a record may be silent about.
func says(field string, match func(string) bool) func(*row) answer {
	return func(r *row) answer {
		v := r.values[field]
		if v == "" {
			return unknown
		}
		return of(match(v))
	}
}

func is(field, value string) func(*row) answer {
	return says(field, func(v string) bool { return strings.EqualFold(v, value) })
}

func holds(field, part string) func(*row) answer {
	return says(field, func(v string) bool { return strings.Contains(v, part) })
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

func onThursday(r *row) answer {
	return of(!r.at.Before(at(5, "00:00:00")) && r.at.Before(at(6, "00:00:00")))
}

func inNetwork(block string) func(*row) answer {
	p := netip.MustParsePrefix(block)
	return says("ip", func(v string) bool {
		a, err := netip.ParseAddr(v)
		return err == nil && p.Contains(a)
	})
}
