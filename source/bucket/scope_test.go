package bucket

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/source/sourcetest"
)

// What the path of a folder tells.
func TestFoldOf(t *testing.T) {
	for _, c := range []struct {
		path string
		want fold
	}{
		{"AWSLogs/", fold{}},
		{"p/AWSLogs/o-exampleorg/", fold{}},
		{"AWSLogs/111122223333/", fold{account: "111122223333"}},
		{"AWSLogs/o-exampleorg/111122223333/CloudTrail/", fold{account: "111122223333", folder: "CloudTrail"}},
		{"AWSLogs/111122223333/CloudTrail/eu-west-1/", fold{"111122223333", "eu-west-1", "CloudTrail", ""}},
		{"AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/", fold{"111122223333", "eu-west-1", "CloudTrail", ""}},
		{"logs/111122223333/eu-west-1/", fold{account: "111122223333", region: "eu-west-1"}},
		{"logs111122223333/eu-west-1/acme-shop/", fold{"111122223333", "eu-west-1", "", "acme-shop"}},
		{"111122223333/eu-west-1/acme-shop/2026/11/01/", fold{"111122223333", "eu-west-1", "", "acme-shop"}},
		{"", fold{}},
		{"/", fold{}},
	} {
		if got := foldOf(c.path); got != c.want {
			t.Errorf("%q tells %+v, want %+v", c.path, got, c.want)
		}
	}
}

// many is a bucket with trails of two accounts and access logs of two buckets.
func many() map[string][]byte {
	files := map[string][]byte{}
	seed := 0
	add := func(key string) {
		seed++
		files[key] = sourcetest.Lines(seed, 10, begin)
	}
	for _, account := range []string{"111122223333", "444455556666"} {
		for _, region := range []string{"eu-west-1", "us-east-1"} {
			for _, folder := range []string{"CloudTrail", "CloudTrail-NetworkActivity", "CloudTrail-Digest"} {
				add(fmt.Sprintf("AWSLogs/o-exampleorg/%s/%s/%s/2026/11/01/%s_%s_%s_20261101T0005Z_0123456789abcdef.log", account, folder, region, account, folder, region))
			}
		}
	}
	for _, bucket := range []string{"acme-shop", "acme-vault"} {
		add("s3/111122223333/eu-west-1/" + bucket + "/2026/11/01/2026-11-01-00-00-00-0123456789ABCDEF")
	}
	add("undated.log")
	return files
}

func TestParts(t *testing.T) {
	f := serve(t, many())
	got, more, err := f.open(t, "", nil).Parts(context.Background())
	if err != nil || more {
		t.Fatal(more, err)
	}
	want := source.Scope{
		Accounts: []string{"111122223333", "444455556666"},
		Regions:  []string{"eu-west-1", "us-east-1"},
		Folders:  []string{"CloudTrail", "CloudTrail-NetworkActivity"},
		Buckets:  []string{"acme-shop", "acme-vault"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
	got, _, err = f.open(t, "AWSLogs/o-exampleorg/111122223333/CloudTrail/eu-west-1/", nil).Parts(context.Background())
	if diff := cmp.Diff(source.Scope{Accounts: []string{"111122223333"}, Regions: []string{"eu-west-1"}, Folders: []string{"CloudTrail"}}, got); err != nil || diff != "" {
		t.Errorf("%v; parts of one (-want +got):\n%s", err, diff)
	}
}

// A scope leaves folders out by their names; what names do not tell is read, and
// plan and scan agree.
func TestWithin(t *testing.T) {
	f := serve(t, many())
	for _, c := range []struct {
		name  string
		scope source.Scope
		files int // without those passed over, with the undated one
	}{
		{"everything", source.Scope{}, 11},
		{"one account", source.Scope{Accounts: []string{"444455556666"}}, 5},
		{"one Region", source.Scope{Regions: []string{"us-east-1"}}, 5},
		{"one folder", source.Scope{Folders: []string{"CloudTrail"}}, 7},
		{"one bucket", source.Scope{Buckets: []string{"acme-shop"}}, 10},
		{"an account and a Region", source.Scope{Accounts: []string{"111122223333"}, Regions: []string{"eu-west-1"}}, 5},
	} {
		src := f.open(t, "", nil).Within(c.scope)
		plan, err := src.Plan(context.Background(), source.Range{})
		if err != nil {
			t.Fatal(err)
		}
		_, l := sourcetest.Load(t, src, source.Range{})
		v := l.Coverage()
		passed := v.Other[model.OtherDigest] + v.Other[model.OtherFile]
		if plan.Files != v.Files || v.Files-passed != c.files || v.Records != 10*c.files {
			t.Errorf("%s: %d planned, %d read with %d records; want %d and the %d folders passed over", c.name, plan.Files, v.Files, v.Records, c.files, passed)
		}
	}
}

// A bucket of very many folders is not looked through to its end.
func TestPartsHaveABound(t *testing.T) {
	files := map[string][]byte{}
	for i := range 400 {
		files[fmt.Sprintf("AWSLogs/%012d/CloudTrail/eu-west-1/2026/11/01/a.log", i)] = []byte("x")
	}
	b := serve(t, files).open(t, "AWSLogs/", nil)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	got, more, err := b.Parts(ctx)
	if err != nil || !more || len(got.Accounts) != 400 {
		t.Errorf("%d accounts, more: %v, %v; want all 400 and more below", len(got.Accounts), more, err)
	}
	if n := b.calls.list.Load(); n > partCalls {
		t.Errorf("%d calls, want at most %d", n, partCalls)
	}
}
