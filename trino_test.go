package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"s3sleuth/source"
)

// TestTrinoPassword: the file of --password-file is read, and what it holds goes
// over https only.
func TestTrinoPassword(t *testing.T) {
	t.Setenv("TRINO_SERVER", "http://127.0.0.1:1")
	t.Setenv("TRINO_PASSWORD", "")
	file := filepath.Join(t.TempDir(), "password")
	for _, tt := range []struct{ holds, want string }{
		{"", "no such file"},
		{"\n", ""},
		{"secret\n", "a password goes over https only"},
	} {
		if tt.holds != "" {
			if err := os.WriteFile(file, []byte(tt.holds), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_, err := openTrino("trino:hive.logs.access", source.Options{User: "alice", PasswordFile: file})
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("file %q: %v, want %q", tt.holds, err, tt.want)
		}
	}
}
