package headless

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"s3sleuth/model"
)

func TestProgressLine(t *testing.T) {
	half := model.Coverage{Files: 10, FilesRead: 5, FilesFinal: true, Bytes: 20 << 20, BytesRead: 10 << 20, Records: 12431}
	listing := model.Coverage{Files: 3, FilesRead: 1, Bytes: 2048, BytesRead: 1024, Records: 1, Failed: 1}
	tests := []struct {
		name  string
		v     model.Coverage
		width int
		want  string
	}{
		{"listing done", half, 0, "reading   50 %  5 of 10 files, 10 MiB of 20 MiB, 12,431 records  ^C answers from what is read"},
		{"listing goes on", listing, 0, "reading  1 of at least 3 files, 1 KiB of 2 KiB, 1 record  1 problem  ^C answers from what is read"},
		{"a narrow terminal", half, 20, "reading   50 %  5 o"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			c := newCommands(context.Background(), Env{Stderr: &out, ErrTerminal: true, Width: tt.width})
			c.progress(tt.v)
			if got := strings.TrimSuffix(strings.TrimPrefix(out.String(), "\r"), "\x1b[K"); got != tt.want {
				t.Errorf("\n got %q\nwant %q", got, tt.want)
			}
		})
	}
}

func TestPlaceOfAProblem(t *testing.T) {
	tests := []struct {
		p    model.Problem
		want string
	}{
		{model.Problem{File: "a.log", Line: 12, Offset: 3741}, "a.log line 12 (byte 3,741)"},
		{model.Problem{File: "a.json", Offset: 3741}, "a.json byte 3,741"},
		{model.Problem{File: "a.gz", Offset: -1, Whole: true}, "a.gz"},
	}
	for _, tt := range tests {
		if got := place(tt.p); got != tt.want {
			t.Errorf("place(%+v) = %q, want %q", tt.p, got, tt.want)
		}
	}
}
