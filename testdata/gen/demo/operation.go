package main

// An operation is one S3 API call in the spelling of either log.
type operation struct {
	api    string // event name in CloudTrail, op in both logs
	log    string // operation of an access-log line
	method string
	sub    string // query that names the sub-resource
	effect effect
	scope  scope
	acl    bool // can set an ACL
}

type effect uint8

const (
	reads effect = iota
	writes
	deletes
)

type scope uint8

const (
	onObject  scope = iota // a data event that names an object
	onListing              // a data event on the bucket
	onBucket               // a management event
)

var (
	getObject   = &operation{"GetObject", "REST.GET.OBJECT", "GET", "", reads, onObject, false}
	headObject  = &operation{"HeadObject", "REST.HEAD.OBJECT", "HEAD", "", reads, onObject, false}
	webGet      = &operation{"WEBSITE.GET.OBJECT", "WEBSITE.GET.OBJECT", "GET", "", reads, onObject, false}
	webHead     = &operation{"WEBSITE.HEAD.OBJECT", "WEBSITE.HEAD.OBJECT", "HEAD", "", reads, onObject, false}
	listObjects = &operation{"ListObjects", "REST.GET.BUCKET", "GET", "list-type=2&prefix=", reads, onListing, false}

	putObject      = &operation{"PutObject", "REST.PUT.OBJECT", "PUT", "", writes, onObject, true}
	putObjectACL   = &operation{"PutObjectAcl", "REST.PUT.ACL", "PUT", "acl", writes, onObject, true}
	createUpload   = &operation{"CreateMultipartUpload", "REST.POST.UPLOADS", "POST", "uploads", writes, onObject, true}
	uploadPart     = &operation{"UploadPart", "REST.PUT.PART", "PUT", "partNumber=1&uploadId=EXAMPLEuploadID", writes, onObject, false}
	completeUpload = &operation{"CompleteMultipartUpload", "REST.POST.UPLOAD", "POST", "uploadId=EXAMPLEuploadID", writes, onObject, false}
	copyObject     = &operation{"CopyObject", "REST.COPY.OBJECT", "PUT", "", writes, onObject, true}
	deleteObject   = &operation{"DeleteObject", "REST.DELETE.OBJECT", "DELETE", "", deletes, onObject, false}
	deleteObjects  = &operation{"DeleteObjects", "REST.POST.MULTI_OBJECT_DELETE", "POST", "delete", deletes, onListing, false}

	getBucketACL        = &operation{"GetBucketAcl", "REST.GET.ACL", "GET", "acl", reads, onBucket, false}
	getBucketPolicy     = &operation{"GetBucketPolicy", "REST.GET.BUCKETPOLICY", "GET", "policy", reads, onBucket, false}
	getBucketVersioning = &operation{"GetBucketVersioning", "REST.GET.VERSIONING", "GET", "versioning", reads, onBucket, false}
	getBucketLocation   = &operation{"GetBucketLocation", "REST.GET.LOCATION", "GET", "location", reads, onBucket, false}
	getBucketLogging    = &operation{"GetBucketLogging", "REST.GET.LOGGING_STATUS", "GET", "logging", reads, onBucket, false}
	getBucketEncryption = &operation{"GetBucketEncryption", "REST.GET.ENCRYPTION", "GET", "encryption", reads, onBucket, false}
	putBucketACL        = &operation{"PutBucketAcl", "REST.PUT.ACL", "PUT", "acl", writes, onBucket, true}
	putBucketVersioning = &operation{"PutBucketVersioning", "REST.PUT.VERSIONING", "PUT", "versioning", writes, onBucket, false}
	putBucketLifecycle  = &operation{"PutBucketLifecycle", "REST.PUT.LIFECYCLE", "PUT", "lifecycle", writes, onBucket, false}
	getBlock            = &operation{"GetBucketPublicAccessBlock", "REST.GET.PUBLIC_ACCESS_BLOCK", "GET", "publicAccessBlock", reads, onBucket, false}
	putBlock            = &operation{"PutBucketPublicAccessBlock", "REST.PUT.PUBLIC_ACCESS_BLOCK", "PUT", "publicAccessBlock", writes, onBucket, false}
	deleteBlock         = &operation{"DeleteBucketPublicAccessBlock", "REST.DELETE.PUBLIC_ACCESS_BLOCK", "DELETE", "publicAccessBlock", deletes, onBucket, false}
	putOwnership        = &operation{"PutBucketOwnershipControls", "REST.PUT.OWNERSHIP_CONTROLS", "PUT", "ownershipControls", writes, onBucket, false}
)
