package bucket

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/source/dir"
	"s3sleuth/source/sourcetest"
)

var begin = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// load reads a source into a store.
func TestConformance(t *testing.T) {
	t.Run("without a cache", func(t *testing.T) {
		sourcetest.Run(t, func(t *testing.T, files map[string][]byte) source.Source {
			return serve(t, files).open(t, "", nil)
		})
	})
	t.Run("with a cache", func(t *testing.T) {
		sourcetest.Run(t, func(t *testing.T, files map[string][]byte) source.Source {
			return serve(t, files).open(t, "", NewCache(t.TempDir(), 1<<30))
		})
	})
}

// demo returns the objects of the built-in evidence.
func demo(t testing.TB) map[string][]byte {
	t.Helper()
	const root = "../../testdata/demo/evidence"
	files := make(map[string][]byte)
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		files[filepath.ToSlash(name)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// answers are the counts that two readings of the same logs must agree in.
func answers(t testing.TB, v *store.Snapshot, r source.Range) map[string]int {
	t.Helper()
	out := make(map[string]int)
	q := store.Question{}
	if !r.From.IsZero() {
		q.From, q.To = r.From.UnixMilli(), r.To.UnixMilli()
	}
	for _, filter := range []string{"", "tls:none", "is:public-acl", "op:DeleteObject", "status:403", "account:111122223333", "region:eu-west-1", "-bucket:saltmarsh*"} {
		x, err := model.Parse(filter, begin)
		if err != nil {
			t.Fatal(err)
		}
		q.Where = x
		a, err := v.Ask(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		out[filter] = a.Matched
	}
	return out
}

func TestABucketGivesTheCountsOfAFolder(t *testing.T) {
	f := serve(t, demo(t))
	day := source.Range{From: begin.AddDate(0, 0, 1), To: begin.AddDate(0, 0, 2)}
	for name, r := range map[string]source.Range{"all": {}, "a day": day, "an hour": {From: day.From.Add(9 * time.Hour), To: day.From.Add(10 * time.Hour)}} {
		t.Run(name, func(t *testing.T) {
			beside, err := dir.Open("../../testdata/demo/evidence")
			if err != nil {
				t.Fatal(err)
			}
			want, _ := sourcetest.Load(t, beside, r)
			got, l := sourcetest.Load(t, f.open(t, "", nil), r)
			if diff := cmp.Diff(answers(t, want, r), answers(t, got, r)); diff != "" {
				t.Errorf("counts (-folder +bucket):\n%s", diff)
			}
			if c := l.Coverage(); c.State != model.Complete {
				t.Errorf("state %v: %s", c.State, c.Reason)
			}
		})
	}
}

func TestCredentialsThatRunOutStopTheReading(t *testing.T) {
	files := make(map[string][]byte)
	for i := range 40 {
		files[time.Date(2026, 11, 1, i, 0, 0, 0, time.UTC).Format("2006-01-02-15-04-05-")+"0123456789ABCDEF"] = sourcetest.Lines(i, 10, begin)
	}
	f := serve(t, files)
	var renewed atomic.Bool
	expire := expiring(20)
	f.fault = func(w http.ResponseWriter, r *http.Request, key string) bool {
		return !renewed.Load() && expire(w, r, key)
	}
	b := f.open(t, "", nil)
	l := source.NewLoader(b, store.New(store.Options{}), source.Range{})
	err := l.Run(context.Background())
	if err == nil || source.Advice(err) == "" {
		t.Fatalf("the reading ended with %v, and no advice", err)
	}
	if c := l.Coverage(); c.State != model.Stopped || c.FilesRead >= 40 {
		t.Errorf("state %v after %d files; want STOPPED before 40", c.State, c.FilesRead)
	}
	renewed.Store(true) // signed in again
	got, l := sourcetest.Load(t, b, source.Range{})
	if c := l.Coverage(); got.Len() != 400 || c.State != model.Complete {
		t.Errorf("read again: %d records, %v; want 400, COMPLETE", got.Len(), c.State)
	}
}
