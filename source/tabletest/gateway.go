package tabletest

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// gatewayVariable names the versitygw program. Where it is set the server must
// start; .ci/run sets it.
const gatewayVariable = "S3SLEUTH_VERSITYGW"

// The keys of a gateway are the example of AWS's documentation.
const (
	KeyID  = "AKIAIOSFODNN7EXAMPLE"
	Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
	Region = "us-east-1"
)

// Gateway starts an S3 server over an empty folder, and returns its URL and its
// process. It goes on until the test ends, and skips the test where there is none.
func Gateway(t testing.TB) (url string, pid int) {
	t.Helper()
	program := os.Getenv(gatewayVariable)
	if program == "" {
		found, err := exec.LookPath("versitygw")
		if err != nil {
			t.Skip("no S3 server: put versitygw into PATH or name it in " + gatewayVariable + ", as .ci/run does")
		}
		program = found
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	free.Close()
	root := filepath.Join(t.TempDir(), "root")
	if err := os.Mkdir(root, 0o700); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "--port", address, "--quiet", "--keep-alive", "posix", "--io-buffer-size", "65536", root)
	cmd.Env = append(os.Environ(), "ROOT_ACCESS_KEY="+KeyID, "ROOT_SECRET_KEY="+Secret, "GOGC=400")
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		t.Fatalf("%s does not start: %v", program, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-ended
	})
	url = "http://" + address
	for range 200 {
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("%s ended: %v\n%s", program, err, &said)
		case <-time.After(50 * time.Millisecond):
		}
		if r, err := http.Get(url); err == nil {
			r.Body.Close()
			return url, cmd.Process.Pid
		}
	}
	t.Fatalf("%s does not answer\n%s", program, &said)
	return "", 0
}

// Put makes a bucket, where there is none, and puts objects into it, contents by key.
func (s *Site) Put(bucket string, objects map[string][]byte) {
	s.t.Helper()
	ctx := context.Background()
	client := s3.New(s3.Options{
		BaseEndpoint: &s.Gateway, UsePathStyle: true, Region: Region,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: KeyID, SecretAccessKey: Secret}, nil
		}),
	})
	if !s.buckets[bucket] {
		if _, err := client.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: &bucket}); err != nil {
			s.t.Fatal(err)
		}
		s.buckets[bucket] = true
	}
	for key, content := range objects {
		_, err := client.PutObject(ctx, &s3.PutObjectInput{Bucket: &bucket, Key: aws.String(key), Body: bytes.NewReader(content)})
		if err != nil {
			s.t.Fatalf("put s3://%s/%s: %v", bucket, key, err)
		}
	}
}
