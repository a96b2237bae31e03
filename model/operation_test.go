package model_test

import (
	"testing"

	"s3sleuth/model"
)

func TestAPIName(t *testing.T) {
	tests := []struct {
		operation string
		object    bool
		want      string
	}{
		{"REST.GET.OBJECT", true, "GetObject"},
		{"REST.HEAD.OBJECT", true, "HeadObject"},
		{"REST.PUT.OBJECT", true, "PutObject"},
		{"REST.POST.OBJECT", true, "PostObject"},
		{"REST.DELETE.OBJECT", true, "DeleteObject"},
		{"REST.COPY.OBJECT", true, "CopyObject"},
		{"REST.POST.MULTI_OBJECT_DELETE", false, "DeleteObjects"},
		{"BATCH.DELETE.OBJECT", true, "DeleteObject"},
		{"REST.POST.UPLOADS", true, "CreateMultipartUpload"},
		{"REST.GET.UPLOADS", false, "ListMultipartUploads"},
		{"REST.PUT.PART", true, "UploadPart"},
		{"REST.COPY.PART", true, "UploadPartCopy"},
		{"REST.POST.UPLOAD", true, "CompleteMultipartUpload"},
		{"REST.GET.UPLOAD", true, "ListParts"},
		{"REST.DELETE.UPLOAD", true, "AbortMultipartUpload"},
		{"REST.POST.RESTORE", true, "RestoreObject"},
		{"REST.POST.SELECT", true, "SelectObjectContent"},
		{"REST.GET.OBJECT_ATTRIBUTES", true, "GetObjectAttributes"},
		{"REST.GET.OBJECT_TAGGING", true, "GetObjectTagging"},
		{"REST.PUT.LEGAL_HOLD", true, "PutObjectLegalHold"},
		{"REST.PUT.OBJECT_LOCK_RETENTION", true, "PutObjectRetention"},
		{"REST.OPTIONS.PREFLIGHT", true, "PreflightRequest"},

		{"REST.GET.SERVICE", false, "ListBuckets"},
		{"REST.GET.BUCKET", false, "ListObjects"},
		{"REST.GET.BUCKETVERSIONS", false, "ListObjectVersions"},
		{"REST.HEAD.BUCKET", false, "HeadBucket"},
		{"REST.PUT.BUCKET", false, "CreateBucket"},
		{"REST.DELETE.BUCKET", false, "DeleteBucket"},

		{"REST.PUT.ACL", true, "PutObjectAcl"},
		{"REST.PUT.ACL", false, "PutBucketAcl"},
		{"REST.GET.ACL", true, "GetObjectAcl"},
		{"REST.GET.ACL", false, "GetBucketAcl"},
		{"REST.PUT.TAGGING", true, "PutObjectTagging"},
		{"REST.PUT.TAGGING", false, "PutBucketTagging"},
		{"REST.PUT.BUCKETPOLICY", false, "PutBucketPolicy"},
		{"REST.GET.POLICY_STATUS", false, "GetBucketPolicyStatus"},
		{"REST.PUT.LIFECYCLE", false, "PutBucketLifecycle"},
		{"REST.PUT.LOGGING_STATUS", false, "PutBucketLogging"},
		{"REST.GET.LOCATION", false, "GetBucketLocation"},
		{"REST.PUT.VERSIONING", false, "PutBucketVersioning"},
		{"REST.DELETE.PUBLIC_ACCESS_BLOCK", false, "DeleteBucketPublicAccessBlock"},
		{"REST.PUT.OWNERSHIP_CONTROLS", false, "PutBucketOwnershipControls"},
		{"REST.GET.OBJECT_LOCK_CONFIGURATION", false, "GetBucketObjectLockConfiguration"},
		{"REST.GET.ACCELERATE", false, "GetAccelerateConfiguration"},
		{"REST.DELETE.ENCRYPTION", false, "DeleteBucketEncryption"},

		{"SOAP.ListAllMyBuckets", false, "ListBuckets"},
		{"SOAP.SetBucketAccessControlPolicy", false, "PutBucketAcl"},
		{"SOAP.PutObjectInline", true, "PutObject"},

		{"REST.COPY.OBJECT_GET", true, "REST.COPY.OBJECT_GET"},
		{"REST.COPY.PART_GET", true, "REST.COPY.PART_GET"},
		{"WEBSITE.GET.OBJECT", true, "WEBSITE.GET.OBJECT"},
		{"S3.EXPIRE.OBJECT", true, "S3.EXPIRE.OBJECT"},
		{"S3.COMPUTE.OBJECT.CHECKSUM", true, "S3.COMPUTE.OBJECT.CHECKSUM"},
		{"REST.GET.SOMETHING_NEW", false, "REST.GET.SOMETHING_NEW"},
		{"REST.DELETE.VERSIONING", false, "REST.DELETE.VERSIONING"},
		{"", false, ""},
	}
	for _, tt := range tests {
		if got := model.APIName([]byte(tt.operation), tt.object); got != tt.want {
			t.Errorf("APIName(%q, object %t) = %q, want %q", tt.operation, tt.object, got, tt.want)
		}
	}
}

func TestServiceAction(t *testing.T) {
	for operation, want := range map[string]bool{
		"S3.EXPIRE.OBJECT": true, "S3.COMPUTE.OBJECT.CHECKSUM": true, "S3.TRANSITION_GDA.OBJECT": true,
		"REST.GET.OBJECT": false, "S3": false, "": false,
	} {
		if got := model.ServiceAction([]byte(operation)); got != want {
			t.Errorf("ServiceAction(%q) = %t, want %t", operation, got, want)
		}
	}
}

func TestAccess(t *testing.T) {
	const n, y, u = model.No, model.Yes, model.Unknown
	tests := []struct {
		op               string
		read, write, del model.Truth
	}{
		{"GetObject", y, n, n},
		{"HeadBucket", y, n, n},
		{"ListObjectVersions", y, n, n},
		{"SelectObjectContent", y, n, n},
		{"PreflightRequest", y, n, n},
		{"CreateSession", y, n, n},
		{"DescribeTrails", y, n, n},
		{"LookupEvents", y, n, n},
		{"PutObject", n, y, n},
		{"PostObject", n, y, n},
		{"CopyObject", n, y, n},
		{"CreateMultipartUpload", n, y, n},
		{"UploadPartCopy", n, y, n},
		{"RestoreObject", n, y, n},
		{"UpdateObjectEncryption", n, y, n},
		{"StopLogging", n, y, n},
		{"RunInstances", n, y, n},
		{"DeleteObject", n, y, y},
		{"DeleteObjects", n, y, y},
		{"DeleteBucketPolicy", n, y, y},
		{"AbortMultipartUpload", n, y, y},
		{"TerminateInstances", n, y, y},

		{"REST.COPY.OBJECT_GET", y, n, n},
		{"WEBSITE.GET.OBJECT", y, n, n},
		{"REST.HEAD.SOMETHING_NEW", y, n, n},
		{"REST.PUT.SOMETHING_NEW", n, y, n},
		{"REST.DELETE.SOMETHING_NEW", n, y, y},
		{"S3.EXPIRE.OBJECT", n, y, y},
		{"S3.CREATE.DELETEMARKER", n, y, y},
		{"S3.DELETE.UPLOAD", n, y, y},
		{"S3.TRANSITION.OBJECT", n, y, n},
		{"S3.TRANSITION_SIA.OBJECT", n, y, n},
		{"S3.RESTORE.OBJECT", n, y, n},
		{"S3.COMPUTE.OBJECT.CHECKSUM", y, n, n},

		{"REST.POST.SOMETHING_NEW", u, u, u},
		{"WEBSITE.INVALIDOPERATION", u, u, u},
		{"SOAP.DoSomething", u, u, u},
		{"S3.NEW.OBJECT", u, u, u},
		{"ConsoleLogin", u, u, u},
		{"Getaway", u, u, u},
		{"Settle", u, u, u},
		{"-", u, u, u},
		{"", u, u, u},
	}
	for _, tt := range tests {
		read, write, del := model.Access(tt.op)
		if read != tt.read || write != tt.write || del != tt.del {
			t.Errorf("Access(%q) = read %s, write %s, delete %s; want %s, %s, %s", tt.op, read, write, del, tt.read, tt.write, tt.del)
		}
	}
}

func TestDeniedCode(t *testing.T) {
	tests := []struct {
		name, code, status string
		want               model.Truth
	}{
		{"S3's code", "AccessDenied", "403", model.Yes},
		{"code alone, as in CloudTrail", "AccessDenied", "", model.Yes},
		{"another service's code", "AccessDeniedException", "", model.Yes},
		{"EC2's code", "Client.UnauthorizedOperation", "", model.Yes},
		{"refused by a VPC endpoint", "VpceAccessDenied", "", model.Yes},
		{"all access disabled", "AllAccessDisabled", "403", model.Yes},
		{"403 without a code", "-", "403", model.Yes},
		{"403 without a code, null", "", "403", model.Yes},
		{"bad signature", "SignatureDoesNotMatch", "403", model.No},
		{"key not known", "InvalidAccessKeyId", "403", model.No},
		{"object in the archive", "InvalidObjectState", "403", model.No},
		{"ACLs are off", "AccessControlListNotSupported", "400", model.No},
		{"not found", "NoSuchKey", "404", model.No},
		{"not found without a code", "-", "404", model.No},
		{"success", "-", "200", model.No},
		{"success, as in CloudTrail", "", "", model.No},
		{"no status", "-", "-", model.No},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := model.DeniedCode([]byte(tt.code), []byte(tt.status)); got != tt.want {
				t.Errorf("DeniedCode(%q, %q) = %s, want %s", tt.code, tt.status, got, tt.want)
			}
		})
	}
}
