package decode

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"s3sleuth/model"

	"github.com/google/go-cmp/cmp"
)

// Damage loses the event it is in and no other. In a stream, what is lost
// stands between « and », and must be the place of one problem.
func TestDamage(t *testing.T) {
	a, b, c := ev("a"), ev("b"), ev("c")
	sorted := `{"awsRegion":"eu-central-1",` + b[1:]
	tests := []struct {
		name, stream, ids, reason string
	}{
		{"value missing", `{"Records":[` + a + `,«{"eventVersion":,"eventName":"x"}»,` + b + `,` + c + `]}`, "a b c", `unexpected ","`},
		{"member that looks like an event", `[` + a + `,«{"eventVersion":,"requestParameters":` + ev("no") + `}»,` + b + `]`, "a b", `unexpected ","`},
		{"quote missing at the end of a value", `{"Records":[` + a + `,«{"eventVersion":"1.11,"eventName":"x"}»,` + b + `]}`, "a b", `unexpected "e"`},
		{"quote missing at the end of an event", `{"Records":[` + a + `,«{"eventVersion":"1.11","eventName":"x}»,` + b + `,` + c + `]}`, "a b c", `unexpected "e"`},
		{"bracket missing", `{"Records":[` + a + `,«{"eventVersion":"1.11","eventName":"x"»,` + b + `]}`, "a b", `unexpected "{"`},
		{"inner bracket missing", `{"Records":[` + a + `,«{"eventVersion":"1.11","resources":[{"x":1},"eventName":"x"}»,` + b + `]}`, "a b", `unexpected ":"`},
		{"closing bracket of another kind", `[` + a + `,«{"eventVersion":"1.11","responseElements":{"x":[1}}}»,` + b + `]`, "a b", `unexpected "}"`},
		{"cut short inside an array", `{"Records":[` + a + `,«{"eventVersion":"1.11","resources":[{"type":"x"}»,` + b + `,` + c + `]}`, "a b c", `unexpected "{"`},
		{"bytes between events", `{"Records":[` + a + `«garbage»,` + b + `]}`, "a b", `unexpected "g"`},
		{"bytes instead of a comma", `[` + a + `«##»` + b + `]`, "a b", `unexpected "#"`},
		{"zeros", `[` + a + `,«{"eventVersion":"1.` + strings.Repeat("\x00", 300) + `ue"}»,` + b + `]`, "a b", `control character 0x00 inside a string`},
		{"beginning lost", `«entVersion":"1.11"}»,` + a + `,` + b + `]}`, "a b", `unexpected "e"`},
		{"beginning lost, in a string", `«1.11","requestParameters":{"x":"y"}}»,` + a + `]}` + b, "a b", `unexpected "1"`},
		{"wrapper damaged", `«{"Records"[»` + a + `,` + b + `]}`, "a b", `unexpected "["`},
		{"wrapper damaged between members", `{"Records":[` + a + `],«} x»` + "\n" + b, "a b", ""},
		{"closing of another kind around events", `{"Records":[` + a + `«}»` + "\n" + b, "a b", `unexpected "}"`},
		{"closing of nothing", a + `«]»` + b, "a b", `unexpected "]"`},
		{"line cut short", a + "\n" + `«{"eventVersion":"1.11","eventNa»` + "\n" + b + "\n" + c, "a b c", `control character 0x0a inside a string`},
		{"line cut short between members", a + "\n" + `«{"eventVersion":"1.11»` + "\n" + b, "a b", `control character 0x0a inside a string`},
		{"line cut short before a value, the next in another order", a + "\n" + `«{"eventVersion":"1.11","resources":»` + "\n" + sorted + "\n" + c, "a b c", `unexpected "{"`},
		{"line cut short inside an array, the next in another order", a + "\n" + `«{"eventVersion":"1.11","resources":[»` + "\n" + sorted + "\n" + c, "a b c", `unexpected "{"`},
		{"file cut short, another behind it", `{"Records":[` + a + `,«{"eventVer»` + "\n" + `{"Records":[` + b + `]}` + "\n" + c, "a b c", `control character 0x0a inside a string`},
		{"envelope of a line damaged", `{"version":"0","detail":«{"eventName":}}»` + "\n" + `{"version":"0","detail":` + b + `}`, "b", `unexpected "}"`},
		{"pretty", "[\n  «{\n    \"eventName\": \"x\n  }»,\n  {\n    \"eventID\" : \"a\",\n\"eventName\":\"x\",\"eventTime\":\"2026-11-20T08:15:30Z\"\n  }\n]", "a", `control character 0x0a inside a string`},
		{"nested too deep", `[` + a + `,«{"eventVersion":` + strings.Repeat(`{"a":[`, 300) + strings.Repeat(`]}`, 300) + `}»,` + b + `]`, "a b", `nested too deep, at byte 1552`},
		{"members of a wrapper nested too deep", `{"x":«` + strings.Repeat(`[`, 600) + "»\n" + a, "a", ``},
		{"string of damaged escapes", `{"Events":[{"CloudTrailEvent":«"{\"eventName\":\"x}"»},{"CloudTrailEvent":` + quoted(a) + `}]}`, "a", `event inside a string: cut short: the data ends inside an event`},
		{"cut short in an event", `{"Records":[` + a + `,«{"eventVersion":"1.11","eventName":"x","resources":[{"eventSource":"1»`, "a", `cut short: the data ends inside an event`},
		{"cut short after an event", `{"Records":[` + a + `,` + b + `«»`, "a b", `cut short: the array or object around the events does not end`},
		{"cut short in a wrapper", `{"Records":[` + a + `],«"next»`, "a", `cut short: the data ends inside an event`},
		{"no JSON at all", "«The quick brown fox\njumps over »", "", `unexpected "T"`},
		{"numbers", `[«1,2,3,4,"x",[5]»,` + a + `]`, "a", `unexpected "1"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			from := strings.Index(test.stream, "«")
			to := strings.Index(test.stream, "»") - len("«")
			stream := strings.NewReplacer("«", "", "»", "").Replace(test.stream)
			got := decodeAll(t, strings.NewReader(stream), stream)
			if ids := strings.Join(got.IDs, " "); ids != test.ids || got.Err != nil {
				t.Errorf("read %q, want %q; error %v", ids, test.ids, got.Err)
			}
			if len(got.Problems) != 1 && test.reason != "" || len(got.Problems) == 0 {
				t.Fatalf("problems: %q", got.Problems)
			}
			if test.reason == "" {
				return // several problems
			}
			place, reason, _ := strings.Cut(got.Problems[0], " line ")
			if place != fmt.Sprintf("%d+%d", from, to-from) {
				t.Errorf("problem at %s, want %d+%d", place, from, to-from)
			}
			if _, reason, _ = strings.Cut(reason, ": "); !strings.HasPrefix(reason, test.reason) {
				t.Errorf("reason %q, want %q", reason, test.reason)
			}
		})
	}
}

func TestProblemLines(t *testing.T) {
	stream := ev("a") + "\n" + `{"eventVersion":"1` + "\n\n" + ev("b") + "\n{}\n" + `{"Records":[` + ev("c") + `,{"eventVersion"}]}`
	got := decodeAll(t, strings.NewReader(stream), stream)
	var lines []string
	for _, p := range got.Problems {
		_, line, _ := strings.Cut(p, " line ")
		line, _, _ = strings.Cut(line, ":")
		lines = append(lines, line)
	}
	if diff := cmp.Diff([]string{"2", "5", "0"}, lines); diff != "" {
		t.Errorf("-want +got\n%s\n%q", diff, got.Problems)
	}
}

// A file of several windows in which some events are damaged somehow: every
// other event is read, in its order and from its own bytes.
func TestDamageSomewhere(t *testing.T) {
	const events = 1500
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 1))
		parts := sampleEvents(events)
		var want []string
		for i, part := range parts {
			if random.IntN(10) > 0 {
				want = append(want, string(part))
				continue
			}
			at := random.IntN(len(part))
			switch random.IntN(4) {
			case 0: // another byte
				part[at] = "\"\\{}[]:,x\x00\n\xff"[random.IntN(12)]
			case 1: // a byte missing
				parts[i] = slices.Delete(part, at, at+1)
			case 2: // the end missing
				parts[i] = part[:at]
			case 3: // some bytes missing
				parts[i] = slices.Delete(part, at, min(at+100, len(part)))
			}
		}
		stream := string(slicesJoin(`{"Records":[`, parts, `,`, `]}`))
		got := decodeAll(t, strings.NewReader(stream), stream)
		read := 0 // of the intact events, in their order
		for _, raw := range got.Raw {
			if read < len(want) && raw == want[read] {
				read++
			}
		}
		if read < len(want) {
			i := strings.Index(stream, want[read])
			t.Errorf("seed %d: after %d intact events one is not read, which follows %s", seed, read, stream[i-900:i+30])
		}
		if len(got.Problems) == 0 || len(got.IDs)+len(got.Problems) < events-10 {
			t.Errorf("seed %d: %d records and %d problems of %d events", seed, len(got.IDs), len(got.Problems), events)
		}
	}
}

// repeated is a reader of n times the same byte.
type repeated struct {
	b byte
	n int64
}

func (r *repeated) Read(p []byte) (int, error) {
	if r.n == 0 {
		return 0, io.EOF
	}
	n := int(min(int64(len(p)), r.n))
	for i := range p[:n] {
		p[i] = r.b
	}
	r.n -= int64(n)
	return n, nil
}

// What is longer than any event is passed over in bounded memory.
func TestAbsurdLength(t *testing.T) {
	length := int64(200 << 20)
	for _, test := range []struct{ name, before, fill, after string }{
		{"string in an event", `{"Records":[` + ev("a") + `,{"eventVersion":"`, "x", `"},` + ev("b") + `]}`},
		{"event inside a string", `{"Events":[{"CloudTrailEvent":` + quoted(ev("a")) + `},{"CloudTrailEvent":"`, "x", `"}]}` + "\n" + ev("b")},
		{"member of a wrapper", `[` + ev("a") + `,{"other":"`, "x", `","Records":[` + ev("b") + `]}]`},
		{"line of nothing", ev("a") + "\n", "x", "\n" + ev("b")},
		{"brackets", ev("a"), "[", "\n" + ev("b")},
		{"braces", ev("a"), "{", "\n" + ev("b")},
		{"white space", ev("a"), " ", ev("b")},
	} {
		t.Run(test.name, func(t *testing.T) {
			defer func() { length = 40 << 20 }() // once is enough
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			ids, lost := "", int64(0)
			err := DecodeEvents(io.MultiReader(strings.NewReader(test.before), &repeated{test.fill[0], length}, strings.NewReader(test.after)),
				func(r *model.Record) error { ids += string(r.Value(model.FieldID)); return nil },
				func(p model.Problem) { lost += int64(p.Length) }, nil)
			runtime.ReadMemStats(&after)
			if ids != "ab" || err != nil {
				t.Errorf("read %q, error %v", ids, err)
			}
			if test.fill != " " && (lost < length-maxWrappers || lost > length+1000) {
				t.Errorf("%d bytes of %d are said to be lost", lost, length)
			}
			if took := after.TotalAlloc - before.TotalAlloc; took > 2*maxLength+(4<<20) {
				t.Errorf("took %d MiB of memory", took>>20)
			}
		})
	}
}

// FuzzDamage reads anything: nothing may panic or go on for ever, every problem
// and record has its place inside the stream, and events before the damage are read.
func FuzzDamage(f *testing.F) {
	file := recordsFile(2)
	f.Add(file)
	f.Add(file[:len(file)/2])
	f.Add([]byte(`{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","message":` + quoted(ev("b")) + `}]}`))
	f.Add([]byte(`{"Events":[{"CloudTrailEvent":` + quoted(ev("b")) + `}]}{"detail":` + ev("c") + `}` + "\n" + ev("d")))
	f.Add([]byte(`[[[{"Records":[,,{"eventName":"x","eventTime":1,"resources":[{}]}`))
	f.Add([]byte("{\"eventVersion\":\"1\n{\"a\":{\"digestStartTime\":1}}\n[{}"))
	f.Fuzz(func(t *testing.T, damage []byte) {
		before := `{"Records":[` + ev("one") + `,` + ev("two") + `,`
		stream := before + string(damage)
		last := int64(-1)
		place := func(offset int64, length int) {
			if offset < last || length < 0 || offset+int64(length) > int64(len(stream)) {
				t.Fatalf("place %d+%d after %d in %d bytes", offset, length, last, len(stream))
			}
			last = offset
		}
		var ids []string
		err := DecodeEvents(bytes.NewReader([]byte(stream)), func(r *model.Record) error {
			place(r.Offset, r.Length)
			ids = append(ids, string(r.Value(model.FieldID)))
			for f, text := range r.Text {
				if text != nil && len(text) == 0 {
					t.Errorf("%s is empty, not absent", model.Field(f))
				}
			}
			return nil
		}, func(p model.Problem) {
			place(p.Offset, p.Length)
			if p.Reason == "" {
				t.Error("problem without a reason")
			}
		}, func(model.Other, int) {})
		if err != nil || len(ids) < 2 || ids[0] != "one" || ids[1] != "two" {
			t.Fatalf("records %q, error %v", ids, err)
		}
	})
}
