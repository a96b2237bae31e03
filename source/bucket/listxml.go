package bucket

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"html"
	"io"

	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// listBytes bounds the answer to one call that lists: 1,000 keys of 1,024 bytes,
// each byte written as three, and room for the rest.
const listBytes = 16 << 20

// reading has a call read its answer with take, in place of the SDK, which takes
// ten times as long for it. Errors, and what is tried again, stay the SDK's.
func reading(take func(body []byte) error) func(*s3.Options) {
	return func(o *s3.Options) {
		o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
			sdks, ok := stack.Deserialize.Get("OperationDeserializer")
			if !ok {
				return errors.New("the SDK reads its answers in another place")
			}
			_, err := stack.Deserialize.Swap("OperationDeserializer", reader{sdks, take})
			return err
		})
	}
}

// A reader is a step of the SDK that reads answers.
type reader struct {
	sdks middleware.DeserializeMiddleware
	take func(body []byte) error
}

func (r reader) ID() string { return r.sdks.ID() }

func (r reader) HandleDeserialize(ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler) (middleware.DeserializeOutput, middleware.Metadata, error) {
	out, metadata, err := next.HandleDeserialize(ctx, in)
	answer, ok := out.RawResponse.(*smithyhttp.Response)
	if err != nil || !ok || answer.StatusCode != 200 {
		return r.sdks.HandleDeserialize(ctx, in, middleware.DeserializeHandlerFunc(
			func(context.Context, middleware.DeserializeInput) (middleware.DeserializeOutput, middleware.Metadata, error) {
				return out, metadata, err
			}))
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, listBytes))
	if err != nil {
		err = &smithyhttp.RequestSendError{Err: err} // which the SDK tries again
	} else {
		err = r.take(body)
	}
	out.Result = &s3.ListObjectsV2Output{}
	return out, metadata, err
}

// A listText is what an answer to ListObjectsV2 says, each value as it is written there.
type listText struct {
	contents  []contentText
	prefixes  []string
	truncated bool
	next      string // token of the next page
	encoding  string
}

type contentText struct{ key, etag, size, modified string }

// parseList reads the XML of an answer. It knows what such answers are made of:
// elements, text and entities. It refuses what is not nested, and what is no such
// answer: that a page of another kind holds no keys says nothing of the bucket.
func parseList(b []byte) (listText, error) {
	var l listText
	var open [][]byte
	root := ""
	for at := 0; ; {
		i := bytes.IndexByte(b[at:], '<')
		if i < 0 {
			break
		}
		text := b[at : at+i]
		at += i + 1
		end := bytes.IndexByte(b[at:], '>')
		if end < 0 {
			return listText{}, fmt.Errorf("tag without end at byte %d", at)
		}
		tag := b[at : at+end]
		at += end + 1
		switch {
		case len(tag) == 0:
			return listText{}, fmt.Errorf("tag without name at byte %d", at)
		case tag[0] == '?' || tag[0] == '!':
		case tag[0] == '/':
			if len(open) == 0 || !bytes.Equal(open[len(open)-1], tag[1:]) {
				return listText{}, fmt.Errorf("</%s> ends nothing", tag[1:])
			}
			l.element(open, text)
			open = open[:len(open)-1]
		default:
			name, _, _ := bytes.Cut(bytes.TrimSuffix(tag, []byte("/")), []byte(" "))
			if open = append(open, name); len(open) == 1 {
				root = string(name)
			}
			if len(open) == 2 && string(name) == "Contents" {
				l.contents = append(l.contents, contentText{})
			}
			if tag[len(tag)-1] == '/' {
				open = open[:len(open)-1]
			}
		}
	}
	switch {
	case len(open) > 0:
		return listText{}, fmt.Errorf("<%s> has no end", open[len(open)-1])
	case root != "ListBucketResult":
		return listText{}, fmt.Errorf("the answer is no listing but <%s>", root)
	}
	return l, nil
}

// element takes an element's text, by the names of those it lies in and its own.
func (l *listText) element(open [][]byte, text []byte) {
	name := string(open[len(open)-1])
	switch {
	case len(open) == 2 && name == "IsTruncated":
		l.truncated = string(bytes.TrimSpace(text)) == "true"
	case len(open) == 2 && name == "NextContinuationToken":
		l.next = plainText(text)
	case len(open) == 2 && name == "EncodingType":
		l.encoding = plainText(text)
	case len(open) == 3 && name == "Prefix" && string(open[1]) == "CommonPrefixes":
		l.prefixes = append(l.prefixes, plainText(text))
	case len(open) == 3 && string(open[1]) == "Contents":
		c := &l.contents[len(l.contents)-1]
		switch name {
		case "Key":
			c.key = plainText(text)
		case "ETag":
			c.etag = plainText(text)
		case "Size":
			c.size = plainText(text)
		case "LastModified":
			c.modified = plainText(text)
		}
	}
}

// plainText replaces the entities in a text.
func plainText(text []byte) string {
	if bytes.IndexByte(text, '&') < 0 {
		return string(text)
	}
	return html.UnescapeString(string(text))
}
