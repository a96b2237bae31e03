package dir_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"testing/synctest"
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
func load(t *testing.T, src source.Source, r source.Range) (*store.Store, *source.Loader) {
	t.Helper()
	st := store.New(store.Options{})
	l := source.NewLoader(src, st, r)
	if err := l.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	return st, l
}

// order is a sink that notes the files in the order they give records.
type order struct{ files []string }

func (o *order) Files(int, int64, bool)         {}
func (o *order) Stage(string)                   {}
func (o *order) Skipped(int)                    {}
func (o *order) Has(string) bool                { return false }
func (o *order) Progress(string, int64)         {}
func (o *order) Done(string)                    {}
func (o *order) Problem(model.Problem)          {}
func (o *order) Other(string, model.Other, int) {}
func (o *order) Batch(file string, _ *store.Batch) error {
	if n := len(o.files); n == 0 || o.files[n-1] != file {
		o.files = append(o.files, file)
	}
	return nil
}

func TestRangeLeavesOutByPath(t *testing.T) {
	files := map[string][]byte{"undated.log": sourcetest.Lines(99, 10, begin)}
	for day := 1; day <= 9; day++ {
		at := time.Date(2026, 11, day, 12, 0, 0, 0, time.UTC)
		name := fmt.Sprintf("AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/%02d/a.log", day)
		files[name] = sourcetest.Lines(day, 10, at)
		files["logs/"+at.Format("2006-01-02-15-04-05")+"-0123456789ABCDEF"] = sourcetest.Lines(20+day, 10, at)
	}
	src := open(t, write(t, files))
	r := source.Range{From: begin.AddDate(0, 0, 4), To: begin.AddDate(0, 0, 5)} // the 5th
	// CloudTrail: published from the 4th, a day early, to the 7th, two days late.
	// Access log: delivered from the beginning of the 5th to a day after its end.
	const trail, access = 5, 2
	st, l := load(t, src, r)
	c := l.Coverage()
	if want := 10 * (1 + trail + access); c.Records < want-10 || c.Records > want || c.State != model.Complete {
		t.Errorf("%d records, state %v; want about %d, COMPLETE", c.Records, c.State, want)
	}
	if c.Skipped+c.Files != len(files) {
		t.Errorf("%d files read and %d skipped of %d", c.Files, c.Skipped, len(files))
	}
	a, err := st.Snapshot().Ask(context.Background(), store.Question{From: r.From.UnixMilli(), To: r.To.UnixMilli()})
	if err != nil || a.Matched != 20 {
		t.Errorf("%d records of the day, %v; want 20", a.Matched, err)
	}
	plan, err := src.Plan(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	if plan.Files != c.Files || plan.Skipped != c.Skipped || plan.Bytes != c.Bytes || len(plan.Notes) != 1 {
		t.Errorf("the plan says %+v; the scan read %d files, skipped %d", plan, c.Files, c.Skipped)
	}
}

// TestLargeFileInParts reads a file large enough to be shared by the workers.
func TestLargeFileInParts(t *testing.T) {
	const lines = 30_000
	data := sourcetest.Lines(1, lines, begin)
	var text bytes.Buffer
	bad := make(map[int]bool)
	n := 0
	for line := range bytes.Lines(data) {
		n++
		if n%7001 == 0 {
			bad[n] = true
			line = []byte("no line of a log\n")
		}
		text.Write(line)
	}
	if text.Len() < 10<<20 {
		t.Fatalf("%d bytes are too few to be shared", text.Len())
	}
	root := write(t, map[string][]byte{"big.log": text.Bytes()})
	_, l := load(t, open(t, filepath.Join(root, "big.log")), source.Range{})
	c := l.Coverage()
	if c.Records != lines-len(bad) || c.Duplicates != 0 || c.Damaged != len(bad) || c.BytesRead != int64(text.Len()) || c.FilesRead != 1 {
		t.Errorf("coverage %+v; want %d records, %d damaged", c, lines-len(bad), len(bad))
	}
	for _, p := range l.Problems(0) {
		if !bad[p.Line] {
			t.Errorf("line %d is refused, which is sound", p.Line)
		}
		if at := text.Bytes()[p.Offset:]; !bytes.HasPrefix(at, []byte("no line")) {
			t.Errorf("line %d does not begin at byte %d", p.Line, p.Offset)
		}
		delete(bad, p.Line)
	}
	if len(bad) > 0 {
		t.Errorf("not told: lines %v", bad)
	}
}

func TestOddFilesGetAWord(t *testing.T) {
	root := write(t, map[string][]byte{"a.log": sourcetest.Lines(1, 10, begin)})
	listener, err := net.Listen("unix", filepath.Join(root, "sock"))
	if err != nil {
		t.Skip("no sockets in folders here:", err)
	}
	defer listener.Close()
	_, l := load(t, open(t, root), source.Range{})
	c := l.Coverage()
	problems := l.Problems(0)
	if c.Records != 10 || c.Failed != 1 || c.State != model.Partial || len(problems) != 1 || problems[0].Reason != "a socket, not a file" {
		t.Errorf("coverage %+v, problems %+v", c, problems)
	}
	if _, err := dir.Open(filepath.Join(root, "sock")); err == nil || !strings.Contains(err.Error(), "a socket, not a file") {
		t.Errorf("Open(socket) returns %v", err)
	}
}

func TestUnreadableFileGetsTheSystemsWord(t *testing.T) {
	root := write(t, map[string][]byte{"a.log": sourcetest.Lines(1, 10, begin), "b.log": sourcetest.Lines(2, 10, begin)})
	if err := os.Chmod(filepath.Join(root, "b.log"), 0); err != nil {
		t.Fatal(err)
	}
	if f, err := os.Open(filepath.Join(root, "b.log")); err == nil {
		f.Close()
		t.Skip("this user may read every file")
	}
	_, l := load(t, open(t, root), source.Range{})
	if p := l.Problems(0); len(p) != 1 || p[0].Reason != "permission denied" || p[0].Hint == "" {
		t.Errorf("problems %+v", p)
	}
}

func TestLinksAreFollowedOnce(t *testing.T) {
	outside := write(t, map[string][]byte{"o/out.log": sourcetest.Lines(2, 10, begin)})
	root := write(t, map[string][]byte{"real/a.log": sourcetest.Lines(1, 10, begin)})
	for link, target := range map[string]string{
		"loop":      ".",
		"again":     "real",
		"file":      "real/a.log",
		"there":     outside,
		"thereToo":  filepath.Join(outside, "o"),
		"thatFile":  filepath.Join(outside, "o", "out.log"),
		"real/self": "self",
	} {
		if err := os.Symlink(target, filepath.Join(root, link)); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	_, l := load(t, open(t, root), source.Range{})
	c := l.Coverage()
	if c.Records != 20 || c.Duplicates != 0 || c.Failed != 1 {
		t.Errorf("coverage %+v; want 20 records and one link that cannot be followed", c)
	}
	if p := l.Problems(0); len(p) != 1 || !strings.HasSuffix(p[0].File, "real/self") {
		t.Errorf("problems %+v; want the link to itself", p)
	}
}

func TestRawOfAChangedFileFails(t *testing.T) {
	ctx := context.Background()
	root := write(t, map[string][]byte{"a.log": sourcetest.Lines(1, 10, begin)})
	early, late := open(t, root), open(t, root)
	st, _ := load(t, early, source.Range{})
	load(t, late, source.Range{})
	v := st.Snapshot()
	file, ref := v.File(0), v.Ref(0)
	was, err := early.Raw(ctx, file, ref.Offset, ref.Length)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "a.log"), sourcetest.Lines(2, 11, begin), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := late.Raw(ctx, file, ref.Offset, ref.Length); err == nil || !strings.Contains(err.Error(), "has changed since it was read") {
		t.Errorf("Raw returns %v", err)
	}
	// A file that was opened before is kept as it was.
	if is, err := early.Raw(ctx, file, ref.Offset, ref.Length); err != nil || !bytes.Equal(is, was) {
		t.Errorf("Raw returns %q, %v; want %q", is, err, was)
	}
}

// faulty is a file system whose files named "fault" panic when they are read.
type faulty struct{ fstest.MapFS }

func (f faulty) Open(name string) (fs.File, error) {
	file, err := f.MapFS.Open(name)
	if strings.HasSuffix(name, "fault") {
		return panics{file}, err
	}
	return file, err
}

type panics struct{ fs.File }

func (panics) Read([]byte) (int, error) { panic("out of luck") }

func TestAFaultCostsOneFile(t *testing.T) {
	fsys := faulty{fstest.MapFS{
		"a.log": {Data: sourcetest.Lines(1, 10, begin)},
		"fault": {Data: sourcetest.Lines(2, 10, begin)},
		"z.log": {Data: sourcetest.Lines(3, 10, begin)},
	}}
	_, l := load(t, dir.New("x", fsys, "."), source.Range{})
	c := l.Coverage()
	if c.Records != 20 || c.Failed != 1 || c.FilesRead != 3 {
		t.Errorf("coverage %+v", c)
	}
	if p := l.Problems(0); len(p) != 1 || !strings.Contains(p[0].Reason, "out of luck at ") || !strings.Contains(p[0].Reason, "scan_test.go") {
		t.Errorf("problems %+v; want the fault and its place", p)
	}
}

// counted counts how many of its files were opened.
type counted struct {
	fstest.MapFS
	opened *atomic.Int32
}

func (f counted) Open(name string) (fs.File, error) {
	if strings.HasSuffix(name, ".log") {
		f.opened.Add(1)
		time.Sleep(time.Millisecond) // long enough for another worker to come
	}
	return f.MapFS.Open(name)
}

// firstBatch is a sink that looks how many files are open when records first come.
type firstBatch struct {
	order
	opened *atomic.Int32
	first  int32
}

func (o *firstBatch) Batch(file string, b *store.Batch) error {
	if o.first == 0 {
		o.first = o.opened.Load()
	}
	return o.order.Batch(file, b)
}

func TestOneWorkerReadsTheFirstRecords(t *testing.T) {
	var opened atomic.Int32
	fsys := counted{fstest.MapFS{}, &opened}
	for i := range 8 {
		fsys.MapFS[fmt.Sprintf("%d.log", i)] = &fstest.MapFile{Data: sourcetest.Lines(i, 100, begin)}
	}
	sink := firstBatch{opened: &opened}
	synctest.Test(t, func(t *testing.T) { // no time passes, however slow the machine is
		if err := dir.New("x", fsys, ".").Scan(t.Context(), source.Range{}, &sink); err != nil {
			t.Fatal(err)
		}
	})
	if sink.first != 1 || len(sink.files) != 8 {
		t.Errorf("records first came with %d files open, and of %d; want 1, and all 8", sink.first, len(sink.files))
	}
}

// explosive is a file system that panics when a name is opened: outside of the
// decoders, where no file is to blame.
type explosive struct {
	fs.FS
	name string
}

func (e explosive) Open(name string) (fs.File, error) {
	if name == e.name {
		panic("out of luck")
	}
	return e.FS.Open(name)
}

// A fault beside the caller ends the reading as an error that names its place.
// What was read is kept, and no terminal is lost.
func TestAFaultInAWorkerOrTheListerStopsTheSource(t *testing.T) {
	files := fstest.MapFS{
		"2026-11-02-00-00-00-0123456789ABCDEF": {Data: sourcetest.Lines(1, 10, begin)},
		"2026-11-01-00-00-00-0123456789ABCDEF": {Data: sourcetest.Lines(2, 10, begin)},
	}
	for what, name := range map[string]string{"worker": "2026-11-01-00-00-00-0123456789ABCDEF", "lister": "."} {
		l := source.NewLoader(dir.New("x", explosive{files, name}, "."), store.New(store.Options{}), source.Range{})
		err := l.Run(context.Background())
		const want = "fault in s3sleuth: out of luck at "
		if err == nil || !strings.HasPrefix(err.Error(), want) || !strings.Contains(err.Error(), "scan_test.go:") {
			t.Errorf("%s: Run returns %v; want the fault and its place", what, err)
		}
		if c := l.Coverage(); c.State != model.Stopped || !strings.HasPrefix(c.Reason, want) {
			t.Errorf("%s: coverage %+v; want it stopped by the fault", what, c)
		}
	}
}

func TestSeveralPathsAreOneSource(t *testing.T) {
	root := write(t, map[string][]byte{"a/1.log": sourcetest.Lines(1, 10, begin), "b/2.log": sourcetest.Lines(2, 10, begin)})
	_, l := load(t, open(t, filepath.Join(root, "a"), filepath.Join(root, "b", "2.log"), filepath.Join(root, "b")), source.Range{})
	if c := l.Coverage(); c.Records != 20 || c.Duplicates != 0 || c.Files != 2 {
		t.Errorf("coverage %+v; want 20 records of 2 files, each read once", c)
	}
}

func TestOpenNamesWhatIsMissing(t *testing.T) {
	_, err := dir.Open(filepath.Join(t.TempDir(), "nowhere"))
	if err == nil || !strings.HasSuffix(err.Error(), "nowhere: no such file or directory") {
		t.Errorf("Open returns %v", err)
	}
}

func TestPathTellsAccountAndRegion(t *testing.T) {
	root := write(t, map[string][]byte{
		"logs/111122223333/eu-west-1/acme-static/2026/11/01/2026-11-01-08-10-11-0123456789ABCDEF": sourcetest.Lines(1, 1, begin),
	})
	st, _ := load(t, open(t, root), source.Range{})
	v := st.Snapshot()
	got := make(map[string]string)
	for _, f := range []model.Field{model.FieldAccount, model.FieldRegion} {
		got[f.String()], _ = v.Text(0, f)
	}
	if diff := cmp.Diff(map[string]string{"account": "111122223333", "region": "eu-west-1"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestRawOfAnEventInAString opens an event that its file holds as a JSON string.
func TestRawOfAnEventInAString(t *testing.T) {
	const event = `{"eventVersion":"1.11","eventTime":"2026-11-01T10:45:00Z","eventSource":"s3.amazonaws.com","eventName":"GetObject",` +
		`"awsRegion":"eu-west-1","eventID":"11111111-2222-3333-4444-555555555555","eventType":"AwsApiCall","recipientAccountId":"111122223333"}`
	file := `{"Events":[{"EventName":"GetObject","CloudTrailEvent":"` + strings.ReplaceAll(event, `"`, `\"`) + `"}]}`
	src := open(t, write(t, map[string][]byte{"lookup.json": []byte(file)}))
	st, l := load(t, src, source.Range{})
	if st.Snapshot().Len() != 1 {
		t.Fatalf("coverage %+v, problems %+v", l.Coverage(), l.Problems(0))
	}
	raw, err := st.Snapshot().Raw(context.Background(), 0, src.Raw)
	if err != nil || string(raw) != event {
		t.Errorf("Raw returns %s, %v; want %s", raw, err, event)
	}
}
