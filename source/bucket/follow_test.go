package bucket

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/sourcetest"
)

func TestFollowReadsWhatComes(t *testing.T) {
	key := func(i int, at time.Time) string {
		return "111122223333/eu-west-1/acme-data/" + at.UTC().Format("2006/01/02/2006-01-02-15-04-05-") + fmt.Sprintf("%016X", i)
	}
	now := time.Now()
	f := serve(t, map[string][]byte{
		key(1, now.Add(-30*time.Hour)): sourcetest.Lines(1, 10, now), key(2, now.Add(-time.Minute)): sourcetest.Lines(2, 10, now),
		"AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/11/01/x.json.gz": nil, "notes.log": sourcetest.Lines(3, 10, now),
	})
	b := f.open(t, "", nil, func(o *source.Options) { o.Follow = 10 * time.Millisecond })
	st := store.New(store.Options{})
	l := source.NewLoader(b, st, source.Range{})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- l.Run(ctx) }()
	until := func(records int) {
		t.Helper()
		for begin := time.Now(); st.Snapshot().Len() != records; time.Sleep(time.Millisecond) {
			if time.Since(begin) > 20*time.Second {
				t.Fatalf("%d records, want %d", st.Snapshot().Len(), records)
			}
		}
	}
	until(30)
	f.put(key(4, now), sourcetest.Lines(4, 10, now))
	until(40)
	// One that is named before others that have come, on a shelf, and a new folder.
	f.put(key(5, now.Add(-10*time.Minute)), sourcetest.Lines(5, 10, now))
	f.put("more/notes.log", sourcetest.Lines(6, 10, now))
	until(60)
	// One that is delivered late, into the folder of its event's day.
	f.put(key(7, now.Add(-24*time.Hour)), sourcetest.Lines(7, 10, now))
	until(70)
	// One whose name is older than that: what was not looked for is said.
	f.put(key(8, now.Add(-100*time.Hour)), sourcetest.Lines(8, 10, now))
	f.put(key(9, now.Add(time.Second)), sourcetest.Lines(9, 10, now))
	until(80)
	if notes := b.Notes(source.Range{}); len(notes) != 1 || !strings.Contains(notes[0], "names of the last 2 h (access logs in folders of days: 26 h)") {
		t.Errorf("notes %q", notes)
	}
	if c := l.Coverage(); c.State != model.Loading || c.Stage == "" || c.FilesFinal {
		t.Errorf("while it follows: %v, stage %q, final %v", c.State, c.Stage, c.FilesFinal)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if c := l.Coverage(); c.State != model.Complete || c.Duplicates != 0 || c.Records != 80 {
		t.Errorf("ended: %v %s, %d records, %d duplicates; want COMPLETE, 80, 0", c.State, c.Reason, c.Records, c.Duplicates)
	}
}

// TestFollowAsksLittleOfALargeLayout: with many shelves, a look lists each once
// and makes no survey.
func TestFollowAsksLittleOfALargeLayout(t *testing.T) {
	now := time.Now()
	f := serve(t, map[string][]byte{})
	const shelves = 30
	for i := range shelves {
		account := fmt.Sprintf("%012d", 111122223333+i)
		at := now.UTC().Add(-time.Minute)
		f.content["AWSLogs/"+account+"/CloudTrail/eu-west-1/"+at.Format("2006/01/02/")+account+"_CloudTrail_eu-west-1_"+at.Format("20060102T1504Z")+"_Ab12.json.gz"] = sourcetest.Lines(i, 1, now)
	}
	f.sort()
	b := f.open(t, "", nil)
	told := make(map[string]bool)
	objects := 0
	fo := follower{b: b, every: time.Minute, told: told, send: func(l listed) error { objects += len(l.objects); return nil }}
	if err := fo.first(context.Background()); err != nil || objects != shelves || len(fo.known) != shelves {
		t.Fatalf("%v, %d objects, %d shelves", err, objects, len(fo.known))
	}
	surveyed := f.lists.Load()
	if err := fo.look(context.Background(), now.Add(-overlap), false); err != nil || objects != shelves {
		t.Errorf("%v, %d objects after a look at nothing new", err, objects)
	}
	if n := f.lists.Load() - surveyed; n != shelves || surveyed < 2*shelves {
		t.Errorf("a look took %d calls, the survey %d; want %d", n, surveyed, shelves)
	}
}
