// Package dir reads logs that lie in files and folders: on disk, or in any
// [fs.FS].
//
// Three things to know:
//
//   - [Dir] is the source. What is a log and of which kind, the content of a file
//     decides, never its name.
//   - decode.Locate reads what a path tells: account, Region and day, as CloudTrail and
//     S3 lay out their files. Only what a path dates for certain is skipped by date.
//   - scan hands files to workers, newest first, and what they read to the sink,
//     all from one goroutine that owns every piece of shared state.
package dir

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/source/decode"
)

// A Dir is a source of records in files and folders.
type Dir struct {
	name  string
	tree  tree
	roots []string

	mu   sync.Mutex
	seen map[string]version // of each file that a scan listed

	texts decode.Texts
}

// A version tells whether a file is still the one that was read.
type version struct{ size, modified int64 } // in bytes, and in ns since 1970

func versionOf(info fs.FileInfo) version { return version{info.Size(), info.ModTime().UnixNano()} }

var _ source.Source = (*Dir)(nil)

// Open returns a source of what lies at the paths: files, or folders with all
// that is below them. Its name is the first path.
func Open(paths ...string) (*Dir, error) {
	roots := make([]string, len(paths))
	for i, p := range paths {
		roots[i] = filepath.ToSlash(p)
		info, err := disk{}.Stat(roots[i])
		if err != nil {
			return nil, fmt.Errorf("open %s: %s", p, reason(err))
		}
		if !info.IsDir() && !info.Mode().IsRegular() {
			return nil, &oddError{oddProblem(p, info.Mode())}
		}
	}
	return newDir(paths[0], disk{}, roots), nil
}

// An oddError is a path that is neither file nor folder.
type oddError struct{ problem model.Problem }

func (e *oddError) Error() string { return "open " + e.problem.File + ": " + e.problem.Reason }

// Advice says what to do about it.
func (e *oddError) Advice() string { return e.problem.Hint }

// New returns a source of what lies at the roots of fsys, which has no symbolic links.
func New(name string, fsys fs.FS, roots ...string) *Dir {
	return newDir(name, embedded{fsys}, roots)
}

func newDir(name string, t tree, roots []string) *Dir {
	return &Dir{name: name, tree: t, roots: roots, seen: make(map[string]version)}
}

// Name is what the user called the source.
func (d *Dir) Name() string { return d.name }

// Plan lists the files. It opens none.
func (d *Dir) Plan(ctx context.Context, r source.Range) (source.Plan, error) {
	var p source.Plan
	days := make(map[time.Time]bool)
	w := walker{
		tree: d.tree, within: r,
		found: func(files []file) error {
			p.Files += len(files)
			for i := range files {
				p.Bytes += files[i].size
				if day := files[i].Published; !day.IsZero() {
					days[day.Truncate(24*time.Hour)] = true
				}
			}
			return nil
		},
		skipped: func(n int) error { p.Skipped += n; return nil },
		other:   func(string, model.Other) error { p.Files++; return nil },
		problem: func(model.Problem) error { p.Files++; return nil },
	}
	if err := w.walk(ctx, d.roots); err != nil {
		return source.Plan{}, err
	}
	p.Days = len(days)
	if p.Skipped > 0 {
		p.Notes = append(p.Notes, fmt.Sprintf("%s left out by the date in path or name; a record delivered more than %.0f h (access log) or %.0f h (CloudTrail) late can be among them",
			model.Counted(p.Skipped, "file"), decode.AccessLogLate.Hours(), decode.TrailLate.Hours()))
	}
	return p, nil
}

// Scan reads the files, newest first.
func (d *Dir) Scan(ctx context.Context, r source.Range, sink source.Sink) error {
	return newScan(d, sink).run(ctx, r)
}

// remember notes what the listed files were like when they were listed first: a
// scan that reads on must not take what was read before for the file of now.
func (d *Dir) remember(files []file) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for i := range files {
		if _, known := d.seen[files[i].name]; !known {
			d.seen[files[i].name] = version{files[i].size, files[i].modified.UnixNano()}
		}
	}
}
