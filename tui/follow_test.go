package tui

import (
	"testing"
	"time"

	"s3sleuth/model"
	"s3sleuth/source"
)

// A bucketSource is one that can be followed.
type bucketSource struct {
	fakeSource
	every *time.Duration
}

func (b bucketSource) Follow(every time.Duration) { *b.every = every }

var _ source.Follower = bucketSource{}

// A bucket that was read is followed from the palette: that is a state of its own,
// it says what it costs, and it can be stopped.
func TestFollowABucket(t *testing.T) {
	for _, size := range []struct{ w, h int }{{120, 40}, {80, 24}} {
		s := newScreen(t, size.w, size.h, 60, complete, Config{})
		s.command("follow")
		s.shows("only a log bucket can be followed")
		s.press("esc")

		var every time.Duration
		s.a.sess.src = bucketSource{every: &every}
		for line, says := range map[string]string{
			"follow often": "how often: a second or more", "follow 5ms": "how often: a second or more", "follow off": "nothing is followed",
		} {
			s.command(line)
			s.shows(says)
			s.press("esc")
		}
		s.a.sess.done = false
		s.command("follow 30s")
		s.shows("reading goes on: once it has ended")
		s.press("esc")
		s.a.sess.done = true

		s.runCommand("follow 30s")
		if every != 30*time.Second {
			t.Errorf("every %v", every)
		}
		s.a.sess.done = false
		s.a.sess.coverage = model.Coverage{State: model.Loading, Files: 4, FilesRead: 4, Stage: "following: about 4 LIST calls every 30s, $0.0024 an hour"}
		s.a.flash, s.a.dirty = "", true
		s.shows("FOLLOWING")
		s.hides("LOADING", "░")
		if size.w == 120 {
			s.shows("following: about 4 LIST calls every 30s, $0.0024 an hour   ^c stop")
		}
		s.runCommand("follow off")
		if s.a.sess.stopped.IsZero() {
			t.Error("it goes on")
		}
	}
}
