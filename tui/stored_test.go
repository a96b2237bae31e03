package tui

import (
	"context"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/source"
)

// A sealed source knows how its files are stored.
type sealed struct{ source.Source }

func (sealed) Encryption(string) (source.Encryption, bool) {
	return source.Encryption{Algorithm: "aws:kms", Key: "arn:aws:kms:eu-west-1:111122223333:key/k-1", BucketKey: true}, true
}

func TestARecordTellsHowItsFileIsStored(t *testing.T) {
	s := newDemo(t)
	s.press("enter")
	s.hides("stored")
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	s = &screen{t: t, a: newApp(ctx, Config{Source: "demo:", Now: func() time.Time { return now }, Open: func(ctx context.Context, name string, o source.Options) (source.Source, error) {
		src, err := builtIn(ctx, name, o)
		return sealed{src}, err
	}})}
	s.a.after = func(time.Duration, func(time.Time) tea.Msg) tea.Cmd { return nil }
	s.send(tea.WindowSizeMsg{Width: 120, Height: 60})
	s.run(s.a.open("demo:"))
	s.send(tickMsg{gen: 1, at: now, coverage: s.a.sess.loader.Coverage(), snapshot: s.a.sess.store.Snapshot()})
	s.press("enter", "G")
	s.shows("stored       SSE-KMS with key", "bucket key")
}
