package decode

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A pair is a member of an object as encoding/json reads it.
type pair struct {
	name  string
	value json.RawMessage
}

// pairs reads the members of an object in their order.
func pairs(t *testing.T, object []byte) (members []pair) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(object))
	if _, err := d.Token(); err != nil {
		t.Fatal(err)
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			t.Fatal(err)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			t.Fatal(err)
		}
		members = append(members, pair{name.(string), value})
	}
	return members
}

// wantSlots says what every slot should hold by encoding/json, and whether the
// object is a wrapper of events.
func wantSlots(t *testing.T, in object, text []byte, want map[slot]string) (wraps bool) {
	t.Helper()
	for _, p := range pairs(t, text) {
		for _, m := range members {
			if m.in != in || m.name != p.name && (in != inRequest || !strings.EqualFold(m.name, p.name)) {
				continue
			}
			isEvent := want[atVersion] != "" || want[atName] != "" || want[atTime] != ""
			switch c := p.value[0]; {
			case isEvent:
			case m.slot == atList && c == '[', m.slot == atDetail && c == '{', m.slot == atEmbedded && c == '"':
				return true
			}
			o := objects[m.slot]
			for s := o.first; s < o.end; s++ {
				delete(want, s)
			}
			delete(want, m.slot)
			if m.slot == atNone || string(p.value) == "null" {
				continue
			}
			want[m.slot] = string(p.value)
			if o.end != 0 && p.value[0] == '{' {
				wantSlots(t, o.opens, p.value, want)
			}
			break
		}
	}
	return false
}

// depth returns how deep the brackets of valid JSON nest.
func depth(text []byte) (deepest int) {
	d := json.NewDecoder(bytes.NewReader(text))
	for n := 0; ; {
		switch token, err := d.Token(); {
		case err != nil:
			return deepest
		case token == json.Delim('{') || token == json.Delim('['):
			n++
			deepest = max(deepest, n)
		case token == json.Delim('}') || token == json.Delim(']'):
			n--
		}
	}
}

// checkScan compares the scan of a valid object with what encoding/json reads.
func checkScan(t *testing.T, text []byte) {
	t.Helper()
	want := map[slot]string{}
	wantWraps := wantSlots(t, inEvent, text, want)
	var e eventReader
	n, wraps := e.scan(text)
	if wraps != wantWraps || !wraps && n != len(text) {
		t.Fatalf("scanned %d of %d bytes, wraps %v, want %v, in %s", n, len(text), wraps, wantWraps, text)
	}
	if wraps {
		return
	}
	got := map[slot]string{}
	for s := atNone + 1; s < numSlots; s++ {
		if !e.has(s) {
			continue
		}
		raw := e.json(s)
		got[s] = string(raw)
		var value string
		if raw[0] == '"' && json.Unmarshal(raw, &value) == nil {
			if text := string([]rune(string(e.text(s)))); text != value {
				t.Errorf("slot %d is %q, want %q", s, text, value)
			}
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: -want +got\n%s", text, diff)
	}
}

// FuzzScan compares the scan of any object with what encoding/json reads, and
// of every beginning of it: that must be known to be cut short.
func FuzzScan(f *testing.F) {
	f.Add(recordsFile(1))
	f.Add(sampleEvents(1)[0])
	f.Add([]byte(ev("a", `"resources" : [ {"eventName":"x"} , [] , {} , -1.5e+3 , true ]`, `"userIdentity":{"type":"a\\\"b","sessionContext":{"attributes":{},"sessionIssuer":null}}`)))
	f.Add([]byte(`{"requestParameters":{"KEY":"a","key":["b"],"x-AMZ-acl":"\u00e9\ud83d"},"requestParameters":null,"tlsDetails":{"tlsVersion":"x"},"tlsDetails":[]}`))
	f.Add([]byte(`{"":{"":""},"\u0065ventName":"a\"b","eventName\u0022":1,"eventTim":2,"eventTimes":3}`))
	f.Add([]byte("{ \"a\" :\t1 ,\r\n\"detail\" : { } }"))
	f.Fuzz(func(t *testing.T, text []byte) {
		text = bytes.Trim(text, " \t\r\n")
		if len(text) == 0 || text[0] != '{' || !json.Valid(text) || depth(text) > maxDepth {
			return
		}
		checkScan(t, text)
		for cut := 1; cut < len(text); cut += 1 + len(text)/50 {
			var e event
			if n, wraps := e.scan(text[:cut:cut]); n != short && !wraps {
				t.Fatalf("%q: %d, not cut short", text[:cut], n)
			}
		}
	})
}

// A streamMaker writes streams of events in random wrappings and knows what
// stands in them.
type streamMaker struct {
	*rand.Rand
	b   bytes.Buffer
	ids []string
}

func (m *streamMaker) pick(choices ...string) string { return choices[m.IntN(len(choices))] }

// blank writes white space, mostly none.
func (m *streamMaker) blank() { m.b.WriteString(m.pick("", "", "", "", " ", "\n", "\r\n\t  ")) }

// value writes a random value full of things that look like events.
func (m *streamMaker) value(depth int) {
	m.blank()
	defer m.blank()
	switch kind := m.IntN(8); {
	case kind == 0 && depth < 30:
		m.b.WriteByte('[')
		for i := range m.IntN(4) {
			if i > 0 {
				m.b.WriteByte(',')
			}
			m.value(depth + 1)
		}
		m.blank()
		m.b.WriteByte(']')
	case kind < 3 && depth < 30:
		m.b.WriteByte('{')
		for i := range m.IntN(4) {
			if i > 0 {
				m.b.WriteByte(',')
			}
			m.member(depth + 1)
		}
		m.blank()
		m.b.WriteByte('}')
	case kind < 5:
		m.b.WriteString(m.pick("null", "true", "false", "0", "-1.5e-7", "12345678901234567890"))
	default:
		m.b.WriteString(m.pick(`""`, `"x"`, `"eventName"`, `"\",\"eventID\":\"no"`, `"\\"`, `"]}"`, `"\u0022\/\b\ud83d\ude00\udead"`, `"{\"Records\":[{\"eventName\":"`, "\"\xff\xfe é\"",
			`"a string that is longer than a few words of a machine, since these are looked at one by one"`))
	}
}

// member writes a random member of an object.
func (m *streamMaker) member(depth int) {
	m.blank()
	m.b.WriteString(m.pick(`"x"`, `"eventID"`, `"eventName"`, `"Records"`, `"detail"`, `"message"`, `"userIdentity"`, `"requestParameters"`, `"key"`, `"Host"`, `"type"`, `"arn"`,
		`"sessionContext"`, `"attributes"`, `"resources"`, `"\u006bey"`, `""`, `"with \"quotes\""`, `"tlsDetails"`, `"additionalEventData"`, `"eventNames"`, `"CloudTrailEvent"`))
	m.blank()
	m.b.WriteByte(':')
	m.value(depth)
}

// event writes an event. The members that must be right come last: the last
// of equal names counts.
func (m *streamMaker) event() string {
	id := fmt.Sprintf("%d-%x", len(m.ids), m.Uint32())
	m.ids = append(m.ids, id)
	start := m.b.Len()
	m.b.WriteString(m.pick(`{"eventVersion":"1.11"`, `{ "eventTime" : "2026-11-20T08:15:30Z"`))
	for range m.IntN(6) {
		m.b.WriteByte(',')
		m.member(0)
	}
	m.b.WriteString(`,"eventType":"AwsApiCall","eventCategory":"Data","insightDetails":null,"eventName":"GetObject","eventTime":"2026-11-20T08:15:30Z"`)
	m.b.WriteString(m.pick(`,"eventID":"`, `, "eventID" : "`, `,"ev\u0065ntID":"`) + id + `"`)
	m.blank()
	m.b.WriteByte('}')
	return string(m.b.Bytes()[start:])
}

// embedded writes an event inside a string.
func (m *streamMaker) embedded() {
	start := m.b.Len()
	text := m.event()
	m.b.Truncate(start)
	m.b.WriteString(quotedBytes(text))
}

// quotedBytes is quoted for text that need not be UTF-8.
func quotedBytes(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ':
			fmt.Fprintf(&b, `\u%04x`, c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// list writes elements between brackets.
func (m *streamMaker) list(element func()) {
	m.b.WriteByte('[')
	for i := range m.IntN(4) {
		if i > 0 {
			m.b.WriteByte(',')
		}
		m.blank()
		element()
		m.blank()
	}
	m.b.WriteByte(']')
}

// document writes one document of the stream.
func (m *streamMaker) document() {
	event := func() { m.event() }
	wrapped := func(before string, inner func(), after string) func() {
		return func() { m.b.WriteString(before); inner(); m.b.WriteString(after) }
	}
	other := m.pick("", `,"x":{"Records":[{"eventName":"no"}]}`, `,"Events":null`, `,"y":"detail"`)
	choices := []func(){
		event,
		func() { m.list(event) },
		wrapped(`{"Records":`, func() { m.list(event) }, other+`}`),
		wrapped(`{"x":{"detail":{}},"Records" : `, func() { m.list(event) }, `}`),
		wrapped(`{"version":"0","detail":`, event, other+`}`),
		wrapped(`{"Events":`, func() { m.list(wrapped(`{"EventId":"no","CloudTrailEvent":`, m.embedded, `}`)) }, other+`}`),
		wrapped(`{"EventName":"no","CloudTrailEvent":`, m.embedded, other+`}`),
		wrapped(`{"messageType":"DATA_MESSAGE","logEvents":`, func() { m.list(wrapped(`{"id":"1","message":`, m.embedded, `}`)) }, `}`),
		func() { m.list(wrapped(`{"detail":`, event, `}`)) },
	}
	choices[m.IntN(len(choices))]()
	m.b.WriteString(m.pick("", "\n", "\r\n", " ", "\n\n"))
}

// FuzzStream reads random streams: every event must be found, in its order and
// with its place, and each beginning of the stream must give the same events
// as far as it goes.
func FuzzStream(f *testing.F) {
	for seed := range uint64(200) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		m := &streamMaker{Rand: rand.New(rand.NewPCG(seed, 2))}
		for range 1 + m.IntN(5) {
			m.document()
		}
		stream := m.b.String()
		got := decodeAll(t, strings.NewReader(stream), stream)
		if diff := cmp.Diff(m.ids, got.IDs); diff != "" || got.Problems != nil || got.Err != nil {
			t.Fatalf("-want +got\n%s\nproblems %q, error %v, in\n%s", diff, got.Problems, got.Err, stream)
		}
		for i, raw := range got.Raw {
			members := pairs(t, EventBytes([]byte(raw)))
			if last := members[len(members)-1]; string(last.value) != `"`+m.ids[i]+`"` {
				t.Errorf("event %s has the bytes of %s", m.ids[i], raw)
			}
			checkScan(t, EventBytes([]byte(raw)))
		}
		cut := m.IntN(len(stream) + 1)
		part := decodeAll(t, strings.NewReader(stream[:cut]), stream)
		if n := len(part.IDs); n > len(m.ids) || !slices.Equal(part.IDs, got.IDs[:n]) || len(part.Problems) > 1 {
			t.Errorf("the first %d bytes give the events %q, problems %q, in\n%s", cut, part.IDs, part.Problems, stream)
		}
		for i, raw := range got.Raw[len(part.IDs):] {
			if at := strings.Index(stream, raw); at+len(raw) <= cut {
				t.Errorf("event %s ends before byte %d and is not read", m.ids[len(part.IDs)+i], cut)
			}
		}
	})
}

// Large events move through the window and make it grow.
func TestLargeEvents(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var parts [][]byte
	var want []string
	for i := range 12 {
		id := fmt.Sprint(i)
		want = append(want, id)
		parts = append(parts, []byte(ev(id, `"requestParameters":{"x":"`+strings.Repeat(`\"eventName\":`, random.IntN(200_000))+`"}`)))
	}
	stream := string(slicesJoin(`{"Records":[`, parts, `,`, `]}`))
	got := decodeAll(t, strings.NewReader(stream), stream)
	if diff := cmp.Diff(want, got.IDs); diff != "" || got.Problems != nil {
		t.Errorf("-want +got\n%s\nproblems %q", diff, got.Problems)
	}
	for i, raw := range got.Raw {
		if raw != string(parts[i]) {
			t.Errorf("event %d has other bytes", i)
		}
	}
}
