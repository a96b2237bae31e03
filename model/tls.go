package model

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

// AccessLogTLS is the verdict on one access-log line. version, cipher, host and
// operation are fields 24, 21, 23 and 7 as logged, "-" included; fields is how
// many the line has.
func AccessLogTLS(fields int, version, cipher, host, operation []byte) TLS { panic("stub") }

// TLSEvidence is what a CloudTrail event says about its transport; nil is absent.
type TLSEvidence struct {
	Version       []byte // tlsDetails.tlsVersion
	Cipher        []byte // tlsDetails.cipherSuite or additionalEventData.CipherSuite
	EventType     []byte
	EventVersion  []byte
	IdentityType  []byte
	InvokedBy     []byte
	IP            []byte // sourceIPAddress
	ConsoleCaller bool   // sessionCredentialFromConsole is "true"
}

// CloudTrailTLS is the verdict on one CloudTrail event.
func CloudTrailTLS(e TLSEvidence) TLS { panic("stub") }
