package export

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// job returns a job over n records, complete.
func job(t testing.TB, n int, filter string) *Job {
	t.Helper()
	st := store.New(store.Options{})
	b := store.NewBatch()
	var r model.Record
	for i := range n {
		r.Reset(model.AccessLog)
		r.Time = int64(i) * 1000
		r.Offset, r.Length = int64(i)*100, 100
		r.Text[model.FieldOp] = []byte("GetObject")
		b.Add(&r)
	}
	if _, _, err := st.Append("logs/a", b); err != nil {
		t.Fatal(err)
	}
	st.Flush()
	x, err := model.Parse(filter, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return &Job{
		Evidence: Evidence{Snapshot: st.Snapshot()}, Coverage: model.Coverage{State: model.Complete},
		Source: "./logs", Filter: x, Columns: FieldColumns([]model.Field{model.FieldTime, model.FieldOp}),
	}
}

func TestNameSaysWhatIsInTheFile(t *testing.T) {
	tests := []struct {
		filter string
		by     []model.Field
		want   string
	}{
		{"", nil, "s3sleuth.csv"},
		{"tls:none -is:aws-service", nil, "s3sleuth-tls-none-is-aws-service.csv"},
		{"tls:<1.2", []model.Field{model.FieldIP}, "s3sleuth-tls-1.2-by-ip.csv"},
		{"op:PutObject time:2026-11-01..2026-11-03", nil, "s3sleuth-op-putobject-20261101-20261103.csv"},
		{`key:"../../etc/passwd"`, nil, "s3sleuth-key-etc-passwd.csv"},
		{`key:"...\x1b]0;x"`, nil, "s3sleuth-key-x1b-0-x.csv"},
		{"key:日本", nil, "s3sleuth-key.csv"},
		{"ip:2001:db8::/32", nil, "s3sleuth-ip-2001-db8-32.csv"},
		{"ua:" + strings.Repeat("a", 500), nil, "s3sleuth-ua-" + strings.Repeat("a", 56) + ".csv"},
	}
	for _, tt := range tests {
		j := job(t, 0, tt.filter)
		j.By = FieldColumns(tt.by)
		if got := j.Name(); got != tt.want {
			t.Errorf("%.40s is named %s, want %s", tt.filter, got, tt.want)
		}
	}
}

func TestPartialPath(t *testing.T) {
	for path, want := range map[string]string{
		"proof.csv":          "proof.partial.csv",
		"a.b/proof":          "a.b/proof.partial",
		"dir/x.y.jsonl":      "dir/x.y.partial.jsonl",
		"proof.partial.csv":  "proof.partial.csv",
		"proof.partial":      "proof.partial",
		".hidden":            ".hidden.partial",
		"dir/.hidden":        "dir/.hidden.partial",
		"/cases/41/all.json": "/cases/41/all.partial.json",
	} {
		if got := PartialPath(path); got != want {
			t.Errorf("PartialPath(%s) = %s, want %s", path, got, want)
		}
	}
}

func TestCommandIsWhatOneWouldType(t *testing.T) {
	j := job(t, 0, "tls:none -ua:\"it's\"")
	j.Newest = true
	want := `s3sleuth query ./logs 'tls:none -ua:it'"'"'s' --format csv --columns time,op --sort -time`
	if got := j.Command(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for _, tt := range []struct {
		change func()
		want   string
	}{
		{func() { j.Columns = FieldColumns(UsualColumns) }, "s3sleuth query ./logs --format csv"},
		{func() { j.Format, j.Columns = JSONLines, AllColumns() }, "s3sleuth query ./logs --format jsonl"},
		{func() { j.Format = Original }, "s3sleuth query ./logs --format raw"},
		{func() { j.Format, j.By = JSON, FieldColumns([]model.Field{model.FieldIP}) }, "s3sleuth count ./logs --format json --by ip"},
	} {
		j.Filter, j.Newest = nil, false
		tt.change()
		if got := j.Command(); got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}

// A stopped or failed save leaves what was there, and nothing else.
func TestSaveIsAllOrNothing(t *testing.T) {
	target := func(dir string) Target {
		return Target{Path: filepath.Join(dir, "x.csv"), Replace: true, Now: time.Now}
	}
	unreadable := errors.New("file has changed since it was read")
	for _, c := range []struct {
		name string
		play func(ctx context.Context, cancel func(), j *Job, dir string) error
		want error
	}{
		{"stopped", func(ctx context.Context, cancel func(), j *Job, dir string) error {
			_, err := j.Save(ctx, target(dir), func(n int) {
				if n == 2000 {
					cancel()
				}
			})
			return err
		}, context.Canceled},
		{"bytes cannot be read", func(ctx context.Context, _ func(), j *Job, dir string) error {
			j.Format = Original
			j.Raw = func(context.Context, string, int64, int) ([]byte, error) { return nil, unreadable }
			_, err := j.Save(ctx, target(dir), nil)
			return err
		}, unreadable},
		{"somebody else was quicker", func(ctx context.Context, _ func(), j *Job, dir string) error {
			to := target(dir)
			to.Path, to.Replace = filepath.Join(dir, "y.csv"), false
			_, err := j.Save(ctx, to, func(n int) {
				if n == 5000 {
					os.WriteFile(filepath.Join(dir, "y.csv"), []byte("theirs"), 0o600)
				}
			})
			os.Remove(filepath.Join(dir, "y.csv"))
			return err
		}, fs.ErrExist},
		{"a folder is in the way", func(ctx context.Context, _ func(), j *Job, dir string) error {
			to := target(dir)
			to.Path = filepath.Join(dir, "z.csv")
			os.Mkdir(to.Path, 0o700)
			defer os.Remove(to.Path)
			if _, err := j.Save(ctx, to, nil); err == nil {
				t.Error("a folder was written over")
			}
			return fs.ErrExist
		}, fs.ErrExist},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "x.csv"), []byte("before"), 0o600); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if err := c.play(ctx, cancel, job(t, 5000, ""), dir); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			left, _ := filepath.Glob(filepath.Join(dir, "*"))
			hidden, _ := filepath.Glob(filepath.Join(dir, ".*"))
			data, _ := os.ReadFile(filepath.Join(dir, "x.csv"))
			if len(left) != 1 || len(hidden) != 0 || string(data) != "before" {
				t.Errorf("left: %v %v, x.csv holds %q", left, hidden, data)
			}
		})
	}
}

// A file of no record has its header, and is its owner's only.
func TestSaveOfNothing(t *testing.T) {
	dir := t.TempDir()
	saved, err := job(t, 3, "op:PutObject").Save(t.Context(), Target{Path: filepath.Join(dir, "x.csv"), Now: time.Now}, nil)
	if err != nil {
		t.Fatal(err)
	}
	data, _ := os.ReadFile(saved.Path)
	info, _ := os.Stat(saved.Path)
	if string(data) != "time,op\n" || saved.Bytes != 8 || saved.Outcome.Read != 3 || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("%q %+v %v", data, saved, info.Mode())
	}
}

// The meta file escapes and masks what comes from outside.
func TestMetaIsHarmless(t *testing.T) {
	dir := t.TempDir()
	j := job(t, 3, "-key:\"a\u202eb?X-Amz-Signature=0123456789abcdef\"")
	j.Source, j.Coverage.Reason = "evil\x1b]0;x\x07", "cut\u009b31m"
	j.Coverage.State = model.Partial
	saved, err := j.Save(t.Context(), Target{Path: filepath.Join(dir, "x.csv"), Now: time.Now}, nil)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(MetaPath(filepath.Join(dir, "x.partial.csv")))
	if err != nil {
		t.Fatal(err, saved)
	}
	for _, r := range strings.ReplaceAll(string(data), "\n", "") {
		if r < 0x20 || r >= 0x7f && r < 0xa0 || r == 0x202e {
			t.Errorf("it holds %U:\n%s", r, data)
		}
	}
	if strings.Contains(string(data), "0123456789abcdef") {
		t.Errorf("it holds a secret:\n%s", data)
	}
}

// The meta data of counts tell the zone that the counts are in, not the screen's.
func TestMetaOfCountsTellsTheirZone(t *testing.T) {
	j := job(t, 1, "*")
	j.Zone = time.FixedZone("", 2*3600)
	if got := string(j.meta(Outcome{}).Times); got != ZoneName(j.Zone) {
		t.Errorf("records: %q", got)
	}
	j.By = FieldColumns([]model.Field{model.FieldTime})
	if got := string(j.meta(Outcome{}).Times); got != ZoneName(time.UTC) {
		t.Errorf("counts: %q, want UTC", got)
	}
}
