package headless_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/source"
	"s3sleuth/source/dir"
	"s3sleuth/testdata/demo"
	"s3sleuth/tui/headless"
)

// A parted source notes what is to be read of it, and what is done with it.
type parted struct {
	source.Source
	scope   source.Scope
	scanned bool
}

func (p *parted) Parts(context.Context) (source.Scope, bool, error) {
	return source.Scope{}, false, nil
}

func (p *parted) Within(s source.Scope) source.Source {
	p.scope = s
	return p
}

func (p *parted) Plan(context.Context, source.Range) (source.Plan, error) {
	return source.Plan{
		Files: 1500, Bytes: 3 << 20, Records: 9000, Notes: []string{"2 calls to list and 1,500 to read, $0.0006"},
		Parts: []source.Part{{Account: "111122223333", Region: "eu-west-1", Files: 1400, Bytes: 2 << 20}, {Bucket: "acme\x1b[2J", Files: 100, Bytes: 1 << 20}},
	}, nil
}

func (p *parted) Scan(ctx context.Context, r source.Range, sink source.Sink) error {
	p.scanned = true
	return p.Source.Scan(ctx, r, sink)
}

func TestScopeFlags(t *testing.T) {
	all := []string{"111122223333", "444455556666"}
	tests := []struct {
		args    string
		code    int
		scope   source.Scope
		scanned bool
		stdout  string // of it, blanks made one
		stderr  string
	}{
		{args: "count s3://logs", scanned: true},
		{args: "count s3://logs --accounts 111122223333,444455556666", scope: source.Scope{Accounts: all}, scanned: true},
		{args: "query s3://logs --limit 1 --accounts 111122223333 --accounts 444455556666", scope: source.Scope{Accounts: all}, scanned: true},
		{
			args: "count s3://logs --regions eu-west-1 --folders CloudTrail --buckets acme-data tls:none", scanned: true,
			scope: source.Scope{Regions: []string{"eu-west-1"}, Folders: []string{"CloudTrail"}, Buckets: []string{"acme-data"}},
		},
		{args: "show s3://logs none --regions eu-west-1", code: 1, scope: source.Scope{Regions: []string{"eu-west-1"}}, scanned: true, stderr: "no record with the ID"},
		{args: "count s3://logs --accounts 1234", code: 2, stderr: "error: --accounts 1234: an account has 12 digits"},
		{args: "count ./logs --buckets acme-data", code: 2, stderr: "are for s3://, not for ./logs\nhint: the filter does it for every source"},
		{args: "count s3://logs --plan", stdout: "ACCOUNT REGION BUCKET FILES SIZE 111122223333 eu-west-1 - 1,400 2 MiB - - acme\\x1b[2J 100 1 MiB all 1,500 3 MiB", stderr: "about 9,000 records"},
		{args: "query s3://logs --plan --accounts 111122223333", scope: source.Scope{Accounts: all[:1]}, stdout: "all 1,500 3 MiB", stderr: "note: 2 calls to list"},
	}
	for _, tt := range tests {
		t.Run(tt.args, func(t *testing.T) {
			src := &parted{Source: dir.New("s3://logs", demo.FS, "evidence")}
			var stdout, stderr bytes.Buffer
			e := env(&stdout, &stderr)
			e.Open = func(_ context.Context, name string, _ source.Options) (source.Source, error) {
				if name == "s3://logs" {
					return src, nil
				}
				return dir.New(name, demo.FS, "evidence"), nil
			}
			code := headless.Run(context.Background(), e, strings.Fields(tt.args))
			if diff := cmp.Diff(tt.scope, src.scope); diff != "" || code != tt.code || src.scanned != tt.scanned {
				t.Errorf("exit %d, want %d; scanned %v, want %v; scope (-want +got):\n%s\nstderr: %s", code, tt.code, src.scanned, tt.scanned, diff, &stderr)
			}
			if out := strings.Join(strings.Fields(stdout.String()), " "); !strings.Contains(out, tt.stdout) || !strings.Contains(stderr.String(), tt.stderr) {
				t.Errorf("stdout %q, want %q; stderr %q, want %q", out, tt.stdout, &stderr, tt.stderr)
			}
		})
	}
}
