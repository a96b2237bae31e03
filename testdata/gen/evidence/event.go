package evidence

import (
	"strconv"
	"time"
)

// A Member is one member of a JSON object; Value is JSON text.
type Member struct{ Name, Value string }

// A Resource is one element of an event's "resources".
type Resource struct {
	Account string // of a bucket; objects have none
	Type    string
	ARN     string
	Prefix  bool // the ARN is written as ARNPrefix, as list calls have it
}

// An Event is one CloudTrail record. An empty string leaves its member out.
type Event struct {
	Version      string
	Identity     string // userIdentity, JSON text
	Time         time.Time
	Source, Name string
	Region       string
	IP, Agent    string // as logged: S3 puts brackets around the agent
	Error        string
	Message      string
	Params       []Member // nil is null
	Response     string   // JSON text; "" is null
	Extra        []Member // additionalEventData
	RequestID    string
	ID           string
	ReadOnly     bool
	Resources    []Resource
	Type         string // AwsApiCall, ...
	Management   bool
	Account      string // recipientAccountId
	SharedID     string
	VPCE         string
	VPCEAccount  string
	Category     string // Data, Management, NetworkActivity
	TLS          string // tlsDetails, JSON text
	FromConsole  bool   // sessionCredentialFromConsole
}

// Append appends the record as one JSON object, its members in the order CloudTrail has.
func (e *Event) Append(b []byte) []byte {
	b = append(b, `{"eventVersion":"`...)
	b = append(append(b, e.Version...), `","userIdentity":`...)
	b = append(b, e.Identity...)
	b = append(b, `,"eventTime":"`...)
	b = append(e.Time.UTC().AppendFormat(b, "2006-01-02T15:04:05Z"), '"')
	for _, m := range [...]Member{
		{"eventSource", e.Source},
		{"eventName", e.Name},
		{"awsRegion", e.Region},
		{"sourceIPAddress", e.IP},
		{"userAgent", e.Agent},
		{"errorCode", e.Error},
		{"errorMessage", e.Message},
	} {
		b = text(b, m)
	}
	b = object(append(b, `,"requestParameters":`...), e.Params)
	b = append(b, `,"responseElements":`...)
	b = append(b, orNull(e.Response)...)
	if e.Extra != nil {
		b = object(append(b, `,"additionalEventData":`...), e.Extra)
	}
	b = text(b, Member{"requestID", e.RequestID})
	b = text(b, Member{"eventID", e.ID})
	b = strconv.AppendBool(append(b, `,"readOnly":`...), e.ReadOnly)
	b = resources(b, e.Resources)
	b = text(b, Member{"eventType", e.Type})
	b = strconv.AppendBool(append(b, `,"managementEvent":`...), e.Management)
	for _, m := range [...]Member{
		{"recipientAccountId", e.Account},
		{"sharedEventID", e.SharedID},
		{"vpcEndpointId", e.VPCE},
		{"vpcEndpointAccountId", e.VPCEAccount},
		{"eventCategory", e.Category},
	} {
		b = text(b, m)
	}
	if e.TLS != "" {
		b = append(append(b, `,"tlsDetails":`...), e.TLS...)
	}
	if e.FromConsole {
		b = append(b, `,"sessionCredentialFromConsole":"true"`...)
	}
	return append(b, '}')
}

func text(b []byte, m Member) []byte {
	if m.Value == "" {
		return b
	}
	b = append(append(append(b, ',', '"'), m.Name...), '"', ':')
	return AppendString(b, m.Value)
}

func object(b []byte, members []Member) []byte {
	if members == nil {
		return append(b, "null"...)
	}
	b = append(b, '{')
	for i, m := range members {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, '"'), m.Name...), '"', ':')
		b = append(b, m.Value...)
	}
	return append(b, '}')
}

func resources(b []byte, rs []Resource) []byte {
	if len(rs) == 0 {
		return b
	}
	b = append(b, `,"resources":[`...)
	for i, r := range rs {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, '{')
		if r.Account != "" {
			b = append(append(append(b, `"accountId":"`...), r.Account...), `",`...)
		}
		b = append(append(append(b, `"type":"`...), r.Type...), `","ARN`...)
		if r.Prefix {
			b = append(b, "Prefix"...)
		}
		b = append(AppendString(append(b, '"', ':'), r.ARN), '}')
	}
	return append(b, ']')
}

func orNull(s string) string {
	if s == "" {
		return "null"
	}
	return s
}

// Quote returns s as a JSON string.
func Quote(s string) string { return string(AppendString(nil, s)) }

// AppendString appends s as a JSON string; control characters are escaped.
func AppendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < 0x20:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}
