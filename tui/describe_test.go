package tui

import (
	"testing"

	"s3sleuth/model"
)

// d explains a word, a missing value, a field.
func TestDescribe(t *testing.T) {
	for _, c := range []struct {
		field model.Field
		v     values
		want  []string
	}{
		{model.FieldTLS, values{model.FieldTLS: "no-evidence"}, []string{"neither TLS version nor cipher where one is due", "tls:no-evidence"}},
		{model.FieldTLS, values{model.FieldTLS: "unknown"}, []string{"The record cannot say"}},
		{model.FieldACL, values{model.FieldACL: "grant:READ:AllUsers"}, []string{"everybody, without signing in"}},
		{model.FieldError, values{}, []string{"There was none."}},
		{model.FieldStatus, values{model.FieldStatus: "403"}, []string{"refused or wrong"}},
		{model.FieldBucket, values{model.FieldBucket: "acme-static"}, []string{"= acme-static", "the field bucket: bucket name"}},
		{model.FieldTime, values{}, []string{"the field time"}},
	} {
		s := newScreen(t, 120, 40, 0, complete, Config{})
		c.v[model.FieldID] = "A"
		add(t, s.st, start, 0, c.v)
		s.tick()
		for s.a.table.field() != c.field {
			s.press("l")
		}
		s.press("d")
		s.shows(c.want...)
		s.press("d")
		if s.a.note != nil {
			t.Error("d does not close the explanation")
		}
	}
	s := newScreen(t, 120, 40, 0, complete, Config{})
	addEvents(t, s.st, start, values{model.FieldID: "6c97d3ca-0546-4c60-abd4-d498025e9a15", model.FieldOp: "PutObject"})
	s.tick()
	for s.a.table.field() != model.FieldStatus {
		s.press("l")
	}
	s.press("d")
	s.shows("Not recorded: the log cannot say.", "CloudTrail records no HTTP status", "they are counted beside the matches")
}
