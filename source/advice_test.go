package source_test

import (
	"errors"
	"fmt"
	"testing"

	"s3sleuth/source"
)

// advised is an error that says what to do.
type advised struct{ error }

func (advised) Advice() string { return "sign in again" }

func TestAdvice(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{nil, ""},
		{errors.New("broken"), ""},
		{advised{errors.New("expired")}, "sign in again"},
		{fmt.Errorf("read s3://acme-logs: %w", advised{errors.New("expired")}), "sign in again"},
	} {
		if got := source.Advice(c.err); got != c.want {
			t.Errorf("%v: advice %q, want %q", c.err, got, c.want)
		}
	}
}
