package model

import (
	"bytes"
	"net/netip"
	"strconv"
	"strings"
)

// TLS is the verdict on how a request was encrypted: one of nine words, never empty.
type TLS uint8

const (
	TLSNone        TLS = iota // proven plain HTTP
	TLS10                     // TLS 1.0
	TLS11                     // TLS 1.1
	TLS12                     // TLS 1.2
	TLS13                     // TLS 1.3
	TLSNoEvidence             // CloudTrail: neither version nor cipher where one is due
	TLSUnversioned            // a cipher is recorded, the version is not
	TLSUnknown                // the record cannot say
	TLSNotNetwork             // no network request (lifecycle, checksum job)
)

var tlsNames = [...]string{"none", "1.0", "1.1", "1.2", "1.3", "no-evidence", "unversioned", "unknown", "n/a"}

// String returns the word used in filters and output.
func (t TLS) String() string { return tlsNames[t] }

// tlsField is the position of the TLS version in an access-log line; a shorter
// line was written before the field existed.
const tlsField = 24

// AccessLogTLS is the verdict on one access-log line. version, cipher, host and
// operation are fields 24, 21, 23 and 7 as logged, "-" included (nil is the
// same); fields is how many the line has.
//
// What is recorded wins: a known version, then a cipher, which proves that TLS
// was used. Without both, an act of S3 itself is TLSNotNetwork, and only a line
// that describes a client's request and has the field is TLSNone. A copy source
// (*_GET) stays TLSUnknown: its request did cross the network, but the line of
// the destination records how.
func AccessLogTLS(fields int, version, cipher, host, operation []byte) TLS {
	if t, ok := tlsVersion(version); ok {
		return t
	}
	switch {
	case logged(cipher):
		return TLSUnversioned
	case ServiceAction(operation):
		return TLSNotNetwork
	case fields < tlsField, logged(version), !logged(host), !clientRequest(operation):
		return TLSUnknown
	}
	return TLSNone
}

// clientRequest says whether an access-log operation is one that a client sent
// as a request of its own.
func clientRequest(operation []byte) bool {
	system, _, _ := bytes.Cut(operation, []byte("."))
	switch string(system) {
	case "REST", "WEBSITE", "SOAP", "BATCH":
		return !copySource(operation)
	}
	return false
}

// logged says whether an access-log field carries a value.
func logged(v []byte) bool { return len(v) > 0 && string(v) != "-" }

// tlsVersion reads a version as either log spells it, in any case: TLSv1 is 1.0.
func tlsVersion(v []byte) (TLS, bool) {
	switch string(v) { // as nearly every record has it
	case "TLSv1.2":
		return TLS12, true
	case "TLSv1.3":
		return TLS13, true
	}
	const prefix = "tlsv1"
	if len(v) < len(prefix) || !strings.EqualFold(string(v[:len(prefix)]), prefix) {
		return 0, false
	}
	switch string(v[len(prefix):]) {
	case "", ".0":
		return TLS10, true
	case ".1":
		return TLS11, true
	case ".2":
		return TLS12, true
	case ".3":
		return TLS13, true
	}
	return 0, false
}

// TLSEvidence is what a CloudTrail event says about its transport; nil is absent.
type TLSEvidence struct {
	Version       []byte // tlsDetails.tlsVersion
	Cipher        []byte // tlsDetails.cipherSuite or additionalEventData.CipherSuite
	EventSource   []byte
	EventType     []byte
	EventVersion  []byte
	IdentityType  []byte
	InvokedBy     []byte
	IP            []byte // sourceIPAddress
	ConsoleCaller bool   // sessionCredentialFromConsole is "true"
}

// CloudTrailTLS is the verdict on one CloudTrail event.
//
// What is recorded wins: a known version, then a cipher. Where both are missing
// the event is TLSNoEvidence only if they are due: a client at an IP address
// called S3, and CloudTrail was new enough to say how. A call by or through an
// AWS service or the console is TLSUnknown, and so is one to another service,
// which may never supply the details. An event of a service (AwsServiceEvent) is
// TLSNotNetwork, unless it names a client's address: then it is part of that
// client's request (one DeleteObject for each key of a DeleteObjects) and
// TLSUnknown.
func CloudTrailTLS(e TLSEvidence) TLS {
	if t, ok := tlsVersion(e.Version); ok {
		return t
	}
	if logged(e.Cipher) {
		return TLSUnversioned
	}
	_, err := netip.ParseAddr(string(e.IP))
	address := err == nil
	switch {
	case string(e.EventType) == "AwsServiceEvent" && !address:
		return TLSNotNetwork
	case !address,
		len(e.EventType) > 0 && string(e.EventType) != "AwsApiCall",
		string(e.IdentityType) == "AWSService",
		len(e.InvokedBy) > 0,
		e.ConsoleCaller,
		logged(e.Version),
		!bytes.HasPrefix(e.EventSource, []byte("s3")),
		!recordsTLS(e.EventVersion):
		return TLSUnknown
	}
	return TLSNoEvidence
}

// recordsTLS says whether events of a version carry tlsDetails: 1.08 and later,
// the part after the point being a number of its own (1.10 is later than 1.08).
func recordsTLS(version []byte) bool {
	major, minor, _ := strings.Cut(string(version), ".")
	m, err := strconv.Atoi(major)
	if err != nil {
		return false
	}
	n, err := strconv.Atoi(minor)
	return m > 1 || m == 1 && err == nil && n >= 8
}
