package model

// Client returns the client family, with language and version where the user
// agent tells them, as "console", "aws-cli/2.1", "aws-sdk-java/1.11", "boto3/1.4",
// "aws-service", "cloudfront", "browser", "curl/7.61", "anonymous".
// ua has no brackets; nil is not recorded, empty or "-" was sent empty.
// "" is not recorded.
func Client(ua []byte, c Caller, invokedBy []byte) string { panic("stub") }
