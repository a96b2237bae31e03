package decode

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"s3sleuth/model"

	"github.com/google/go-cmp/cmp"
)

// found is what a decoder handed over.
type found struct {
	Records  []string // operation at offset+length
	Problems []string // reason in line, at offset+length
	Other    []string
}

func (f *found) output() Output {
	return Output{
		Record: func(r *model.Record) error {
			f.Records = append(f.Records, fmt.Sprintf("%s %s at %d+%d", r.Kind, r.Value(model.FieldOp), r.Offset, r.Length))
			return nil
		},
		Problem: func(p model.Problem) {
			if p.Aside {
				p.Reason = "aside: " + p.Reason
			}
			f.Problems = append(f.Problems, fmt.Sprintf("%s in line %d at %d+%d", p.Reason, p.Line, p.Offset, p.Length))
		},
		Other: func(what model.Other, n int) {
			f.Other = append(f.Other, fmt.Sprintf("%d %s", n, model.OtherNames[what]))
		},
	}
}

func TestFile(t *testing.T) {
	line := len(goodLine)
	object := strings.ReplaceAll(goodObject, "\n", "")
	event := `{"eventVersion":"1.11","eventTime":"2026-11-03T10:15:42Z","eventSource":"s3.amazonaws.com","eventName":"PutObject","eventID":"6f1d2c3b-0a9e-4d87-8c6b-5a4f3e2d1c0b"}`
	twoLines := []string{fmt.Sprintf("accesslog GetObject at 0+%d", line), fmt.Sprintf("accesslog GetObject at %d+%d", line+1, line)}
	cut := zip(t, strings.Repeat(goodLine+"\n", 2000))
	tests := []struct {
		name   string
		stored string
		want   found
		err    string
	}{
		{"nothing", "", found{Other: []string{"1 empty files"}}, ""},
		{"gzip of nothing", string(zip(t, "")), found{Other: []string{"1 empty files"}}, ""},
		{"line feeds", "\n\n", found{Other: []string{"1 empty files"}}, ""},
		{"white space without end", strings.Repeat(" ", 3*SniffSize), found{Problems: []string{"aside: white space in line 0 at -1+0"}, Other: []string{"1 other files"}}, ""},
		{"another text", "hello\n", found{Problems: []string{"aside: no log that is known here in line 0 at -1+0"}, Other: []string{"1 other files"}}, ""},
		{"access log", goodLine + "\n" + goodLine, found{Records: twoLines}, ""},
		{"access log, gzip", string(zip(t, goodLine+"\n"+goodLine+"\n")), found{Records: twoLines}, ""},
		{"access log, gzip in two members", string(append(zip(t, goodLine+"\n"), zip(t, goodLine)...)), found{Records: twoLines}, ""},
		{
			"carriage returns and blanks at the end of lines", goodLine + " \r\n\r\n \n" + goodLine + "\r\n",
			found{Records: []string{twoLines[0][:strings.LastIndexByte(twoLines[0], '+')] + fmt.Sprintf("+%d", line+2), fmt.Sprintf("accesslog GetObject at %d+%d", line+7, line+1)}},
			"",
		},
		{
			"a damaged line between two", goodLine + "\ndamaged\n" + goodLine,
			found{
				Records:  []string{twoLines[0], fmt.Sprintf("accesslog GetObject at %d+%d", line+9, line)},
				Problems: []string{fmt.Sprintf("no time in [brackets] as third field in line 2 at %d+7", line+1)},
			},
			"",
		},
		{
			"a line too long between two", goodLine + "\n" + strings.Repeat("x", 2*MaxLine) + "\n" + goodLine,
			found{
				Records:  []string{twoLines[0], fmt.Sprintf("accesslog GetObject at %d+%d", line+2*MaxLine+2, line)},
				Problems: []string{fmt.Sprintf("%s in line 2 at %d+%d", tooLong(2*MaxLine), line+1, 2*MaxLine)},
			},
			"",
		},
		{"gzip cut off in its header", string(cut[:8]), found{}, "gzip data ends early"},
		{"access log as JSON lines", object + "\n" + object, found{Records: []string{fmt.Sprintf("accesslog GetObject at 0+%d", len(object)), fmt.Sprintf("accesslog GetObject at %d+%d", len(object)+1, len(object))}}, ""},
		{"both logs as JSON lines", object + "\n" + event, found{Records: []string{fmt.Sprintf("accesslog GetObject at 0+%d", len(object)), fmt.Sprintf("cloudtrail PutObject at %d+%d", len(object)+1, len(event))}}, ""},
		{
			"access log from CloudWatch Logs", `{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","message":` + quote(object) + `}]}`,
			found{Records: []string{fmt.Sprintf("accesslog GetObject at %d+%d", 63, len(quote(object)))}},
			"",
		},
		{"trail file", `{"Records":[` + event + `]}`, found{Records: []string{fmt.Sprintf("cloudtrail PutObject at 12+%d", len(event))}}, ""},
		{"trail file, gzip", string(zip(t, `{"Records":[`+event+`]}`)), found{Records: []string{fmt.Sprintf("cloudtrail PutObject at 12+%d", len(event))}}, ""},
		{
			"export of CloudWatch Logs", "2026-11-03T10:15:43.125Z " + event + "\n2026-11-03T10:15:43.250Z " + object + "\n",
			found{Records: []string{fmt.Sprintf("cloudtrail PutObject at 25+%d", len(event)), fmt.Sprintf("accesslog GetObject at %d+%d", len(event)+51, len(object))}},
			"",
		},
		{"answer of LookupEvents without events", "{\n    \"Events\": []\n}\n", found{}, ""},
		{
			"event notification of S3", `{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put"},` + event + `]}`,
			found{
				Records:  []string{fmt.Sprintf("cloudtrail PutObject at 90+%d", len(event))},
				Problems: []string{"object is an S3 event notification, no CloudTrail event in line 0 at 12+77"},
			},
			"",
		},
		{"other JSON", `{"name":"left-pad"}`, found{Problems: []string{"aside: JSON without CloudTrail events in line 0 at -1+0"}, Other: []string{"1 other files"}}, ""},
	}
	d := New() // one for all: nothing of a file may show in the next
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got found
			err := d.File(strings.NewReader(test.stored), PathFacts{}, got.output())
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			if test.err == "" && err != nil || test.err != "" && (err == nil || !strings.Contains(err.Error(), test.err)) {
				t.Errorf("error is %v, want %q", err, test.err)
			}
		})
	}
}

// quote writes s as a JSON string.
func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"` }

// TestFileCutOff cuts a compressed log anywhere: what can be had is handed over,
// the line that was hit is a problem or was not reached, and an error tells.
func TestFileCutOff(t *testing.T) {
	lines := benchLines(3000)
	stored := zip(t, strings.Join(lines, "\n"))
	d := New()
	last := -1
	for cut := 20; cut < len(stored); cut += len(stored) / 29 {
		records := 0
		var problems []model.Problem
		err := d.File(bytes.NewReader(stored[:cut]), PathFacts{}, Output{
			Record: func(r *model.Record) error {
				if want := lines[records]; r.Length != len(want) {
					t.Fatalf("cut at %d: record %d has %d bytes, want %d", cut, records, r.Length, len(want))
				}
				records++
				return nil
			},
			Problem: func(p model.Problem) { problems = append(problems, p) },
			Other:   func(what model.Other, n int) { t.Errorf("cut at %d: %d %s", cut, n, model.OtherNames[what]) },
		})
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("cut at %d: error is %v", cut, err)
		}
		if len(problems) > 1 || len(problems) == 1 && !strings.HasPrefix(problems[0].Reason, "cut off") {
			t.Errorf("cut at %d: problems %v", cut, problems)
		}
		if records < last {
			t.Errorf("cut at %d: %d records, fewer than before", cut, records)
		}
		last = records
	}
	if last < 2000 {
		t.Errorf("%d records of a file nearly whole", last)
	}
}

func TestFileStopsWhenAsked(t *testing.T) {
	full := errors.New("memory limit reached")
	n := 0
	err := New().File(strings.NewReader(strings.Repeat(goodLine+"\n", 100)), PathFacts{}, Output{
		Record: func(*model.Record) error {
			if n++; n == 10 {
				return full
			}
			return nil
		},
	})
	if err != full || n != 10 {
		t.Errorf("stopped after %d records with %v", n, err)
	}
}

// TestChunk cuts a file at every few bytes: the chunks together give what the whole gives.
func TestChunk(t *testing.T) {
	var text strings.Builder
	for i, line := range benchLines(7) {
		if i == 3 {
			text.WriteString("damaged\n\n")
		}
		text.WriteString(line + "\n")
	}
	whole := text.String()
	var want found
	d := New()
	if err := d.File(strings.NewReader(whole), PathFacts{}, want.output()); err != nil {
		t.Fatal(err)
	}
	r := strings.NewReader(whole)
	for size := int64(1); size <= int64(len(whole)); size += 13 {
		var got found
		lines := 0
		for from := int64(0); from < int64(len(whole)); from += size {
			out := got.output()
			out.Problem = func(p model.Problem) {
				p.Line += lines
				got.output().Problem(p)
			}
			n, err := d.Chunk(r, from, from+size, PathFacts{}, out)
			if err != nil {
				t.Fatal(err)
			}
			lines += n
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("chunks of %d bytes: -whole +chunks\n%s", size, diff)
		}
		if total := strings.Count(whole, "\n"); lines != total {
			t.Fatalf("chunks of %d bytes: %d lines, want %d", size, lines, total)
		}
	}
}

// FuzzFile reads any bytes: never a panic, and places that lie in the file.
func FuzzFile(f *testing.F) {
	f.Add([]byte(goodLine + "\nx\n" + goodLine))
	f.Add([]byte(goodObject))
	f.Add([]byte("0")) // no log
	f.Add(zip(f, goodLine+"\n"))
	f.Add(append(zip(f, goodLine+"\n"), "behind"...))
	d := New()
	f.Fuzz(func(t *testing.T, stored []byte) {
		size := int64(math.MaxInt64) // of damaged data: what comes after the damage is chance
		if src, err := Open(bytes.NewReader(stored)); err == nil {
			if n, err := io.Copy(io.Discard, src); err == nil {
				size = n
			}
		}
		var places []int64
		place := func(offset int64, length int) {
			if offset < 0 || length < 0 || offset+int64(length) > size {
				t.Errorf("place %d+%d of %d bytes", offset, length, size)
			}
			places = append(places, offset)
		}
		// The error is part of the answer: it may be any.
		_ = d.File(bytes.NewReader(stored), PathFacts{}, Output{
			Record: func(r *model.Record) error { place(r.Offset, r.Length); return nil },
			Problem: func(p model.Problem) {
				if p.Offset < 0 && (p.Whole || p.Aside) && p.Length == 0 { // it is of the file
					return
				}
				place(p.Offset, p.Length)
			},
			Other: func(model.Other, int) {},
		})
		if !slices.IsSorted(places) {
			t.Errorf("places out of order: %v", places)
		}
	})
}
