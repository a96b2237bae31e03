package model

// pathColumns are the JSON paths whose value a text field holds as it stands in
// the event, where the record is Plain and the field is recorded.
var pathColumns = map[string]Field{
	"eventName": FieldOperation, "eventSource": FieldSource, "awsRegion": FieldRegion, "sourceIPAddress": FieldIP,
	"errorCode": FieldError, "recipientAccountId": FieldAccount, "vpcEndpointId": FieldVPCE,
	"userIdentity.accessKeyId": FieldAccessKey, "userIdentity.invokedBy": FieldVia,
}

// PathColumn returns the text field that holds the value at a JSON path, spelled
// as CloudTrail does. Of a record that is Plain and has a value in the field, the
// condition on the path says of it what it says of the event's bytes. Where the
// field is not recorded only the bytes tell.
func PathColumn(path string) (Field, bool) {
	f, ok := pathColumns[path]
	return f, ok
}
