package tui

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/aws"
	"s3sleuth/source/dir"
	"s3sleuth/source/sourcetest"
)

type ctx = context.Context

// soon is how long a cancelled work may go on. The best of some tries counts, for
// the machine may be busy with something else.
const (
	soon  = 100 * time.Millisecond
	tries = 3
)

// cancelKeepsAll covers what there is: folders are listed and parsed; nothing is
// downloaded there.
func cancelKeepsAll(t *testing.T) {
	t.Run("list", func(t *testing.T) {
		files := fstest.MapFS{"a/0.log": {Data: sourcetest.Lines(1, 500, start)}}
		for i := range 400 {
			files[fmt.Sprintf("%03d/x.log", i)] = &fstest.MapFile{Data: sourcetest.Lines(2+i, 5, start)}
		}
		cancelReading(t, slowFolders{files}, 50)
	})
	t.Run("parse", func(t *testing.T) {
		files := fstest.MapFS{}
		for i := range 12 {
			files[fmt.Sprintf("%d.log", i)] = &fstest.MapFile{Data: sourcetest.Gzip(sourcetest.Lines(i, 20_000, start))}
		}
		cancelReading(t, files, 1)
	})
	t.Run("query", cancelQuery)
	t.Run("export", cancelExport)
}

// slowFolders takes a while to list each folder.
type slowFolders struct{ fstest.MapFS }

func (s slowFolders) ReadDir(name string) ([]fs.DirEntry, error) {
	time.Sleep(5 * time.Millisecond)
	return s.MapFS.ReadDir(name)
}

// cancelReading presses ctrl+c once some records are there.
func cancelReading(t *testing.T, files fs.FS, records int) {
	best := time.Hour
	for range tries {
		s := newScreen(t, 120, 40, 0, model.Coverage{}, Config{})
		load := source.NewLoader(dir.New("folder", files, "."), s.st, source.Range{})
		s.a.sess.loader, s.a.sess.done = load, false
		reading := s.a.read()
		ended := make(chan tea.Msg)
		go func() { ended <- reading() }()
		for load.Coverage().Records < records {
			time.Sleep(time.Millisecond)
		}
		pressed := time.Now()
		s.press("ctrl+c")
		msg := <-ended
		best = min(best, time.Since(pressed))
		s.a.Update(msg)
		s.sync(load)
		c := load.Coverage()
		if c.State != model.Partial || c.Records < records || s.a.q.answer.Matched != c.Records {
			t.Fatalf("%v with %d records, %d shown; want PARTIAL with what was read", c.State, c.Records, s.a.q.answer.Matched)
		}
		s.shows("PARTIAL", "r read on")
		s.press("enter")
		s.shows("Record 1 of")
	}
	if best > soon {
		t.Errorf("stopped after %v", best)
	}
}

// cancelQuery presses ctrl+c while a question has to read the original bytes.
func cancelQuery(t *testing.T) {
	best := time.Hour
	for range tries {
		s := newScreen(t, 120, 40, 600, complete, Config{})
		s.a.sess.src = slowBytes{s.a.sess.src}
		s.press("/")
		s.write("raw:needle")
		_, cmd := s.a.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			for _, c := range flat(cmd) {
				c()
			}
		}()
		time.Sleep(20 * time.Millisecond)
		s.a.patience(slowMsg{s.a.q.gen})
		pressed := time.Now()
		s.press("ctrl+c")
		<-ended
		best = min(best, time.Since(pressed))
		s.shows("the question was cancelled", "600 match of 600 read")
		s.press("u")
		s.shows("600 match of 600 read")
	}
	if best > soon {
		t.Errorf("stopped after %v", best)
	}
}

// flat returns the commands of a batch, and of the batches in it.
func flat(cmd tea.Cmd) []tea.Cmd {
	if cmd == nil {
		return nil
	}
	msg := cmd
	return []tea.Cmd{func() tea.Msg {
		got := msg()
		if batch, is := got.(tea.BatchMsg); is {
			for _, c := range batch {
				for _, one := range flat(c) {
					one()
				}
			}
		}
		return got
	}}
}

// slowBytes takes a while for the original bytes of each record.
type slowBytes struct{ source.Source }

func (s slowBytes) Raw(ctx context.Context, _ string, _ int64, _ int) ([]byte, error) {
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(5 * time.Millisecond):
		return []byte("hay"), nil
	}
}

// cancelExport presses ctrl+c while original records are written.
func cancelExport(t *testing.T) {
	t.Chdir(t.TempDir())
	best := time.Hour
	for range tries {
		s := newScreen(t, 120, 40, 600, complete, Config{})
		s.a.sess.src = slowBytes{s.a.sess.src}
		s.command("export raw proof.log")
		_, cmd := s.a.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			for _, c := range flat(cmd) {
				c()
			}
		}()
		time.Sleep(20 * time.Millisecond)
		pressed := time.Now()
		s.press("ctrl+c")
		<-ended
		best = min(best, time.Since(pressed))
		if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
			t.Fatalf("files are left: %v, %v", left, err)
		}
		s.shows("600 match of 600 read")
	}
	if best > soon {
		t.Errorf("stopped after %v", best)
	}
}

// faultsNameTheFix shows errors of AWS as a source hands them on: one file that a
// key keeps closed, then a session that has run out.
func faultsNameTheFix(t *testing.T) {
	const key = "arn:aws:kms:us-east-1:111122223333:key/1a2b"
	closed := aws.Explain(errors.New("KMS"), "s3:GetObject", "s3://logs/a.gz")
	var fault *aws.Fault
	if !errors.As(closed, &fault) {
		t.Fatalf("%T is no fault", closed)
	}
	fault.KeyNamed(key)
	config := filepath.Join(t.TempDir(), "config")
	profile := "[profile audit]\nregion = us-east-1\nsso_start_url = https://example.com/start\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = audit\n"
	if err := os.WriteFile(config, []byte(profile), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_CONFIG_FILE", config)
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", os.DevNull)
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	session, err := aws.Open(t.Context(), aws.Settings{Profile: "audit"})
	if err != nil {
		t.Fatal(err)
	}
	expired := session.Explain(errors.New("get identity: get credentials: failed to refresh cached credentials, refresh cached SSO token failed, the SSO session has expired or is invalid"), "s3:GetObject", "s3://logs/b.gz")
	src := &failing{expired: expired, problem: model.Problem{File: "a.gz", Offset: -1, Whole: true, Reason: fault.Reason(), Hint: fault.Hint}}
	s := newScreen(t, 120, 40, 0, model.Coverage{}, Config{})
	load := source.NewLoader(src, s.st, source.Range{})
	s.a.sess.loader, s.a.sess.done = load, false
	read := func() { s.a.Update(loadedMsg{gen: s.a.sess.gen, err: load.Run(t.Context())}); s.sync(load) }
	read()
	shown := func() string {
		return strings.Join(strings.FieldsFunc(s.text(), func(r rune) bool { return unicode.IsSpace(r) || r == '│' }), " ")
	}
	for _, want := range []string{"STOPPED", "aws sso login --profile audit", "r reads on"} {
		if !strings.Contains(shown(), want) {
			t.Errorf("the expired session does not show %q:\n%s", want, s.text())
		}
	}
	s.press("esc", "!")
	for _, want := range []string{key, "kms:Decrypt"} {
		if s.press("enter"); !strings.Contains(shown(), want) {
			t.Errorf("the closed file does not show %q:\n%s", want, s.text())
		}
	}
	s.press("q", "q")
	src.expired = nil
	_, _ = s.a.Update(tea.KeyPressMsg(tea.Key{Code: 'r', Text: "r"}))
	read()
	if want := map[string]int{"a.gz": 2, "b.gz": 2, "read.gz": 1}; fmt.Sprint(want) != fmt.Sprint(src.reads) {
		t.Errorf("files were read %v times, want %v", src.reads, want)
	}
	s.shows("COMPLETE")
}

// A failing source has a file that can be read, one that cannot at first, and one
// at which its session has run out.
type failing struct {
	source.Source
	expired error
	problem model.Problem
	reads   map[string]int
}

func (f *failing) Scan(_ context.Context, _ source.Range, sink source.Sink) error {
	if f.reads == nil {
		f.reads = map[string]int{}
	}
	sink.Files(3, 300, true)
	for _, file := range []string{"read.gz", "a.gz", "b.gz"} {
		if sink.Has(file) {
			continue
		}
		f.reads[file]++
		if file == "b.gz" && f.expired != nil {
			return f.expired
		}
		if file == "a.gz" && f.expired != nil {
			sink.Problem(f.problem)
		} else {
			b := store.NewBatch()
			var r model.Record
			r.Reset(model.AccessLog)
			r.Text[model.FieldID] = []byte(file)
			b.Add(&r)
			if err := sink.Batch(file, b); err != nil {
				return err
			}
		}
		sink.Progress(file, 100)
		sink.Done(file)
	}
	return nil
}
