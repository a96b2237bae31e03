package dir_test

import (
	"context"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/source"
	"s3sleuth/source/dir"
)

// What a working folder offers, by names only.
func TestNear(t *testing.T) {
	file := &fstest.MapFile{}
	const trail = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/01/111122223333_CloudTrail_eu-west-1_20261101T0005Z_0123456789abcdef.json.gz"
	const digest = "AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/11/01/111122223333_CloudTrail-Digest_eu-west-1_t_eu-west-1_20261101T000500Z.json.gz"
	const log = "2026-11-01-04-02-11-9F3A0123456789AB"
	cases := []struct {
		name, folder string
		files        []string
		want         []source.Place
	}{
		{"nothing", ".", []string{"README.md", "src/main.go"}, nil},
		{"a copy of each", ".", []string{"evidence/" + trail, "evidence/" + digest, "logs/s3" + log, "logs/s3" + log + ".gz", "go.mod"}, []source.Place{
			{Kind: source.LocalFiles, URI: "./evidence", Events: 1},
			{Kind: source.LocalFiles, URI: "./logs", Lines: 2},
		}},
		{"in the folder itself", ".", []string{log, "old/" + log}, []source.Place{
			{Kind: source.LocalFiles, URI: ".", Lines: 1},
			{Kind: source.LocalFiles, URI: "./old", Lines: 1},
		}},
		{"another folder", "/evidence", []string{"ir-41/" + trail}, []source.Place{{Kind: source.LocalFiles, URI: "/evidence/ir-41", Events: 1}}},
		{"hidden", ".", []string{".cache/" + log}, nil},
	}
	for _, c := range cases {
		fsys := fstest.MapFS{}
		for _, f := range c.files {
			fsys[f] = file
		}
		if diff := cmp.Diff(c.want, dir.Near(context.Background(), c.folder, fsys)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// Too many to count says so.
func TestNearStopsCounting(t *testing.T) {
	fsys := fstest.MapFS{}
	for i := range 6_000 {
		fsys["logs/2026-11-01-04-02-11-"+string(rune('A'+i%26))+"0123456789"+string(rune('A'+i/26%26))+string(rune('A'+i/676))] = &fstest.MapFile{}
	}
	got := dir.Near(context.Background(), ".", fsys)
	if len(got) != 1 || !got[0].More || got[0].Lines == 0 || got[0].Lines >= 6_000 {
		t.Errorf("got %+v, want one place with more than was counted", got)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if got := dir.Near(ctx, ".", fsys); len(got) != 0 {
		t.Errorf("after a cancel %+v was found", got)
	}
}
