package decode

import (
	"bytes"

	"s3sleuth/model"
)

// where returns bucket, key and host of a request to the service. A request to
// an access point names that; the bucket behind it stands in resources.
func (e *eventReader) where(service []byte) (bucket, key, host []byte) {
	// Other services use these names of parameters for other things.
	s3 := bytes.HasPrefix(service, []byte("s3"))
	bucket = e.text(atBucket)
	if s3 {
		key, host = e.text(atKey), e.text(atHost)
	}
	if host == nil {
		host = e.text(atTLSHost)
	}
	alias := model.BucketAlias(bucket)
	if (bucket == nil || alias || s3 && key == nil) && e.has(atResources) {
		fromObject, keyOfObject := splitObjectARN(e.resource("Object"))
		named := bucketOfARN(e.resource("Bucket"))
		if named == nil {
			named = fromObject
		}
		if bucket == nil || named != nil && alias && !model.BucketAlias(named) {
			bucket = named
		}
		if s3 && key == nil {
			key = keyOfObject
		}
	}
	return bucket, key, host
}

// resource returns the ARN of the first entry of resources that is of a type of
// S3 and ends in the given word, as AWS::S3::Object and AWS::S3Express::Object
// do; nil if none. An ARNPrefix, which lists have, is no ARN.
func (e *eventReader) resource(word string) []byte {
	raw := e.json(atResources)
	if raw[0] != '[' {
		return nil
	}
	for i := blanks(raw, 1); i < len(raw) && raw[i] != ']'; {
		end := valueEnd(raw, i)
		if raw[i] == '{' {
			kind, arn := e.resourceOf(raw[i:end])
			if bytes.HasPrefix(kind, []byte("AWS::S3")) && bytes.HasSuffix(kind, []byte(word)) && len(arn) > 0 {
				return arn
			}
		}
		if i = blanks(raw, end); raw[i] == ',' {
			i = blanks(raw, i+1)
		}
	}
	return nil
}

// resourceOf returns type and ARN of one entry of resources.
func (e *eventReader) resourceOf(entry []byte) (kind, arn []byte) {
	for i := blanks(entry, 1); entry[i] == '"'; {
		start := keyEnd(entry, i)
		end := valueEnd(entry, start)
		switch {
		case bytes.HasPrefix(entry[i:], []byte(`"type"`)):
			kind = e.jsonText(entry[start:end])
		case bytes.HasPrefix(entry[i:], []byte(`"ARN"`)):
			arn = e.jsonText(entry[start:end])
		}
		if i = blanks(entry, end); entry[i] == ',' {
			i = blanks(entry, i+1)
		}
	}
	return kind, arn
}

// resourcePart returns what an ARN has after its account: arn:aws:s3:::NAME.
func resourcePart(arn []byte) []byte {
	for range 5 {
		_, rest, ok := bytes.Cut(arn, []byte(":"))
		if !ok {
			return nil
		}
		arn = rest
	}
	return arn
}

// offOutpost takes the outpost off a resource of one: outpost/ID/bucket/NAME.
func offOutpost(part []byte) (rest []byte, outpost bool) {
	if rest, outpost = bytes.CutPrefix(part, []byte("outpost/")); outpost {
		_, rest, _ = bytes.Cut(rest, []byte("/"))
		return rest, true
	}
	return part, false
}

// bucketOfARN returns the bucket's name; nil if the ARN is not that of a bucket.
// The name of a directory bucket stands after "bucket/".
func bucketOfARN(arn []byte) []byte {
	part, _ := offOutpost(resourcePart(arn))
	part = bytes.TrimPrefix(part, []byte("bucket/"))
	if len(part) == 0 || bytes.IndexByte(part, '/') >= 0 {
		return nil
	}
	return part
}

// splitObjectARN returns bucket and key of an object's ARN; nil for what it does
// not tell. An object seen through an access point tells its key only.
func splitObjectARN(arn []byte) (bucket, key []byte) {
	part, outpost := offOutpost(resourcePart(arn))
	if point, ok := bytes.CutPrefix(part, []byte("accesspoint/")); ok {
		_, key, _ = bytes.Cut(point, []byte("/object/"))
		return nil, key
	}
	end := "/"
	if outpost {
		end = "/object/"
	}
	bucket, key, _ = bytes.Cut(bytes.TrimPrefix(part, []byte("bucket/")), []byte(end))
	if len(bucket) == 0 {
		bucket = nil
	}
	return bucket, key
}
