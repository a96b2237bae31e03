package decode

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"s3sleuth/model"
)

// columnPaths are paths that are columns, and some that are not.
var columnPaths = []string{
	"eventName", "eventSource", "awsRegion", "sourceIPAddress", "errorCode", "recipientAccountId", "vpcEndpointId",
	"userIdentity.accessKeyId", "userIdentity.invokedBy", "eventname", "userAgent", "requestParameters.bucketName",
}

// checkPathColumns holds the columns of a plain record against the event's bytes.
func checkPathColumns(t *testing.T, text []byte) (checked int) {
	t.Helper()
	var e eventReader
	var rec model.Record
	if n, wraps := e.scan(text); n < 0 || wraps || e.record(&rec) != nil || !rec.Plain {
		return 0
	}
	for _, path := range columnPaths {
		f, ok := model.PathColumn(path)
		if !ok || rec.Value(f) == nil {
			continue
		}
		checked++
		value := rec.Value(f)
		if got, recorded := model.PathText(rec.Kind, e.raw, path); !recorded || got != string(value) {
			t.Fatalf("%s is %q (%t) in the bytes, %v is %q, in\n%s", path, got, recorded, f, value, text)
		}
		for _, cond := range []string{":PutObject", ":*", "!=PutObject", ":/^s3/", ":(a*, *b, \"x\")", "!=*.amazonaws.com", ":10.0.0.0/8"} {
			x, err := model.Parse(path+cond, time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			if c, is := x.(*model.Cmp); is && c.JSON(rec.Kind, e.raw) != c.Value(value) {
				t.Fatalf("%s%s is %v by the bytes, %v by the column %q, in\n%s", path, cond, c.JSON(rec.Kind, e.raw), c.Value(value), value, text)
			}
		}
	}
	return checked
}

// oddEvent writes an event whose members come twice, in other cases, with escapes,
// as arrays, objects and numbers.
func oddEvent(r *rand.Rand) []byte {
	value := func() string {
		words := []string{`"PutObject"`, `"s3.amazonaws.com"`, `"10.1.2.3"`, `""`, `null`, `1`, `true`, `["PutObject","x"]`, `{"a":1}`, `"a\u0062"`, `"\/x"`, `"us-east-1"`, `"é"`, `[]`, `"x\ud800"`}
		if r.IntN(3) > 0 {
			return words[r.IntN(4)]
		}
		return words[r.IntN(len(words))]
	}
	names := []string{
		"eventName", "eventSource", "awsRegion", "sourceIPAddress", "errorCode", "recipientAccountId", "vpcEndpointId",
		"EventName", "eventname", `event\u004eame`, "errorcode", "other", "userAgent",
	}
	identity := func() string {
		s := "{"
		for i := range r.IntN(4) {
			if i > 0 {
				s += ","
			}
			s += `"` + []string{"accessKeyId", "invokedBy", "type", "AccessKeyId"}[r.IntN(4)] + `":` + value()
		}
		return s + "}"
	}
	s := `{"eventTime":"2026-11-01T10:00:00Z"`
	for range r.IntN(9) {
		switch r.IntN(6) {
		case 0:
			s += `,"userIdentity":` + identity()
		case 1:
			s += `,"userIdentity":` + []string{"null", "[" + identity() + "]", `"x"`, identity()}[r.IntN(4)]
		default:
			s += fmt.Sprintf(`, "%s" : %s`, names[r.IntN(len(names))], value())
		}
	}
	return []byte(s + "}")
}

// Where a column answers for a path it says what the bytes say, whatever the event
// holds.
func TestColumnsAnswerForTheirPaths(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	checked := 0
	for range 60_000 {
		text := oddEvent(r)
		if !json.Valid(text) {
			t.Fatalf("no JSON: %s", text)
		}
		checked += checkPathColumns(t, text)
	}
	if checked < 20_000 {
		t.Errorf("only %d values were checked", checked)
	}
}

func FuzzColumnsAnswerForTheirPaths(f *testing.F) {
	r := rand.New(rand.NewPCG(13, 14))
	for range 20 {
		f.Add(oddEvent(r))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 0 && text[0] == '{' && json.Valid(text) && depth(text) <= maxDepth {
			checkPathColumns(t, text)
		}
	})
}
