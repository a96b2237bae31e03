package main

import "s3sleuth/testdata/gen/evidence"

// questions are what an investigator asks: those that docs/walkthrough.md
// counts, in its order, and more.
func questions() []question {
	return append(walkthrough(), beyond()...)
}

func ask(name, filter, by string, match condition) question {
	return question{evidence.Question{Name: name, Filter: filter, By: by}, match}
}

// article is the plain rule that practitioners use to find requests without TLS
// in CloudTrail.
const article = "kind:cloudtrail -tlsDetails.tlsVersion:* -ip:(config.amazonaws.com, ssm.amazonaws.com, " +
	"s3.amazonaws.com, cloudtrail.amazonaws.com, securitylake.amazonaws.com)"

func walkthrough() []question {
	inTrail, inLog := is("kind", "cloudtrail"), is("kind", "accesslog")
	anonymousReads := all(is("principal", "anonymous"), is("bucket", archive.name), is("op", "GetObject"))
	const reads = "is:anonymous bucket:saltmarsh-survey-archive op:GetObject"
	return []question{
		ask("everything, by log", "", "kind", all()),
		ask("plain HTTP", "tls:none -is:website", "bucket,principal", all(plainHTTP, not(isWebsite))),
		ask("no TLS version in CloudTrail, by the plain rule", article, "tls", all(inTrail, noVersion, not(is("ip", "config.amazonaws.com")))),
		ask("no evidence of TLS in CloudTrail", "tls:no-evidence", "principal", is("tls", "no-evidence")),
		ask("old TLS", "tls:<1.2", "client,tls,principal", oldTLS),
		ask("public ACL writes", "is:public-acl", "principal,op", publicACL),
		ask("the stolen user by address", "principal:*petrel-ci", "ip", is("principal", petrel.principal)),
		ask("refused to the thief", "ip:203.0.113.77 error:*", "error", all(is("ip", thiefIP), hasError)),
		ask("public ACL writes of the thief that succeeded", "is:public-acl -error:* ip:203.0.113.77", "acl", all(publicACL, not(hasError), is("ip", thiefIP))),
		ask("anonymous reads of the archive", reads+" kind:accesslog", "ip,status", all(anonymousReads, inLog)),
		ask("anonymous reads of the archive that either log has", reads, "kind,is:joined", anonymousReads),
		ask("deleted objects of the archive", "op:DeleteObject bucket:saltmarsh-survey-archive", "kind,operation", all(is("op", "DeleteObject"), is("bucket", archive.name))),
		ask("S3 by itself", "operation:S3.*", "operation,tls", starts("operation", "S3.")),
	}
}

func beyond() []question {
	inTrail, inLog := is("kind", "cloudtrail"), is("kind", "accesslog")
	return []question{
		ask("everything, by TLS", "", "tls", all()),
		ask("plain HTTP by principal", "tls:none", "principal", plainHTTP),
		ask("old TLS by principal", "tls:<1.2", "principal,tls", oldTLS),
		ask("public ACL writes that succeeded", "is:public-acl -error:*", "principal,op", all(publicACL, not(hasError))),
		ask("public ACL writes by shape", "is:public-acl kind:cloudtrail", "acl", all(publicACL, inTrail)),
		ask("the thief's calls", "ip:203.0.113.77 kind:cloudtrail", "op", all(is("ip", thiefIP), inTrail)),
		ask("who took the block away", "op:DeleteBucketPublicAccessBlock kind:cloudtrail", "principal,bucket", all(is("op", "DeleteBucketPublicAccessBlock"), inTrail)),
		ask("the leaked file", "key:.env status:200", "ip,op", all(is("key", ".env"), is("status", "200"))),
		ask("StopLogging", "op:StopLogging", "error", is("op", "StopLogging")),
		ask("the note", "key:*READ_ME_TO_RESTORE*", "kind,ip", holds("key", "READ_ME_TO_RESTORE")),
		ask("top addresses of Thursday", "time:2026-11-05..2026-11-06 kind:accesslog", "ip", all(onThursday, inLog)),
		ask("a principal from a network", "arn:*petrel-ci ip:203.0.113.0/24 kind:accesslog", "op", all(holds("arn", "petrel-ci"), inNetwork("203.0.113.0/24"), inLog)),
		ask("sent in one answer, 50 MB and more", "bytes:>=50000000 kind:accesslog", "principal", all(sent(50_000_000), inLog)),
	}
}
