package bucket

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/source/aws"
	"s3sleuth/source/dir"
	"s3sleuth/source/sourcetest"
	"s3sleuth/source/tabletest"
)

// gateway starts an S3 server of its own kind, not written here, which holds
// nothing, and leads AWS clients to it.
func gateway(t testing.TB) (url string, pid int) {
	t.Helper()
	url, pid = tabletest.Gateway(t)
	alone(t)
	return url, pid
}

// upload makes a bucket that holds the objects.
func upload(t testing.TB, url, bucket string, objects map[string][]byte) {
	t.Helper()
	ctx := context.Background()
	session, err := aws.Open(ctx, aws.Settings{Endpoint: url})
	if err != nil {
		t.Fatal(err)
	}
	client := session.S3("")
	if _, err := client.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: &bucket}); err != nil {
		t.Fatal(err)
	}
	keys, failed := make(chan string), make(chan error, 16)
	for range 16 {
		go func() {
			var errs error
			for key := range keys {
				_, err := client.PutObject(ctx, &s3.PutObjectInput{Bucket: &bucket, Key: sdk.String(key), Body: bytes.NewReader(objects[key])})
				errs = errors.Join(errs, err)
			}
			failed <- errs
		}()
	}
	for key := range objects {
		keys <- key
	}
	close(keys)
	for range 16 {
		if err := <-failed; err != nil {
			t.Fatal(err)
		}
	}
}

func TestConformanceOnAGateway(t *testing.T) {
	url, _ := gateway(t)
	n := 0
	sourcetest.Run(t, func(t *testing.T, files map[string][]byte) source.Source {
		n++
		bucket := fmt.Sprintf("logs-%d", n)
		upload(t, url, bucket, files)
		b, err := Open(context.Background(), Scheme+bucket, source.Options{Endpoint: url}, NewCache(t.TempDir(), 1<<30))
		if err != nil {
			t.Fatal(err)
		}
		return b
	})
}

func TestAGatewayGivesTheCountsOfAFolder(t *testing.T) {
	url, _ := gateway(t)
	upload(t, url, "evidence", demo(t))
	for name, r := range map[string]source.Range{"all": {}, "a day": {From: begin.AddDate(0, 0, 1), To: begin.AddDate(0, 0, 2)}} {
		beside, err := dir.Open("../../testdata/demo/evidence")
		if err != nil {
			t.Fatal(err)
		}
		want, _ := sourcetest.Load(t, beside, r)
		b, err := Open(context.Background(), "s3://evidence/", source.Options{Endpoint: url}, nil)
		if err != nil {
			t.Fatal(err)
		}
		got, l := sourcetest.Load(t, b, r)
		if diff := cmp.Diff(answers(t, want, r), answers(t, got, r)); diff != "" || l.Coverage().State != model.Complete {
			t.Errorf("%s: %v, counts (-folder +bucket):\n%s", name, l.Coverage().State, diff)
		}
	}
}

func TestOddKeysOnAGateway(t *testing.T) {
	url, _ := gateway(t)
	objects := map[string][]byte{}
	for i, key := range []string{"a b.log", "a+b.log", "100%.log", "ü/ключ.log", "x&y=z?.log", "quote\".log", "<tag>.log"} {
		objects[key] = sourcetest.Lines(i, 3, begin)
	}
	upload(t, url, "odd", objects)
	b, err := Open(context.Background(), "s3://odd/", source.Options{Endpoint: url}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if v, l := sourcetest.Load(t, b, source.Range{}); v.Len() != 3*len(objects) {
		t.Errorf("%d records, %+v", v.Len(), l.Problems(0))
	}
}
