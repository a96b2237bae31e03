package dir

import (
	"context"
	"errors"
	"io/fs"
	"path"
	"strings"
	"time"

	"s3sleuth/model"
	"s3sleuth/source"
	"s3sleuth/source/decode"
)

// A file is one file to read.
type file struct {
	name     string // as opened
	size     int64
	modified time.Time
	decode.Place
}

// when orders files: newest first.
func (f *file) when() time.Time { return f.When(f.modified) }

// A walker lists the files below some roots. What it finds goes to its three
// functions, all called from the goroutine that calls walk.
type walker struct {
	tree    tree
	within  source.Range
	found   func([]file) error                        // one folder's files or a part of them; it may keep the slice
	skipped func(n int) error                         // files left out by path and range
	other   func(name string, what model.Other) error // a file known without a look inside
	problem func(model.Problem) error

	roots   []string        // resolved
	visited map[string]bool // resolved paths of folders walked and of files that roots and links name
}

// walk lists every root. Its error is that of ctx or of one of the functions.
func (w *walker) walk(ctx context.Context, roots []string) error {
	w.visited = make(map[string]bool)
	for _, name := range roots {
		if resolved, err := w.tree.real(name); err == nil {
			w.roots = append(w.roots, resolved)
		}
	}
	for _, name := range roots {
		if err := w.follow(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

// follow lists what name points at: a root or the target of a symbolic link.
func (w *walker) follow(ctx context.Context, name string) error {
	resolved, err := w.tree.real(name)
	if err != nil {
		return w.problem(linkProblem(name, err))
	}
	info, err := w.tree.Stat(name)
	if err != nil {
		return w.problem(wholeProblem(name, err))
	}
	if info.IsDir() {
		return w.folder(ctx, name, resolved)
	}
	folder, base := path.Split(resolved)
	walked := w.visited[strings.TrimSuffix(folder, "/")] && !strings.HasPrefix(base, ".")
	if walked || w.visited[resolved] {
		return nil
	}
	w.visited[resolved] = true
	if !info.Mode().IsRegular() {
		return w.problem(oddProblem(name, info.Mode()))
	}
	return w.take([]file{{name: name, size: info.Size(), modified: info.ModTime()}})
}

// folder lists one folder and those below, the last names first: dates in paths
// then come newest first. resolved is its path without symbolic links.
func (w *walker) folder(ctx context.Context, name, resolved string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if w.visited[resolved] {
		return nil
	}
	w.visited[resolved] = true
	entries, err := w.tree.ReadDir(name)
	if err != nil {
		if err := w.problem(wholeProblem(name, err)); err != nil {
			return err
		}
	}
	var files []file
	for i := len(entries) - 1; i >= 0; i-- {
		f, err := w.entry(ctx, join(name, entries[i].Name()), join(resolved, entries[i].Name()), entries[i])
		if err != nil {
			return err
		}
		if f != nil {
			files = append(files, *f)
		}
		if len(files) == 1024 || i == 0 {
			if err := w.take(files); err != nil {
				return err
			}
			files = nil
		}
	}
	return nil
}

// entry handles one entry of a folder and returns it when it is a plain file.
func (w *walker) entry(ctx context.Context, name, resolved string, e fs.DirEntry) (*file, error) {
	switch mode := e.Type(); {
	case strings.HasPrefix(e.Name(), "."):
		return nil, w.other(name, model.OtherFile)
	case mode.IsDir():
		return nil, w.folder(ctx, name, resolved)
	case mode&fs.ModeSymlink != 0:
		return nil, w.link(ctx, name)
	case !mode.IsRegular():
		return nil, w.problem(oddProblem(name, mode))
	case w.visited[resolved]:
		return nil, nil // a root, or read through a link
	}
	info, err := e.Info()
	if err != nil {
		return nil, w.problem(wholeProblem(name, err))
	}
	return &file{name: name, size: info.Size(), modified: info.ModTime()}, nil
}

// link follows a symbolic link unless the walk reaches its target anyway.
func (w *walker) link(ctx context.Context, name string) error {
	resolved, err := w.tree.real(name)
	if err != nil {
		return w.problem(linkProblem(name, err))
	}
	for _, root := range w.roots {
		if below, ok := strings.CutPrefix(resolved, strings.TrimSuffix(root, "/")); ok &&
			(below == "" || below[0] == '/') && !strings.Contains(below, "/.") {
			return nil
		}
	}
	return w.follow(ctx, name)
}

// take hands over files, less those that lie outside the range or are digests.
func (w *walker) take(files []file) error {
	kept := files[:0]
	skipped := 0
	for _, f := range files {
		f.Place = decode.Locate(f.name)
		switch {
		case f.Digest:
			if err := w.other(f.name, model.OtherDigest); err != nil {
				return err
			}
		case f.Without(w.within.From, w.within.To):
			skipped++
		default:
			kept = append(kept, f)
		}
	}
	if skipped > 0 {
		if err := w.skipped(skipped); err != nil {
			return err
		}
	}
	if len(kept) == 0 {
		return nil
	}
	return w.found(kept)
}

// join puts a name below a folder. It does not clean the path, which would
// change what it means (a share's leading slashes, "..").
func join(folder, name string) string {
	if folder == "." {
		return name
	}
	return strings.TrimSuffix(folder, "/") + "/" + name
}

func wholeProblem(name string, err error) model.Problem {
	p := model.Problem{File: name, Offset: -1, Whole: true, Reason: reason(err)}
	if errors.Is(err, fs.ErrPermission) {
		p.Hint = "read it as a user who may, or change its permissions"
	}
	return p
}

func linkProblem(name string, err error) model.Problem {
	p := wholeProblem(name, err)
	p.Reason = "symbolic link cannot be followed: " + p.Reason
	return p
}

func oddProblem(name string, mode fs.FileMode) model.Problem {
	kind := "special file"
	switch {
	case mode&fs.ModeSocket != 0:
		kind = "socket"
	case mode&fs.ModeNamedPipe != 0:
		kind = "named pipe"
	case mode&fs.ModeDevice != 0:
		kind = "device"
	}
	return model.Problem{
		File: name, Offset: -1, Whole: true,
		Reason: "a " + kind + ", not a file",
		Hint:   "save what it gives in a file and read that",
	}
}

// reason returns the operating system's word without the path, which the
// problem names already.
func reason(err error) string {
	if pathErr, ok := err.(*fs.PathError); ok {
		return pathErr.Err.Error()
	}
	return err.Error()
}
