package model_test

import (
	"testing"

	"s3sleuth/model"
)

func TestTLSNames(t *testing.T) {
	for tls, want := range map[model.TLS]string{
		model.TLSNone: "none", model.TLS10: "1.0", model.TLS11: "1.1", model.TLS12: "1.2", model.TLS13: "1.3",
		model.TLSNoEvidence: "no-evidence", model.TLSUnversioned: "unversioned", model.TLSUnknown: "unknown", model.TLSNotNetwork: "n/a",
	} {
		if got := tls.String(); got != want {
			t.Errorf("TLS(%d) = %q, want %q", tls, got, want)
		}
	}
}

func TestAccessLogTLS(t *testing.T) {
	const (
		gcm  = "ECDHE-RSA-AES128-GCM-SHA256"
		host = "acme-data.s3.us-east-1.amazonaws.com"
	)
	tests := []struct {
		name                             string
		fields                           int
		version, cipher, host, operation string
		want                             model.TLS
	}{
		{"TLS 1.3", 26, "TLSv1.3", "TLS_AES_128_GCM_SHA256", host, "REST.GET.OBJECT", model.TLS13},
		{"TLS 1.2 in 24 fields", 24, "TLSv1.2", gcm, host, "REST.GET.OBJECT", model.TLS12},
		{"capital V as in AWS's samples", 26, "TLSV1.2", gcm, host, "REST.GET.VERSIONING", model.TLS12},
		{"TLS 1.1", 26, "TLSv1.1", gcm, host, "REST.GET.OBJECT", model.TLS11},
		{"bare TLSv1 is 1.0", 26, "TLSv1", gcm, host, "REST.GET.OBJECT", model.TLS10},
		{"TLSv1.0 is 1.0", 26, "tlsv1.0", gcm, host, "REST.GET.OBJECT", model.TLS10},

		{"plain HTTP", 26, "-", "-", host, "REST.GET.OBJECT", model.TLSNone},
		{"plain HTTP, 27 fields", 27, "-", "-", host, "REST.PUT.OBJECT", model.TLSNone},
		{"plain HTTP, null for -", 26, "", "", host, "REST.GET.OBJECT", model.TLSNone},
		{"website endpoint", 26, "-", "-", "acme-data.s3-website-us-east-1.amazonaws.com", "WEBSITE.GET.OBJECT", model.TLSNone},
		{"SOAP over HTTP", 26, "-", "-", host, "SOAP.ListAllMyBuckets", model.TLSNone},
		{"key of a multi-object delete over HTTP", 26, "-", "-", host, "BATCH.DELETE.OBJECT", model.TLSNone},

		{"cipher without version", 26, "-", gcm, host, "REST.GET.OBJECT", model.TLSUnversioned},
		{"cipher in a line from before the version field", 22, "", gcm, host, "REST.GET.OBJECT", model.TLSUnversioned},
		{"cipher beside a version not heard of", 26, "TLSv9", gcm, host, "REST.GET.OBJECT", model.TLSUnversioned},

		{"18 fields", 18, "", "", "", "REST.GET.OBJECT", model.TLSUnknown},
		{"23 fields", 23, "", "-", host, "REST.GET.OBJECT", model.TLSUnknown},
		{"version not heard of", 26, "TLSv9", "-", host, "REST.GET.OBJECT", model.TLSUnknown},
		{"longer than a version", 26, "TLSv1.22", "-", host, "REST.GET.OBJECT", model.TLSUnknown},
		{"no host header", 26, "-", "-", "-", "REST.PUT.OBJECT", model.TLSUnknown},
		{"copy source", 26, "-", "-", host, "REST.COPY.OBJECT_GET", model.TLSUnknown},
		{"copy source of a part", 26, "-", "-", host, "REST.COPY.PART_GET", model.TLSUnknown},
		{"operation not heard of", 26, "-", "-", host, "NEW.THING", model.TLSUnknown},
		{"operation missing", 26, "-", "-", host, "-", model.TLSUnknown},
		{"copy source that tells", 26, "TLSv1.2", gcm, host, "REST.COPY.OBJECT_GET", model.TLS12},

		{"lifecycle expiry", 26, "-", "-", "-", "S3.EXPIRE.OBJECT", model.TLSNotNetwork},
		{"lifecycle transition", 26, "-", "-", "-", "S3.TRANSITION_SIA.OBJECT", model.TLSNotNetwork},
		{"delete marker by lifecycle, 18 fields", 18, "", "", "", "S3.CREATE.DELETEMARKER", model.TLSNotNetwork},
		{"checksum job", 26, "-", "-", "-", "S3.COMPUTE.OBJECT.CHECKSUM", model.TLSNotNetwork},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := model.AccessLogTLS(tt.fields, []byte(tt.version), []byte(tt.cipher), []byte(tt.host), []byte(tt.operation))
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestCloudTrailTLS(t *testing.T) {
	// plain is an event by a user at a real address, new enough to carry TLS
	// details, that carries none. Each row changes what its name says.
	plain := func(change func(*model.TLSEvidence)) model.TLSEvidence {
		e := model.TLSEvidence{
			EventSource: []byte("s3.amazonaws.com"), EventType: []byte("AwsApiCall"), EventVersion: []byte("1.11"),
			IdentityType: []byte("IAMUser"), IP: []byte("203.0.113.7"),
		}
		change(&e)
		return e
	}
	tests := []struct {
		name   string
		change func(*model.TLSEvidence)
		want   model.TLS
	}{
		{"nothing recorded where it is due", func(*model.TLSEvidence) {}, model.TLSNoEvidence},
		{"the same over IPv6", func(e *model.TLSEvidence) { e.IP = []byte("2001:db8::7") }, model.TLSNoEvidence},
		{"the same by nobody", func(e *model.TLSEvidence) { e.IdentityType = []byte("AWSAccount") }, model.TLSNoEvidence},
		{"the same on a directory bucket", func(e *model.TLSEvidence) { e.EventSource = []byte("s3express.amazonaws.com") }, model.TLSNoEvidence},
		{"event version 1.08", func(e *model.TLSEvidence) { e.EventVersion = []byte("1.08") }, model.TLSNoEvidence},
		{"event version 1.10 is later than 1.08", func(e *model.TLSEvidence) { e.EventVersion = []byte("1.10") }, model.TLSNoEvidence},
		{"event version 2.0", func(e *model.TLSEvidence) { e.EventVersion = []byte("2.0") }, model.TLSNoEvidence},

		{"version recorded", func(e *model.TLSEvidence) { e.Version = []byte("TLSv1.2") }, model.TLS12},
		{"version recorded, capitals", func(e *model.TLSEvidence) { e.Version = []byte("TLSV1.3") }, model.TLS13},
		{"version recorded in an old event", func(e *model.TLSEvidence) {
			e.Version, e.EventVersion = []byte("TLSv1"), []byte("1.03")
		}, model.TLS10},
		{"version recorded for a service", func(e *model.TLSEvidence) {
			e.Version, e.IdentityType = []byte("TLSv1.3"), []byte("AWSService")
		}, model.TLS13},
		{"cipher alone", func(e *model.TLSEvidence) { e.Cipher = []byte("ECDHE-RSA-AES128-SHA") }, model.TLSUnversioned},
		{"cipher alone in an old event", func(e *model.TLSEvidence) {
			e.Cipher, e.EventVersion = []byte("ECDHE-RSA-AES128-SHA"), []byte("1.05")
		}, model.TLSUnversioned},
		{"cipher - is none", func(e *model.TLSEvidence) { e.Cipher = []byte("-") }, model.TLSNoEvidence},
		{"version not heard of", func(e *model.TLSEvidence) { e.Version = []byte("TLSv9") }, model.TLSUnknown},

		{"event version 1.07", func(e *model.TLSEvidence) { e.EventVersion = []byte("1.07") }, model.TLSUnknown},
		{"no event version", func(e *model.TLSEvidence) { e.EventVersion = nil }, model.TLSUnknown},
		{"event version that is none", func(e *model.TLSEvidence) { e.EventVersion = []byte("1.x") }, model.TLSUnknown},
		{"AWS service", func(e *model.TLSEvidence) { e.IdentityType = []byte("AWSService") }, model.TLSUnknown},
		{"through an AWS service", func(e *model.TLSEvidence) { e.InvokedBy = []byte("athena.amazonaws.com") }, model.TLSUnknown},
		{"through the console", func(e *model.TLSEvidence) { e.ConsoleCaller = true }, model.TLSUnknown},
		{"from AWS Internal", func(e *model.TLSEvidence) { e.IP = []byte("AWS Internal") }, model.TLSUnknown},
		{"from a service's name", func(e *model.TLSEvidence) { e.IP = []byte("config.amazonaws.com") }, model.TLSUnknown},
		{"from nowhere", func(e *model.TLSEvidence) { e.IP = nil }, model.TLSUnknown},
		{"console sign-in", func(e *model.TLSEvidence) { e.EventType = []byte("AwsConsoleSignIn") }, model.TLSUnknown},
		{"network activity", func(e *model.TLSEvidence) { e.EventType = []byte("AwsVpceEvent") }, model.TLSUnknown},
		{"another service's API", func(e *model.TLSEvidence) { e.EventSource = []byte("iam.amazonaws.com") }, model.TLSUnknown},
		{"no event source", func(e *model.TLSEvidence) { e.EventSource = nil }, model.TLSUnknown},

		{"key of a multi-object delete", func(e *model.TLSEvidence) { e.EventType = []byte("AwsServiceEvent") }, model.TLSUnknown},
		{"event of a service", func(e *model.TLSEvidence) {
			e.EventType, e.IP = []byte("AwsServiceEvent"), []byte("AWS Internal")
		}, model.TLSNotNetwork},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := model.CloudTrailTLS(plain(tt.change)); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
