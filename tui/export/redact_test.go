package export

import (
	"context"
	"strings"
	"testing"
	"time"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

func TestRedactedValues(t *testing.T) {
	r := NewRedactor()
	for _, c := range []struct {
		col         Column
		value, want string
	}{
		{FieldColumn(model.FieldPrincipal), "arn:aws:iam::111122223333:role/legacy", "principal-1"},
		{FieldColumn(model.FieldPrincipal), "arn:aws:iam::111122223333:user/ann", "principal-2"},
		{FieldColumn(model.FieldPrincipal), "arn:aws:iam::111122223333:role/legacy", "principal-1"},
		{FieldColumn(model.FieldPrincipal), "anonymous", "anonymous"},
		{FieldColumn(model.FieldPrincipal), "lambda.amazonaws.com", "lambda.amazonaws.com"},
		{FieldColumn(model.FieldAccount), "111122223333", "account-1"},
		{FieldColumn(model.FieldBucket), "acme-111122223333-logs", "acme-account-1-logs"},
		{FieldColumn(model.FieldKey), "x/444455556666/arn:aws:iam::111122223333:user/ann", "x/account-2/arn-1"},
		{FieldColumn(model.FieldUA), "tool AKIAIOSFODNN7EXAMPLE", "tool access-key-1"},
		{FieldColumn(model.FieldAccessKey), "AKIAIOSFODNN7EXAMPLE", "access-key-1"},
		{FieldColumn(model.FieldKey), "1793491200000.log", "1793491200000.log"},
		{FieldColumn(model.FieldBytes), "111122223333", "111122223333"},
		{FieldColumn(model.FieldID), "00000000-0000-4000-8000-111122223333", "00000000-0000-4000-8000-111122223333"},
		{Column{Name: "userIdentity.userName", Field: model.FieldPath, Path: "userIdentity.userName"}, "ann", "identity-1"},
		{FieldColumn(model.FieldIP), "192.0.2.7", "192.0.2.7"},
	} {
		if got := r.Value(c.col, c.value); got != c.want {
			t.Errorf("%s %q becomes %q, want %q", c.col.Name, c.value, got, c.want)
		}
	}
}

// A filter that tells who called, or may, is not told.
func TestRedactedFilter(t *testing.T) {
	for text, shown := range map[string]bool{
		"tls:none -op:GetObject": true, "has:principal": true, "is:anonymous": true,
		"principal:anonymous": false, "-account:111122223333": false, "mallory": false, "raw:mallory": false,
		"tls:none (op:PutObject OR arn:*mallory)": false, "unknown:(session:ann)": false, "userIdentity.userName:ann": false, "bucket:acme-111122223333": false,
	} {
		x, err := model.Parse(text, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		if got := NewRedactor().Filter(x); got != x.String() && got != Redacted || (got != Redacted) != shown {
			t.Errorf("%s is told as %q", text, got)
		}
		var nobody *Redactor
		if got := nobody.Filter(x); got != x.String() {
			t.Errorf("%s is told as %q without a redactor", text, got)
		}
	}
}

// callerJob is a job over two records of callers with names.
func callerJob(t *testing.T) *Job {
	t.Helper()
	st, b := store.New(store.Options{}), store.NewBatch()
	var r model.Record
	for i, name := range []string{"role/legacy", "user/legacy"} {
		r.Reset(model.CloudTrail)
		r.Time = int64(i) * 1000
		r.Text[model.FieldID] = []byte("00000000-0000-4000-8000-00000000000" + string('1'+rune(i)))
		r.Text[model.FieldPrincipal] = []byte("arn:aws:iam::111122223333:" + name)
		r.Text[model.FieldAccount] = []byte("111122223333")
		r.Text[model.FieldBucket] = []byte("logs-111122223333")
		b.Add(&r)
	}
	if _, _, err := st.Append("logs/a", b); err != nil {
		t.Fatal(err)
	}
	st.Flush()
	return &Job{
		Evidence: Evidence{Snapshot: st.Snapshot()}, Coverage: model.Coverage{State: model.Complete},
		Source: "./AWSLogs/111122223333",
	}
}

// Nothing of a redacted file, nor what stands beside it, tells who called.
func TestRedactedFiles(t *testing.T) {
	x, err := model.Parse("principal:*legacy", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for _, by := range [][]Column{nil, {FieldColumn(model.FieldPrincipal), FieldColumn(model.FieldAccount)}} {
		for _, format := range []Format{CSV, JSONLines, JSON} {
			j := callerJob(t)
			j.Filter, j.By, j.Format, j.Columns, j.Redact = x, by, format, AllColumns(), NewRedactor()
			var b strings.Builder
			o, err := j.Write(context.Background(), &b, nil)
			if err != nil {
				t.Fatal(err)
			}
			if o.Matched == 0 || !strings.Contains(b.String(), "principal-1") {
				t.Errorf("%d matches, no principal-1: %s", o.Matched, b.String())
			}
			m := j.meta(o)
			for _, s := range []string{b.String(), string(m.Filter), string(m.Command), string(m.Source), j.Name()} {
				if strings.Contains(s, "legacy") || strings.Contains(s, "111122223333") {
					t.Errorf("%v tells who called: %s", format, s)
				}
			}
			if !strings.HasSuffix(j.Command(), " --redact") {
				t.Errorf("the command is %s", j.Command())
			}
		}
	}
}
