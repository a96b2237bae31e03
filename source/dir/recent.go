package dir

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// maxRecent is how many sources are remembered.
const maxRecent = 10

// recentFile returns the path of the list of sources opened before, in the
// user's configuration folder.
func recentFile() (string, error) {
	folder, err := os.UserConfigDir()
	return filepath.Join(folder, "s3sleuth", "recent"), err
}

// Recent returns the sources opened before, the latest first. What cannot be
// read is as good as empty.
func Recent() []string {
	path, err := recentFile()
	if err != nil {
		return nil
	}
	list, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(strings.Split(string(list), "\n"), func(s string) bool { return s == "" })
}

// Remember puts a source at the head of the list. A folder or file is kept with
// its whole path. A list that cannot be written is not worth an error.
func Remember(name string) {
	if _, err := os.Stat(name); err == nil {
		if whole, err := filepath.Abs(name); err == nil {
			name = whole
		}
	}
	path, err := recentFile()
	if err != nil || strings.Contains(name, "\n") {
		return
	}
	list := slices.DeleteFunc(Recent(), func(s string) bool { return s == name })
	list = slices.Insert(list, 0, name)
	if os.MkdirAll(filepath.Dir(path), 0o700) == nil {
		_ = os.WriteFile(path, []byte(strings.Join(list[:min(len(list), maxRecent)], "\n")+"\n"), 0o600)
	}
}
