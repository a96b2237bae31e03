package decode

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"s3sleuth/model"

	"github.com/google/go-cmp/cmp"
)

// decoded is what a stream gave: for each record its id, for each problem its
// place and reason, and how much of other kinds.
type decoded struct {
	IDs      []string
	Raw      []string // the record's own bytes
	Problems []string
	Others   map[string]int
	Err      error
}

func decodeAll(t testing.TB, r io.Reader, stream string) decoded {
	t.Helper()
	got := decoded{Others: map[string]int{}}
	got.Err = DecodeEvents(r, func(rec *model.Record) error {
		got.IDs = append(got.IDs, string(rec.Value(model.FieldID)))
		got.Raw = append(got.Raw, stream[rec.Offset:rec.Offset+int64(rec.Length)])
		return nil
	}, func(p model.Problem) {
		got.Problems = append(got.Problems, fmt.Sprintf("%d+%d line %d: %s", p.Offset, p.Length, p.Line, p.Reason))
	}, func(what model.Other, n int) {
		got.Others[model.OtherNames[what]] += n
	})
	return got
}

// ev returns a short event with the given id and further members.
func ev(id string, more ...string) string {
	return `{"eventVersion":"1.11","eventTime":"2026-11-20T08:15:30Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","eventID":"` + id + `"` +
		strings.Join(append([]string{""}, more...), ",") + `}`
}

// quoted returns s as a JSON string.
func quoted(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

func TestWrappings(t *testing.T) {
	cloudWatch := func(messages ...string) string {
		var events []string
		for i, m := range messages {
			events = append(events, fmt.Sprintf(`{"id":"3655%d","timestamp":1795000000000,"message":%s}`, i, quoted(m)))
		}
		return `"logEvents":[` + strings.Join(events, ",") + `]`
	}
	tests := []struct {
		name   string
		stream string
		want   string // the ids
	}{
		{"nothing", ``, ""},
		{"white space", " \n\t\r\n", ""},
		{"Records", `{"Records":[` + ev("a") + `,` + ev("b") + `]}`, "a b"},
		{"empty Records", `{"Records":[]}`, ""},
		{"Records last", `{"x":{"Records":[` + ev("no") + `]},"y":"]","Records":[` + ev("a") + `]}`, "a"},
		{"Records first of several", `{"Records":[` + ev("a") + `],"more":[{"eventName":"no"}],"z":null}`, "a"},
		{"Records with an escaped name", `{"\u0052ecords":[` + ev("a") + `]}`, "a"},
		{"byte order mark", "\xef\xbb\xbf" + `{"Records":[` + ev("a") + `]}`, "a"},
		{"bare array", `[` + ev("a") + ` , ` + ev("b") + `]`, "a b"},
		{"array of arrays", `[[` + ev("a") + `],[` + ev("b") + `]]`, "a b"},
		{"one event", ev("a"), "a"},
		{"lines", ev("a") + "\n" + ev("b") + "\r\n\r\n" + ev("c") + "\n", "a b c"},
		{"documents without a line feed", ev("a") + `{"Records":[` + ev("b") + `]}` + ev("c") + `[` + ev("d") + `]`, "a b c d"},
		{"EventBridge", `{"version":"0","id":"x","detail-type":"AWS API Call via CloudTrail","source":"aws.s3","detail":` + ev("a") + `}`, "a"},
		{"EventBridge, detail first", `{"detail":` + ev("a") + `,"version":"0"}`, "a"},
		{"EventBridge lines", `{"detail":` + ev("a") + "}\n" + `{"detail":` + ev("b") + `}`, "a b"},
		{"EventBridge in an array", `[{"source":"aws.s3","detail":` + ev("a") + `},{"detail":` + ev("b") + `}]`, "a b"},
		{"LookupEvents", `{"Events":[{"EventId":"x","EventName":"no","CloudTrailEvent":` + quoted(ev("a")) + `,"Resources":[]},{"CloudTrailEvent":` + quoted(ev("b")) + `}],"NextToken":"t"}`, "a b"},
		{"one event of LookupEvents", `{"EventId":"x","Resources":[{"ResourceName":"y"}],"CloudTrailEvent":` + quoted(ev("a")) + `}`, "a"},
		{"CloudWatch", `{"messageType":"DATA_MESSAGE","owner":"111122223333",` + cloudWatch(ev("a"), ev("b")) + `}`, "a b"},
		{"CloudWatch, other order", `{` + cloudWatch(ev("a")) + `,"messageType":"DATA_MESSAGE"}` + "\n" + `{` + cloudWatch(ev("b")) + `}`, "a b"},
		{"CloudWatch control message", `{"messageType":"CONTROL_MESSAGE",` + cloudWatch("Are you there?") + `}` + ev("a"), "a"},
		{"CloudWatch control message, other order", `{` + cloudWatch("CWL CONTROL MESSAGE: Checking health of destination.") + `,"messageType":"CONTROL_MESSAGE"}`, ""},
		{"everything at once", `{"Records":[` + ev("a") + `]}` + "\n" + ev("b") + `[{"detail":` + ev("c") + `},{"CloudTrailEvent":` + quoted(ev("d")) + `}]` + `{` + cloudWatch(ev("e")) + `}`, "a b c d e"},
		{"pretty", "{\n  \"Records\" : [\n    " + strings.ReplaceAll(ev("a"), ",", " ,\n\t") + "\n  ]\n}\n", "a"},
		{"decoys in values", ev("a", `"requestParameters":{"Records":[{"eventName":"no","eventID":"no"}],"detail":{"eventID":"no"},"eventID":"no"}`, `"responseElements":{"eventName":"x","x":"{\"Records\":["}`), "a"},
		{"an event has no events inside", ev("a", `"Records":[`+ev("no")+`]`, `"message":"{}"`, `"detail":{}`), "a"},
		{"last of equal names", ev("no", `"eventID":"no"`, `"eventID":"a"`), "a"},
		{"escapes in name and value", `{"event\u004eame":"G\u0065t","eventTime":"2026-11-20T08:15:30Z","\u0065ventID":"\u0061"}`, "a"},
	}
	for _, test := range tests {
		for _, r := range []io.Reader{
			strings.NewReader(test.stream),
			iotest.OneByteReader(strings.NewReader(test.stream)),
			iotest.DataErrReader(strings.NewReader(test.stream)),
		} {
			t.Run(test.name, func(t *testing.T) {
				got := decodeAll(t, r, test.stream)
				if ids := strings.Join(got.IDs, " "); ids != test.want || got.Problems != nil || got.Err != nil {
					t.Errorf("read %q, want %q; problems %q, error %v", ids, test.want, got.Problems, got.Err)
				}
				for i, raw := range got.Raw {
					var one struct{ EventID string }
					if err := json.Unmarshal(EventBytes([]byte(raw)), &one); err != nil || one.EventID != got.IDs[i] {
						t.Errorf("record %s has the bytes %q (%v)", got.IDs[i], raw, err)
					}
				}
			})
		}
	}
}

func TestToldApart(t *testing.T) {
	const at = `"eventTime":"2026-11-20T08:15:30Z"`
	tests := []struct {
		name, object string
		want         decoded
	}{
		{
			"digest", `{"awsAccountId":"111122223333","digestStartTime":"2026-11-20T07:15:30Z","logFiles":[{"s3Object":"x"}]}`,
			decoded{Others: map[string]int{"digest files": 1}},
		},
		{
			"Insights event", `{"Records":[{"eventVersion":"1.11",` + at + `,"eventType":"AwsCloudTrailInsight","insightDetails":{"eventName":"RunInstances"},"eventCategory":"Insight"}]}`,
			decoded{Others: map[string]int{"Insights events": 1}},
		},
		{
			"aggregated events", `{"Records":[{"eventVersion":"1.0","accountId":"111122223333","eventId":"x","eventCategory":"Aggregated","eventType":"AwsAggregatedEvent","summary":{}},{"eventCategory":"Aggregated"}]}`,
			decoded{Others: map[string]int{"aggregated events": 2}},
		},
		{"service event", ev("a", `"eventType":"AwsServiceEvent"`), decoded{IDs: []string{"a"}}},
		{"network activity", ev("a", `"eventCategory":"NetworkActivity"`), decoded{IDs: []string{"a"}}},
		{"object without a name", `[{"a":1},{"eventName":null}]`, decoded{Problems: []string{
			"1+7 line 0: object is no CloudTrail event: it has no eventName",
			"9+18 line 0: object is no CloudTrail event: it has no eventName",
		}}},
		{"Records null", `{"Records":null}`, decoded{Problems: []string{"0+16 line 1: object is no CloudTrail event: it has no eventName"}}},
		{"lines of something else", "{}\n" + `{"level":"info"}`, decoded{Problems: []string{
			"0+2 line 1: object is no CloudTrail event: it has no eventName",
			"3+16 line 2: object is no CloudTrail event: it has no eventName",
		}}},
		{"no time", `{"eventName":"GetObject"}`, decoded{Problems: []string{"0+25 line 1: event has no eventTime"}}},
		{"time of no form", `{"eventName":"GetObject","eventTime":"yesterday"}`, decoded{Problems: []string{
			`0+49 line 1: eventTime "yesterday" is no RFC 3339 time`,
		}}},
		{"string of no event", `{"CloudTrailEvent":"text"}`, decoded{Problems: []string{"19+6 line 0: text that is no JSON object"}}},
		{"string of a damaged event", `{"CloudTrailEvent":"{\"a\":}"}`, decoded{Problems: []string{`19+10 line 0: event inside a string: unexpected "}" at byte 5`}}},
		{"string cut short", `{"CloudTrailEvent":"{\"a\":1"}`, decoded{Problems: []string{`19+10 line 0: event inside a string: cut short: the data ends inside an event`}}},
		{"access-log line without a reader of such", `{"operation":"REST.GET.OBJECT","bucket_name":"b","request_id":"r"}`, decoded{Problems: []string{
			"0+66 line 1: object is no CloudTrail event: it has no eventName",
		}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := decodeAll(t, strings.NewReader(test.object), test.object)
			if len(got.Others) == 0 {
				got.Others = nil
			}
			got.Raw = nil
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestKindOfNetworkActivity(t *testing.T) {
	for _, more := range []string{`"eventCategory":"NetworkActivity"`, `"eventType":"AwsVpceEvent"`, `"eventType":"AwsVpceEvents"`} {
		got := oneRecord(t, ev("a", more))
		if got.Kind != model.NetworkActivity || string(got.Value(model.FieldKind)) != "networkactivity" {
			t.Errorf("%s: kind %s, %q", more, got.Kind, got.Value(model.FieldKind))
		}
	}
}

func TestAccessLinesInJSON(t *testing.T) {
	line := `{"bucket_name":"b","operation":"REST.GET.OBJECT","request_id":"EXAMPLE1","http_status":200}`
	stream := line + "\n" + `{"messageType":"DATA_MESSAGE","logEvents":[{"message":` + quoted(line) + `}]}`
	d := EventDecoder{AccessJSON: func(object []byte, rec *model.Record) error {
		if string(object) != line {
			t.Errorf("object is %s", object)
		}
		rec.Reset(model.AccessLog)
		return nil
	}}
	var places []string
	err := d.Decode(strings.NewReader(stream), Output{
		Record: func(r *model.Record) error {
			places = append(places, string(EventBytes([]byte(stream[r.Offset:r.Offset+int64(r.Length)]))))
			return nil
		},
		Problem: func(p model.Problem) { t.Errorf("problem: %s", p.Reason) },
	})
	if diff := cmp.Diff([]string{line, line}, places); diff != "" || err != nil {
		t.Errorf("-want +got\n%s\nerror %v", diff, err)
	}
}

func TestErrors(t *testing.T) {
	stream := `{"Records":[` + ev("a") + `,` + ev("b") + `,` + ev("c") + `]}`
	t.Run("the reader's, after what it gave", func(t *testing.T) {
		cut := strings.Index(stream, `"eventID":"c"`)
		broken := errors.New("broken")
		got := decodeAll(t, io.MultiReader(strings.NewReader(stream[:cut]), iotest.ErrReader(broken)), stream)
		if strings.Join(got.IDs, " ") != "a b" || !errors.Is(got.Err, broken) {
			t.Errorf("records %q, error %v", got.IDs, got.Err)
		}
		start := strings.LastIndex(stream[:cut], `{"eventVersion`)
		want := []string{fmt.Sprintf("%d+%d line 0: cut short: the data ends inside an event", start, cut-start)}
		if diff := cmp.Diff(want, got.Problems); diff != "" {
			t.Errorf("problems: -want +got\n%s", diff)
		}
	})
	t.Run("the receiver's, at once", func(t *testing.T) {
		full := errors.New("full")
		n := 0
		err := DecodeEvents(strings.NewReader(stream), func(*model.Record) error { n++; return full }, nil, nil)
		if err != full || n != 1 {
			t.Errorf("error %v after %d records", err, n)
		}
	})
	t.Run("a reader that gives nothing", func(t *testing.T) {
		if err := DecodeEvents(idle{}, nil, nil, nil); !errors.Is(err, io.ErrNoProgress) {
			t.Errorf("error %v", err)
		}
	})
}

type idle struct{}

func (idle) Read([]byte) (int, error) { return 0, nil }

// The memory of a decoder is used again, so its state must not be.
func TestDecoderAgain(t *testing.T) {
	var d EventDecoder
	for range 2 {
		n, problems := 0, 0
		out := Output{Record: func(*model.Record) error { n++; return nil }, Problem: func(model.Problem) { problems++ }}
		if err := d.Decode(strings.NewReader(`{"Records":[`+ev("a")+`,{"eventName":}`), out); err != nil || n != 1 || problems != 1 {
			t.Errorf("%d records, %d problems, error %v", n, problems, err)
		}
		if err := d.Decode(strings.NewReader(ev("a")+`]`), out); err != nil || n != 2 || problems != 2 {
			t.Errorf("%d records, %d problems, error %v", n, problems, err)
		}
	}
}

func TestNoAllocations(t *testing.T) {
	service := `{"eventVersion":"1.08","eventTime":"2026-11-30T08:15:30.250Z","eventSource":"s3.amazonaws.com","eventName":"PutObject","sourceIPAddress":"delivery.logs.amazonaws.com",` +
		`"userIdentity":{"type":"AWSService","invokedBy":"delivery.logs.amazonaws.com"},"requestParameters":{"x-amz-acl":["bucket-owner-full-control"],"bucketName":"example-logs"},` +
		`"additionalEventData":{"bytesTransferredOut":0.0},"errorCode":"AccessDenied","eventType":"AwsApiCall"}`
	file := bytes.Join([][]byte{recordsFile(300), []byte(service), []byte(`{"CloudTrailEvent":` + quoted(service) + `}`)}, []byte("\n"))
	var d EventDecoder
	n := 0
	out := Output{Record: func(*model.Record) error { n++; return nil }, Problem: func(p model.Problem) { t.Error(p.Reason) }}
	r := bytes.NewReader(file)
	allocations := testing.AllocsPerRun(5, func() {
		r.Reset(file)
		if err := d.Decode(r, out); err != nil {
			t.Error(err)
		}
	})
	if allocations != 0 || n != 6*302 {
		t.Errorf("%v allocations for 302 records, %d records", allocations, n)
	}
}

// cases returns the files of a folder of public samples.
func caseFiles(t *testing.T, folder, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(cases(t, folder), pattern))
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples in %s (%v)", folder, err)
	}
	return files
}

func TestPublicSamples(t *testing.T) {
	counts := map[string]map[string]int{}
	count := func(what, value string) {
		if counts[what] == nil {
			counts[what] = map[string]int{}
		}
		counts[what][value]++
	}
	for _, file := range caseFiles(t, "cloudtrail-stratus", "aws.*.json") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		err = DecodeEvents(bytes.NewReader(text), func(r *model.Record) error {
			count("events", "all")
			count("source", string(r.Value(model.FieldSource)))
			count("type", string(r.Value(model.FieldType)))
			count("tls", string(r.Value(model.FieldTLS)))
			return nil
		}, func(p model.Problem) { t.Errorf("%s: %+v", file, p) }, nil)
		if err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	var facts struct {
		Events       int
		EventSource  [][2]any
		IdentityType map[string]int
		TLS          map[string]int
	}
	text, err := os.ReadFile(filepath.Join(cases(t, "cloudtrail-stratus"), "facts.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &facts); err != nil {
		t.Fatal(err)
	}
	want := map[string]map[string]int{
		"events": {"all": facts.Events}, "source": {}, "type": facts.IdentityType,
		"tls": {"1.2": facts.TLS["TLSv1.2"], "1.3": facts.TLS["TLSv1.3"]},
	}
	for _, pair := range facts.EventSource {
		want["source"][pair[0].(string)] = int(pair[1].(float64))
	}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestPublicEnvelopes(t *testing.T) {
	for _, file := range caseFiles(t, "cloudtrail-otel", "*_cw*.json") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got := oneRecord(t, string(text))
		for f, want := range map[model.Field]string{
			model.FieldOp: "PutObject", model.FieldType: "AWSService", model.FieldTLS: "unversioned", model.FieldIP: "s3.amazonaws.com",
		} {
			if string(got.Value(f)) != want {
				t.Errorf("%s: %s is %q, want %q", filepath.Base(file), f, got.Value(f), want)
			}
		}
	}
}

// The golden files say everything that is read from the samples beside them.
func TestEventsGolden(t *testing.T) {
	samples, err := filepath.Glob("testdata/cloudtrail/*.json*")
	if err != nil || len(samples) == 0 {
		t.Fatalf("no samples (%v)", err)
	}
	for _, sample := range samples {
		t.Run(filepath.Base(sample), func(t *testing.T) {
			f, err := os.Open(sample)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			var got bytes.Buffer
			out := dumpOutput(&got)
			if err := DecodeEvents(f, out.Record, out.Problem, out.Other); err != nil {
				fmt.Fprintf(&got, "error: %v\n", err)
			}
			golden(t, strings.TrimSuffix(sample, filepath.Ext(sample))+".golden", got.Bytes())
		})
	}
}
