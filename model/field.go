package model

// A Field names one column of a record.
type Field uint8

// Text fields come first and index Record.Text; then the number fields; then
// fields that are no column of their own.
const (
	FieldKind Field = iota
	FieldTLS
	FieldCipher
	FieldPrincipal
	FieldARN
	FieldSession
	FieldType
	FieldAccount
	FieldAccessKey
	FieldIP
	FieldOp
	FieldOperation
	FieldBucket
	FieldKey
	FieldStatus
	FieldError
	FieldACL
	FieldUA
	FieldClient
	FieldHost
	FieldEndpoint
	FieldAuth
	FieldSignature
	FieldRegion
	FieldSourceRegion
	FieldSource
	FieldVPCE
	FieldMFA
	FieldVia
	FieldACLRequired
	FieldReferer
	FieldID
	FieldRequest

	NumText // the number of text fields; not a field itself
)

const (
	FieldBytes = NumText + iota
	FieldSize
	FieldTurnaround
	fieldEndNumber

	// NumNumber is the number of number fields.
	NumNumber = fieldEndNumber - NumText
)

const (
	FieldTime Field = fieldEndNumber + iota
	FieldPath       // a JSON path into the CloudTrail event; the path is in Cmp.Path
	NumFields
)

// Absence is what it means that a record has no value in a field its log could have recorded.
type Absence uint8

const (
	Silent Absence = iota // the record cannot say: a condition on the field is Unknown
	Answer                // there was none: a condition on the field is No
)

// A FieldInfo is one row of the field table.
type FieldInfo struct {
	Name    string   // as in a filter, in --by and in JSON
	Aliases []string // further spellings that a filter may use
	Title   string   // column heading, upper case
	Absence Absence
	Exact   bool   // compares with regard to case; the others fold it
	Help    string // one line: what it holds, with an example
}

// Fields is the field table, indexed by Field.
var Fields = [NumFields]FieldInfo{
	FieldKind:         {Name: "kind", Title: "KIND", Help: "which log: accesslog, cloudtrail, networkactivity"},
	FieldTLS:          {Name: "tls", Title: "TLS", Help: "none, 1.0, 1.1, 1.2, 1.3, no-evidence, unversioned, unknown or n/a"},
	FieldCipher:       {Name: "cipher", Title: "CIPHER", Help: "cipher suite, as ECDHE-RSA-AES128-GCM-SHA256"},
	FieldPrincipal:    {Name: "principal", Aliases: []string{"user"}, Title: "PRINCIPAL", Help: "who, spelled alike in both logs: a role without its session, anonymous, a service"},
	FieldARN:          {Name: "arn", Title: "ARN", Help: "the caller as the log wrote it"},
	FieldSession:      {Name: "session", Title: "SESSION", Help: "session name of an assumed role"},
	FieldType:         {Name: "type", Title: "TYPE", Help: "identity type: IAMUser, AssumedRole, AWSService, Root, ..."},
	FieldAccount:      {Name: "account", Title: "ACCOUNT", Help: "account whose log it is (12 digits)"},
	FieldAccessKey:    {Name: "accesskey", Title: "ACCESS KEY", Help: "access key ID"},
	FieldIP:           {Name: "ip", Aliases: []string{"src"}, Title: "IP", Help: "source address as logged; takes CIDR: ip:10.0.0.0/8"},
	FieldOp:           {Name: "op", Aliases: []string{"event", "action"}, Title: "OP", Help: "API name in both logs, as PutObject; accepts the log's spelling too"},
	FieldOperation:    {Name: "operation", Title: "OPERATION", Help: "the log's own spelling, as REST.PUT.OBJECT"},
	FieldBucket:       {Name: "bucket", Title: "BUCKET", Help: "bucket name"},
	FieldKey:          {Name: "key", Title: "KEY", Exact: true, Help: "object key; case-sensitive, matched raw and decoded"},
	FieldStatus:       {Name: "status", Title: "ST", Help: "HTTP status; CloudTrail records none"},
	FieldError:        {Name: "error", Title: "ERROR", Absence: Answer, Help: "error code, as AccessDenied"},
	FieldACL:          {Name: "acl", Title: "ACL", Help: "canned ACL, grant:PERMISSION:GROUP, none or required"},
	FieldUA:           {Name: "ua", Aliases: []string{"agent"}, Title: "USER AGENT", Help: "user agent, without the brackets CloudTrail puts around it"},
	FieldClient:       {Name: "client", Title: "CLIENT", Help: "client family, as aws-cli/2.1, boto3, console, curl"},
	FieldHost:         {Name: "host", Title: "HOST", Help: "host header: the endpoint the client used"},
	FieldEndpoint:     {Name: "endpoint", Title: "ENDPOINT", Help: "endpoint style, as virtual-hosted, path-style, website"},
	FieldAuth:         {Name: "auth", Title: "AUTH", Absence: Answer, Help: "AuthHeader or QueryString (presigned)"},
	FieldSignature:    {Name: "signature", Title: "SIG", Absence: Answer, Help: "signature version: SigV2, SigV4"},
	FieldRegion:       {Name: "region", Title: "REGION", Help: "Region that served the request"},
	FieldSourceRegion: {Name: "sourceregion", Title: "FROM REGION", Help: "Region the caller sits in (27th access-log field)"},
	FieldSource:       {Name: "source", Title: "SOURCE", Help: "service called (eventSource), as s3.amazonaws.com"},
	FieldVPCE:         {Name: "vpce", Title: "VPCE", Absence: Answer, Help: "VPC endpoint ID"},
	FieldMFA:          {Name: "mfa", Title: "MFA", Absence: Answer, Help: "true where the session was authenticated with MFA"},
	FieldVia:          {Name: "via", Aliases: []string{"invokedBy"}, Title: "VIA", Absence: Answer, Help: "AWS service that made the call (invokedBy)"},
	FieldACLRequired:  {Name: "aclrequired", Title: "ACL REQ", Absence: Answer, Help: "Yes where the request needed an ACL to be authorised"},
	FieldReferer:      {Name: "referer", Title: "REFERER", Absence: Answer, Help: "referer header"},
	FieldID:           {Name: "id", Title: "ID", Exact: true, Help: "eventID, or the S3 request ID of an access-log line"},
	FieldRequest:      {Name: "request", Title: "REQUEST", Exact: true, Help: "request ID, the same in both logs"},
	FieldBytes:        {Name: "bytes", Title: "BYTES", Help: "bytes sent; takes ranges: bytes:>1000000"},
	FieldSize:         {Name: "size", Title: "SIZE", Help: "object size in bytes"},
	FieldTurnaround:   {Name: "turnaround", Title: "MS", Help: "milliseconds S3 spent on the request"},
	FieldTime:         {Name: "time", Title: "TIME", Help: "time:2026-11-01..2026-11-02, time:>=2026-11-01T10:00Z"},
	FieldPath:         {Name: "path", Title: "PATH", Help: "any JSON path of a CloudTrail event, as requestParameters.x-amz-acl"},
}

// IsText says whether f indexes Record.Text.
func (f Field) IsText() bool { return f < NumText }

// IsNumber says whether f indexes Record.Number (at f - NumText).
func (f Field) IsNumber() bool { return f >= NumText && f < fieldEndNumber }

// String returns the field's name.
func (f Field) String() string { return Fields[f].Name }
