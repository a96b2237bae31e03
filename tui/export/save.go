package export

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"s3sleuth/model"
)

// A Target is where a job is saved and what its meta file says of that.
type Target struct {
	// Path is made a partial one by [PartialPath] where the evidence is not
	// complete.
	Path    string
	Replace bool // write over a file that is there; otherwise that is ErrExist
	Another bool // take the first free name instead, as "x-2.csv"
	Now     func() time.Time
	Version string
}

// A Saved is a file that was written.
type Saved struct {
	Path    string // absolute
	Bytes   int64
	Outcome Outcome
}

// A TakenError says that a file stands where one was to be written. It is
// [fs.ErrExist].
type TakenError struct{ Path string }

// Error names the file.
func (e *TakenError) Error() string { return e.Path + " exists already" }

// Unwrap returns fs.ErrExist.
func (e *TakenError) Unwrap() error { return fs.ErrExist }

// FinalPath returns where the job is written when it is told to write to path.
func (j *Job) FinalPath(path string) string {
	if j.Coverage.State == model.Complete {
		return path
	}
	return PartialPath(path)
}

// Save writes the job's answer to a file and its meta file beside it. Both
// appear when they are whole; until then they have names of their own, and when
// Save fails or ctx ends, they are removed. written is told the records written.
func (j *Job) Save(ctx context.Context, t Target, written func(rows int)) (Saved, error) {
	path, err := filepath.Abs(j.FinalPath(t.Path))
	if err != nil {
		return Saved{}, fmt.Errorf("export to %s: %w", t.Path, err)
	}
	if t.Another {
		path = free(path)
	}
	if err := vacant(path, t.Replace); err != nil {
		return Saved{}, err
	}
	s, err := j.save(ctx, path, t, written)
	var taken *TakenError
	switch {
	case err == nil, errors.As(err, &taken):
		return s, err
	case ctx.Err() != nil:
		return Saved{}, ctx.Err()
	}
	return Saved{}, fmt.Errorf("export to %s: %w", path, err)
}

// save writes both files under names of their own, then gives them theirs.
func (j *Job) save(ctx context.Context, path string, t Target, written func(rows int)) (Saved, error) {
	data, err := newDraft(path)
	if err != nil {
		return Saved{}, err
	}
	defer data.drop()
	sum := sha256.New()
	out := bufio.NewWriterSize(&stopping{ctx, io.MultiWriter(data.file, sum)}, 64<<10)
	o, err := j.Write(ctx, out, written)
	if err != nil {
		return Saved{}, err
	}
	if err := out.Flush(); err != nil {
		return Saved{}, err
	}
	size, err := data.file.Seek(0, io.SeekCurrent)
	if err != nil {
		return Saved{}, err
	}
	m := j.meta(o)
	m.Version, m.Written, m.File = safeText(t.Version), t.Now().UTC(), safeText(filepath.Base(path))
	m.Bytes, m.SHA256 = size, safeText(hex.EncodeToString(sum.Sum(nil)))
	meta, err := newDraft(path)
	if err != nil {
		return Saved{}, err
	}
	defer meta.drop()
	enc := json.NewEncoder(meta.file)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(m); err != nil {
		return Saved{}, err
	}
	if err := errors.Join(data.close(), meta.close(), ctx.Err()); err != nil {
		return Saved{}, err
	}
	if err := vacant(path, t.Replace); err != nil {
		return Saved{}, err
	}
	// The meta file comes first, so that nobody finds the data without it.
	if err := meta.keep(MetaPath(path)); err != nil {
		return Saved{}, err
	}
	if err := data.keep(path); err != nil {
		os.Remove(MetaPath(path)) // it speaks of nothing
		return Saved{}, err
	}
	return Saved{path, size, o}, nil
}

// vacant says that nothing stands where a file and its meta file are to be
// written, or only files that may be replaced.
func vacant(path string, replace bool) error {
	for _, p := range []string{path, MetaPath(path)} {
		info, err := os.Lstat(p)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return fmt.Errorf("export: %w", err)
		case info.IsDir():
			return fmt.Errorf("export: %s is a folder", p)
		case !replace:
			return &TakenError{p}
		case !info.Mode().IsRegular():
			return fmt.Errorf("export: %s is no ordinary file and stays", p)
		}
	}
	return nil
}

// free returns the path, or the first of "x-2.csv", "x-3.csv" … where no file is.
func free(path string) string {
	ext := filepath.Ext(path)
	stem := strings.TrimSuffix(path, ext)
	if strings.HasSuffix(stem, partialMark) {
		stem, ext = strings.TrimSuffix(stem, partialMark), partialMark+ext
	}
	try := path
	for n := 2; errors.Is(vacant(try, false), fs.ErrExist); n++ {
		try = stem + "-" + strconv.Itoa(n) + ext
	}
	return try
}

// A draft is a file under a name of its own, for its owner only: evidence
// speaks of people.
type draft struct {
	file *os.File
	kept bool
}

// newDraft opens a draft in the folder of path.
func newDraft(path string) (*draft, error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".s3sleuth-*.tmp")
	return &draft{file: f}, err
}

// close puts the bytes onto the disk.
func (d *draft) close() error { return errors.Join(d.file.Sync(), d.file.Close()) }

// keep gives the draft its name.
func (d *draft) keep(path string) error {
	err := os.Rename(d.file.Name(), path)
	d.kept = err == nil
	return err
}

// drop removes the draft unless it was kept.
func (d *draft) drop() {
	if !d.kept {
		d.file.Close() // it may be closed; it goes away in any case
		os.Remove(d.file.Name())
	}
}

// A stopping is a writer that ends with its context.
type stopping struct {
	ctx context.Context
	w   io.Writer
}

// Write writes unless the context has ended.
func (s *stopping) Write(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.w.Write(p)
}
