package bucket

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/source/sourcetest"
)

func TestASecondReadingGetsNothing(t *testing.T) {
	f := serve(t, demo(t))
	folder := t.TempDir()
	want, _ := sourcetest.Load(t, f.open(t, "", NewCache(folder, 1<<30)), source.Range{})
	got := f.gets.Load()
	if got == 0 {
		t.Fatal("the first reading got nothing")
	}
	again, l := sourcetest.Load(t, f.open(t, "", NewCache(folder, 1<<30)), source.Range{})
	if n := f.gets.Load() - got; n != 0 {
		t.Errorf("the second reading got %d objects", n)
	}
	if diff := cmp.Diff(answers(t, want, source.Range{}), answers(t, again, source.Range{})); diff != "" {
		t.Errorf("counts (-first +second):\n%s", diff)
	}
	if c := l.Coverage(); c.State != model.Complete || c.BytesRead != c.Bytes {
		t.Errorf("%v, %d of %d bytes", c.State, c.BytesRead, c.Bytes)
	}
	// An object that is another now is got, and only that.
	key := f.keys[len(f.keys)-1]
	f.put(key, sourcetest.Lines(77, 5, begin))
	sourcetest.Load(t, f.open(t, "", NewCache(folder, 1<<30)), source.Range{})
	if n := f.gets.Load() - got; n != 1 {
		t.Errorf("after one object changed, %d were got", n)
	}
}

func TestTheCacheHoldsObjectsByteForByte(t *testing.T) {
	f := serve(t, map[string][]byte{
		"a.log": sourcetest.Lines(1, 100, begin), "b.log": sourcetest.Gzip(sourcetest.Lines(2, 100, begin)),
		"large.log": sourcetest.Lines(3, 60_000, begin), // several chunks
	})
	f.headers["b.log"] = http.Header{
		"X-Amz-Server-Side-Encryption": {"aws:kms"}, "X-Amz-Server-Side-Encryption-Aws-Kms-Key-Id": {"arn:aws:kms:eu-west-1:111122223333:key/k"},
		"X-Amz-Server-Side-Encryption-Bucket-Key-Enabled": {"true"}, "X-Amz-Version-Id": {"v1"},
	}
	if n := len(f.content["large.log"]); n <= 2*chunkBytes {
		t.Fatalf("large.log has %d bytes only", n)
	}
	folder := t.TempDir()
	sourcetest.Load(t, f.open(t, "", NewCache(folder, 1<<30)), source.Range{})
	c := NewCache(folder, 1<<30)
	b := f.open(t, "", c)
	for key, data := range f.content {
		e := c.find(b.place(), key)
		if e == nil {
			t.Errorf("%s is not kept", key)
			continue
		}
		r, err := c.open(e)
		if err != nil {
			t.Fatal(err)
		}
		if kept, _ := io.ReadAll(r); !bytes.Equal(kept, data) || e.etag != tag(data) || time.Since(e.read) > time.Hour {
			t.Errorf("%s: %d bytes kept of %d, ETag %s, read %v", key, len(kept), len(data), e.etag, e.read)
		}
	}
	want := source.Encryption{Algorithm: "aws:kms", Key: "arn:aws:kms:eu-west-1:111122223333:key/k", BucketKey: true}
	if e := c.find(b.place(), "b.log"); e.stored != want || e.version != "v1" {
		t.Errorf("b.log was stored as %+v, version %q", e.stored, e.version)
	}
	sourcetest.Load(t, b, source.Range{}) // from the cache
	if got, ok := b.Encryption("s3://logs/b.log"); got != want || !ok {
		t.Errorf("the source tells %+v, %v", got, ok)
	}
	if got, ok := b.Encryption("s3://logs/a.log"); got != (source.Encryption{}) || !ok {
		t.Errorf("of an object without encryption the source tells %+v, %v", got, ok)
	}
}

func TestDamageInTheCacheIsGotAgain(t *testing.T) {
	f := serve(t, flat())
	folder := t.TempDir()
	sourcetest.Load(t, f.open(t, "", NewCache(folder, 1<<30)), source.Range{})
	packs, _ := filepath.Glob(filepath.Join(folder, "*", "*"+packEnding))
	if len(packs) != 1 {
		t.Fatalf("packs %v", packs)
	}
	data, err := os.ReadFile(packs[0])
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(packs[0], data, 0o600); err != nil {
		t.Fatal(err)
	}
	before := f.gets.Load()
	_, l := sourcetest.Load(t, f.open(t, "", NewCache(folder, 1<<30)), source.Range{})
	c := l.Coverage()
	if c.State != model.Complete || c.Records != objects*lines || c.Duplicates != 0 || c.BytesRead != c.Bytes {
		t.Errorf("%v %s, %d records, %d duplicates, %d of %d bytes", c.State, c.Reason, c.Records, c.Duplicates, c.BytesRead, c.Bytes)
	}
	if n := f.gets.Load() - before; n != 1 {
		t.Errorf("%d objects were got again, want the damaged one", n)
	}
}

func TestTheCacheKeepsToItsLimit(t *testing.T) {
	folder := t.TempDir()
	size := func() (total int64) {
		packs, _ := filepath.Glob(filepath.Join(folder, "*", "*"+packEnding))
		for _, p := range packs {
			if info, err := os.Stat(p); err == nil {
				total += info.Size()
			}
		}
		return total
	}
	for i := range 6 {
		f := serve(t, map[string][]byte{"big.log": sourcetest.Lines(i, 35_000, begin)}) // two chunks each
		f.bucket = fmt.Sprintf("logs-%d", i)
		sourcetest.Load(t, f.open(t, "", NewCache(folder, 40<<20)), source.Range{})
		if n := size(); n > 40<<20 {
			t.Errorf("after bucket %d the cache has %d bytes", i, n)
		}
	}
	c := NewCache(folder, 40<<20)
	kept, err := c.List()
	if err != nil {
		t.Fatal(err)
	}
	held := make(map[string]int)
	for _, k := range kept {
		held[k.Place[:6]] = k.Objects
	}
	if held["logs-5"] != 1 || held["logs-0"] != 0 {
		t.Errorf("kept %+v; want the latest and not the first", kept)
	}
	for _, k := range kept {
		if err := c.Drop(k.Place); err != nil {
			t.Error(err)
		}
	}
	if n := size(); n != 0 {
		t.Errorf("%d bytes are left after all was dropped", n)
	}
	for _, place := range []string{"", "..", "a/b", "nothing"} {
		if c.Drop(place) == nil {
			t.Errorf("dropping %q: no error", place)
		}
	}
}

// TestOneReadingKeepsToTheLimit reads more than may be kept, small objects and
// large ones.
func TestOneReadingKeepsToTheLimit(t *testing.T) {
	const limit = 10 << 20
	files := map[string][]byte{"large.log": sourcetest.Lines(9999, 25_000, begin)}
	for i := range 100 {
		files[fmt.Sprintf("%03d.log", i)] = sourcetest.Lines(i, 300, begin)
	}
	f := serve(t, files)
	folder := t.TempDir()
	v, l := sourcetest.Load(t, f.open(t, "", NewCache(folder, limit)), source.Range{})
	if c := l.Coverage(); c.State != model.Complete || v.Len() != 25_000+100*300 {
		t.Fatalf("%v, %d records", c.State, v.Len())
	}
	kept := func() (total int64) {
		packs, _ := filepath.Glob(filepath.Join(folder, "*", "*"+packEnding))
		for _, p := range packs {
			if info, err := os.Stat(p); err == nil {
				total += info.Size()
			}
		}
		return total
	}
	if n := kept(); n > limit || n < limit/2 {
		t.Errorf("%d bytes are kept, the limit is %d", n, limit)
	}
	// What was kept is not dropped for the rest: a second reading gets less.
	before := f.gets.Load()
	sourcetest.Load(t, f.open(t, "", NewCache(folder, limit)), source.Range{})
	if n := f.gets.Load() - before; n == 0 || n > before*9/10 {
		t.Errorf("the first reading made %d calls, the second %d", before, n)
	}
	// The limit that is set counts at once, and later.
	c := NewCache(folder, limit)
	if err := c.SetLimit(3 << 20); err != nil {
		t.Fatal(err)
	}
	if n := kept(); n > 3<<20 {
		t.Errorf("%d bytes are kept after the limit was set to 3 MiB", n)
	}
	if again := NewCache(folder, limit); again.Limit() != 3<<20 {
		t.Errorf("a later run has the limit %d", again.Limit())
	}
	if places, err := c.List(); err != nil || len(places) != 1 {
		t.Errorf("kept %v, %v", places, err)
	}
	if err := c.SetLimit(0); err != nil {
		t.Fatal(err)
	}
	sourcetest.Load(t, f.open(t, "", NewCache(folder, limit)), source.Range{})
	if n := kept(); n != 0 {
		t.Errorf("%d bytes are kept with a limit of 0", n)
	}
}

// TestKilledWhileWriting kills a process that reads into a cache, at many
// moments. What it leaves is valid each time, and the next one goes on from it.
func TestKilledWhileWriting(t *testing.T) {
	if url := os.Getenv("BUCKET_TEST_URL"); url != "" {
		b, err := Open(context.Background(), "s3://logs/", source.Options{Endpoint: url}, NewCache(os.Getenv("BUCKET_TEST_CACHE"), 1<<30))
		if err == nil {
			err = b.Scan(context.Background(), source.Range{}, sink{})
		}
		fmt.Println("read", err)
		return
	}
	files := map[string][]byte{"large.log": sourcetest.Lines(9999, 30_000, begin)}
	for i := range 1500 {
		at := begin.Add(time.Duration(i) * time.Minute)
		files["logs/"+at.Format("2006-01-02-15-04-05-")+fmt.Sprintf("%016X", i)] = sourcetest.Lines(i, 5, at)
	}
	f := serve(t, files)
	folder := t.TempDir()
	kept, killed := 0, 0
	for killed < 12 {
		cmd := exec.Command(os.Args[0], "-test.run", "^TestKilledWhileWriting$")
		cmd.Env = append(os.Environ(), "BUCKET_TEST_URL="+f.url, "BUCKET_TEST_CACHE="+folder)
		var out bytes.Buffer
		cmd.Stdout = &out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		// Now and then while its first objects, the large one among them, come in.
		for begin, got := time.Now(), f.gets.Load(); f.gets.Load() < got+int64(20+9*killed) && time.Since(begin) < 10*time.Second; {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(time.Duration(rand.Intn(3)) * time.Millisecond)
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if strings.Contains(out.String(), "read <nil>") {
			break // it was quicker
		}
		killed++
		c := NewCache(folder, 1<<30)
		b := f.open(t, "", c)
		kept = 0
		for key, data := range files {
			e := c.find(b.place(), key)
			if e == nil {
				continue
			}
			kept++
			r, err := c.open(e)
			if err != nil {
				t.Fatalf("kill %d: %s: %v", killed, key, err)
			}
			if got, _ := io.ReadAll(r); !bytes.Equal(got, data) {
				t.Fatalf("kill %d: %s: other bytes than the object's", killed, key)
			}
		}
	}
	t.Logf("killed %d times; %d of %d objects were kept then", killed, kept, len(files))
	if killed == 0 || kept == 0 {
		t.Errorf("killed %d times with %d objects kept: the test shows nothing", killed, kept)
	}
	before := f.gets.Load()
	v, l := sourcetest.Load(t, f.open(t, "", NewCache(folder, 1<<30)), source.Range{})
	if c := l.Coverage(); c.State != model.Complete || v.Len() != 1500*5+30_000 {
		t.Errorf("%v, %d records; want COMPLETE, %d", c.State, v.Len(), 1500*5+30_000)
	}
	if n := f.gets.Load() - before; n > int64(len(files)-kept+4) {
		t.Errorf("%d calls got objects, %d of %d were kept", n, kept, len(files))
	}
}

func TestParseEntryRefuses(t *testing.T) {
	v := &volume{}
	good := strings.Join([]string{"0", "5", strings.Repeat("ab", 32), "1793491200", `"etag"`, `""`, `"AES256"`, `""`, "false", `"a\tb"`}, "\t")
	if key, e, err := parseEntry(good); err != nil || key != "a\tb" || e.size != 5 || e.stored.Algorithm != "AES256" || e.in != nil && e.in != v {
		t.Fatalf("%q, %+v, %v", key, e, err)
	}
	for _, bad := range []string{
		"", "x", good + "\t", good[:len(good)-2], strings.Replace(good, "5", "-5", 1), strings.Replace(good, "ab", "zz", 1),
		strings.Replace(good, "0\t5", "9223372036854775807\t9223372036854775807", 1), strings.Replace(good, "abab", "", 1),
	} {
		if _, _, err := parseEntry(bad); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

func FuzzParseEntry(f *testing.F) {
	f.Add(strings.Join([]string{"0", "5", strings.Repeat("ab", 32), "1", `"e"`, `""`, `""`, `""`, "true", `"k"`}, "\t"))
	f.Fuzz(func(t *testing.T, line string) {
		if _, e, err := parseEntry(line); err == nil && (e.offset < 0 || e.size < 0 || e.offset+e.size < 0) {
			t.Errorf("%q gives %+v", line, e)
		}
	})
}

// Reading a large index from disk keeps nobody waiting who cancels.
func TestCancelWhileTheCacheIsRead(t *testing.T) {
	cache := NewCache(t.TempDir(), 1<<20)
	b := serve(t, map[string][]byte{"notes.log": []byte("x\n")}).open(t, "", cache)
	ctx, cancel := context.WithCancel(context.Background())
	cache.mu.Lock() // as while it is read
	defer cache.mu.Unlock()
	ended := make(chan error, 1)
	go func() { ended <- b.Scan(ctx, source.Range{}, sink{}) }()
	time.Sleep(200 * time.Millisecond) // by now an object would be listed
	cancel()
	begin := time.Now()
	select {
	case <-ended:
		if took := time.Since(begin); took > 100*time.Millisecond {
			t.Errorf("took %v", took)
		}
	case <-time.After(5 * time.Second):
		t.Error("the scan waits for the cache")
	}
}
