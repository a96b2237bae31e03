package dir

import (
	"io/fs"
	"os"
	"path/filepath"
)

// A tree is a file system as this package needs it.
type tree interface {
	fs.StatFS
	fs.ReadDirFS
	// real returns the path with its symbolic links resolved.
	real(name string) (string, error)
}

// A disk is the file system of the machine. Its names are the paths that the
// user gave, with slashes, and may hold any bytes; fs.ValidPath does not hold.
type disk struct{}

func (disk) Open(name string) (fs.File, error)          { return os.Open(filepath.FromSlash(name)) }
func (disk) Stat(name string) (fs.FileInfo, error)      { return os.Stat(filepath.FromSlash(name)) }
func (disk) ReadDir(name string) ([]fs.DirEntry, error) { return os.ReadDir(filepath.FromSlash(name)) }

func (disk) real(name string) (string, error) {
	resolved, err := filepath.EvalSymlinks(filepath.FromSlash(name))
	if err != nil {
		return "", err
	}
	absolute, err := filepath.Abs(resolved)
	return filepath.ToSlash(absolute), err
}

// An embedded tree is any fs.FS without symbolic links.
type embedded struct{ fs.FS }

func (e embedded) Stat(name string) (fs.FileInfo, error)      { return fs.Stat(e.FS, name) }
func (e embedded) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(e.FS, name) }
func (e embedded) real(name string) (string, error)           { return name, nil }
