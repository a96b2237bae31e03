package dir_test

import (
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"s3sleuth/source"
	"s3sleuth/source/dir"
	"s3sleuth/source/sourcetest"
)

// write puts files below a new folder and returns it.
func write(t *testing.T, files map[string][]byte) string {
	t.Helper()
	root := t.TempDir()
	for name, data := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func open(t *testing.T, paths ...string) *dir.Dir {
	t.Helper()
	d, err := dir.Open(paths...)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestFolderIsASource(t *testing.T) {
	sourcetest.Run(t, func(t *testing.T, files map[string][]byte) source.Source {
		return open(t, write(t, files))
	})
}

func TestEmbeddedFilesAreASource(t *testing.T) {
	sourcetest.Run(t, func(t *testing.T, files map[string][]byte) source.Source {
		fsys := fstest.MapFS{}
		for name, data := range files {
			fsys["evidence/"+name] = &fstest.MapFile{Data: data}
		}
		return dir.New("demo:", fsys, "evidence")
	})
}
