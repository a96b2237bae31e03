package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"s3sleuth/source/bucket"
	"s3sleuth/source/engine"
	"s3sleuth/tui/clipboard"
)

// keyFile returns the path of the user's key file, and what it holds; nil when
// there is none.
func keyFile() (path string, keys []byte, err error) {
	folder, err := os.UserConfigDir()
	if err != nil {
		return "", nil, nil // without a home there is no such file
	}
	path = filepath.Join(folder, "s3sleuth", "keys.toml")
	keys, err = os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return path, nil, nil
	}
	return path, keys, err
}

// stateFolder returns where the screen remembers what was typed, "" when there
// is no such place.
func stateFolder() string {
	if state := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(state) {
		return filepath.Join(state, "s3sleuth")
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		if folder, err := os.UserConfigDir(); err == nil {
			return filepath.Join(folder, "s3sleuth")
		}
		return ""
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, ".local", "state", "s3sleuth")
}

// desk is where copies go beside the terminal.
func desk(state string) clipboard.Desk {
	d := clipboard.Desk{
		System:   runtime.GOOS,
		Variable: os.Getenv,
		Find: func(program string) bool {
			_, err := exec.LookPath(program)
			return err == nil
		},
		Run: func(ctx context.Context, input, program string, args ...string) error {
			c := exec.CommandContext(ctx, program, args...)
			c.Stdin = strings.NewReader(input)
			return c.Run()
		},
	}
	if state != "" {
		d.Save = func(text string) (string, error) { return saveCopy(state, text) }
	}
	return d
}

// saveCopy writes what is too long to copy into a file of its own.
func saveCopy(folder, text string) (string, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	f, err := os.CreateTemp(folder, "copy-*.txt")
	if err != nil {
		return "", err
	}
	_, err = f.WriteString(text)
	return f.Name(), errors.Join(err, f.Close())
}

// cacheBytes is how much is kept of buckets, unless asked otherwise.
const cacheBytes = 10 << 30

// cache is where objects read from buckets are kept; nil where there is no such place.
var cache = sync.OnceValue(func() *bucket.Cache {
	folder, err := os.UserCacheDir()
	if err != nil {
		return nil
	}
	return bucket.NewCache(filepath.Join(folder, "s3sleuth", "objects"), cacheBytes)
})

// queries is the journal of the queries that were paid for; nil, where there is
// no place for it, remembers none.
var queries = sync.OnceValue(func() *engine.Journal {
	state := stateFolder()
	if state == "" {
		return nil
	}
	return engine.NewJournal(filepath.Join(state, "queries"))
})
