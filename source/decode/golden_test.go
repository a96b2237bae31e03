package decode

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"testing"
	"time"

	"s3sleuth/model"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write golden files anew")

// golden compares got with the file at path.
func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s: -want +got\n%s", path, diff)
	}
}

// dump writes everything a record says, one field a line.
func dump(b *bytes.Buffer, r *model.Record) {
	fmt.Fprintf(b, "%d+%d %s %s\n", r.Offset, r.Length, r.Kind, r.When().Format(time.RFC3339Nano))
	for f := range model.NumText {
		switch {
		case r.Value(f) != nil:
			fmt.Fprintf(b, "  %s: %q\n", f, r.Value(f))
		case r.HasAnswer(f):
			fmt.Fprintf(b, "  %s: none\n", f)
		}
	}
	for i, n := range r.Number {
		if n != model.NotRecorded {
			fmt.Fprintf(b, "  %s: %d\n", model.NumText+model.Field(i), n)
		}
	}
	if r.Version != nil {
		fmt.Fprintf(b, "  version: %q\n", r.Version)
	}
	fmt.Fprint(b, "  is:")
	for f := range model.Joined {
		if truth := r.Facts.Get(f); truth != model.No {
			fmt.Fprintf(b, " %s=%s", model.FactNames[f], truth)
		}
	}
	fmt.Fprintln(b)
}

// dumpOutput returns an output that writes everything down.
func dumpOutput(b *bytes.Buffer) Output {
	return Output{
		Record: func(r *model.Record) error { dump(b, r); return nil },
		Problem: func(p model.Problem) {
			fmt.Fprintf(b, "%d+%d problem in line %d: %s\n", p.Offset, p.Length, p.Line, p.Reason)
		},
		Other: func(what model.Other, n int) { fmt.Fprintf(b, "%d %s\n", n, model.OtherNames[what]) },
	}
}
