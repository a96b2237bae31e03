package main

import (
	"strings"

	"s3sleuth/testdata/gen/evidence"
)

// The three accounts of the made-up Saltmarsh Survey.
const (
	prodData = "111122223333"
	prodWeb  = "222233334444"
	sandbox  = "333344445555"
	orgID    = "o-exampleorg1"
)

// layout is how a bucket's access logs are named in their target bucket.
type layout uint8

const (
	simple      layout = iota // prefix, then delivery time
	byDelivery                // account/region/bucket/day of delivery
	byEventTime               // account/region/bucket/day of the events
)

// A bucket is one S3 bucket and where its access logs go.
type bucket struct {
	name, account, region string
	target                string // bucket of its access logs; "" is not logged
	prefix                string
	layout                layout
	fields                int  // columns of its log lines; 0 is all
	plain                 bool // log files are kept as S3 writes them, not compressed
	reads                 bool // the archive trail records reads of its objects
}

var (
	archive = &bucket{
		name: "saltmarsh-survey-archive", account: prodData, region: "us-east-1", reads: true,
		target: "saltmarsh-accesslogs-data-use1", prefix: "s3/", layout: byDelivery,
	}
	backup = &bucket{
		name: "saltmarsh-backup", account: prodData, region: "eu-west-1",
		target: "saltmarsh-accesslogs-data-euw1", layout: byEventTime,
	}
	audit = &bucket{
		name: "saltmarsh-audit-logs", account: prodData, region: "us-east-1",
		target: "saltmarsh-accesslogs-data-use1", prefix: "s3/", layout: byDelivery,
	}
	www = &bucket{
		name: "saltmarsh-www", account: prodWeb, region: "us-east-1",
		target: "saltmarsh-accesslogs-web-use1", prefix: "www/", layout: simple,
	}
	maps = &bucket{
		name: "saltmarsh-maps", account: prodWeb, region: "eu-west-1", fields: 26,
		target: "saltmarsh-accesslogs-web-euw1", prefix: "maps-", layout: simple,
	}
	press = &bucket{
		name: "saltmarsh-press-tokyo", account: prodWeb, region: "ap-northeast-1",
		target: "saltmarsh-accesslogs-web-apne1", layout: byDelivery,
	}
	oldMaps = &bucket{
		name: "saltmarsh-maps-2019", account: prodWeb, region: "eu-west-1", fields: 24, plain: true,
		target: "saltmarsh-accesslogs-web-euw1", prefix: "maps2019-", layout: simple,
	}
	scratch = &bucket{name: "saltmarsh-scratch", account: sandbox, region: "us-east-1"}

	buckets = []*bucket{archive, backup, audit, www, maps, press, oldMaps, scratch}
)

// A caller is one identity, in the spelling of either log.
type caller struct {
	principal string // as both logs are to be normalised
	requester string // field 5 of an access-log line
	identity  string // userIdentity
	account   string
	key       string // access key of an IAM user
	foreign   string // userIdentity in the log of another account's bucket
	anonymous bool
	service   bool
}

func user(account, name, key string) *caller {
	arn := "arn:aws:iam::" + account + ":user/" + name
	id := "AIDA" + strings.ToUpper(strings.ReplaceAll(name, "-", "")) + "EXAMPLE"
	return &caller{
		principal: arn, requester: arn, account: account, key: key,
		identity: evidence.Identity{
			Type: "IAMUser", PrincipalID: id, ARN: arn, Account: account, AccessKey: key, UserName: name,
		}.JSON(),
		foreign: evidence.Identity{Type: "AWSAccount", PrincipalID: id, Account: account}.JSON(),
	}
}

// role is a session of an assumed role. path stands before the name in the
// role's own ARN and in no session's.
func role(account, path, name, session string, mfa bool) *caller {
	arn := "arn:aws:sts::" + account + ":assumed-role/" + name + "/" + session
	id := "AROA" + strings.ToUpper(strings.NewReplacer("-", "", "_", "").Replace(name))
	id = (id + "EXAMPLEEXAMPLE")[:14] + "EXAMPLE"
	return &caller{
		principal: "arn:aws:iam::" + account + ":role/" + name, requester: arn, account: account,
		identity: evidence.Identity{
			Type: "AssumedRole", PrincipalID: id + ":" + session, ARN: arn, Account: account,
			AccessKey: "ASIA" + id[4:9] + "EXAMPLE" + account[8:], IssuerID: id,
			IssuerARN: "arn:aws:iam::" + account + ":role/" + path + name,
			Created:   "2026-10-31T23:41:07Z", MFA: mfa,
		}.JSON(),
	}
}

func service(name string) *caller {
	return &caller{
		principal: name, requester: "svc:" + name, service: true,
		identity: evidence.Identity{Type: "AWSService", InvokedBy: name}.JSON(),
	}
}

var (
	nobody = &caller{
		principal: "anonymous", anonymous: true,
		identity: evidence.Identity{Type: "AWSAccount", Account: "anonymous"}.JSON(),
	}
	lifecycle  = &caller{principal: "AmazonS3", requester: "AmazonS3", service: true}
	cloudFront = service("cloudfront.amazonaws.com")
	delivery   = service("delivery.logs.amazonaws.com")
	trailPut   = service("cloudtrail.amazonaws.com")
	oldOrigin  = &caller{
		principal: "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2EXAMPLEOAI77",
		requester: "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E2EXAMPLEOAI77",
	}

	// petrel-ci uploads the nightly data set, and its key is stolen.
	petrel    = user(prodData, "petrel-ci", "AKIAIOSFODNN7EXAMPLE")
	siteCI    = user(prodWeb, "site-deploy", "AKIAI44QH8DHBEXAMPLE")
	owen      = user(prodData, "owen.achebe", "AKIAJOWENACHEEXAMPLE")
	oldBackup = user(prodData, "backup-2014", "AKIAJBACKUP14EXAMPLE")
	nadia     = role(prodData, "aws-reserved/sso.amazonaws.com/", "AWSReservedSSO_SecurityAdmin_0a1b2c3d4e5f6a7b", "nadia.brandt@example.com", true)
	mika      = role(prodWeb, "aws-reserved/sso.amazonaws.com/", "AWSReservedSSO_Editor_9f8e7d6c5b4a3f2e", "mika.sato@example.com", true)
	ingestA   = role(prodData, "", "tide-ingest-legacy", "i-0a1b2c3d4e5f60718", false)
	ingestB   = role(prodData, "", "tide-ingest-legacy", "i-0f9e8d7c6b5a49382", false)
	analytics = role(prodData, "emr/", "survey-analytics", "CCSSession", false)
	tileMaker = role(prodData, "service-role/", "tile-maker", "tile-maker", false)
	winServer = role(prodData, "", "win-fileserver", "i-077aa1b2c3d4e5f66", false)
	restic    = role(prodData, "", "nightly-restic", "i-0c0ffee0ddba11ead", false)
	ssmHost   = role(prodData, "", "ssm-managed", "i-0c0ffee0ddba11ead", false)
	phoneApp  = role(prodWeb, "", "field-app-auth", "CognitoIdentityCredentials", false)
	devLin    = role(sandbox, "", "Developer", "lin.okafor", false)
	devAda    = role(sandbox, "", "Developer", "ada.fonseca", false)
	terraform = role(sandbox, "ci/", "terraform-apply", "gh-actions-7731", false)
)
