package model

// A Caller is who made a request, spelled alike for both logs. An empty string is not recorded.
type Caller struct {
	Principal string // arn:aws:iam::ACCOUNT:role/NAME, anonymous, delivery.logs.amazonaws.com, ...
	ARN       string // as the log wrote it
	Session   string // session name of an assumed role
	Type      string // userIdentity.type, or what the requester's form tells
	Account   string // the caller's own account, 12 digits
	Anonymous bool
	Service   bool // an AWS service principal
}

// AccessLogCaller reads field 5 of an access-log line.
func AccessLogCaller(requester []byte) Caller { panic("stub") }

// Identity is the userIdentity of a CloudTrail event; nil is absent.
type Identity struct {
	Type, PrincipalID, ARN, Account, UserName, InvokedBy []byte
	IssuerType, IssuerARN, IssuerUserName                []byte // sessionContext.sessionIssuer
}

// EventCaller reads the userIdentity of a CloudTrail event.
func EventCaller(id Identity) Caller { panic("stub") }
