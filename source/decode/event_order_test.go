package decode

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestExpectedNames scans objects whose members come in any order, some nearly
// as expected: an event that has seen all of them must find what a new one finds.
func TestExpectedNames(t *testing.T) {
	names := []string{
		`"eventName":`, `"eventName" :`, `"eventName"`, `"eventNames":`, `"eventNam":`, `"eventname":`, `"eventName\u0000":`, `"event\u004eame":`,
		`"key":`, `"Key":`, `"key" : `, `"ke":`, `"keys":`, `"arn":`, `"type":`, `"type":	`, `"userIdentity":`, `"requestParameters":`, `"sessionContext":`,
		`"tlsDetails":`, `"clientProvidedHostHeader":`, `"cipherSuite":`, `"":`, `"x":`, `:`, `"eventTime:`,
	}
	values := []string{`"v"`, `"v:"`, `1`, `null`, `{}`, `{"type":"x"}`, `{"key":"x","Key":1}`, `[{"type":1}]`, `{"eventName":1}`, ``}
	rnd := rand.New(rand.NewPCG(5, 6))
	var old event
	same := 0
	for range 20_000 {
		var members []string
		for range rnd.IntN(6) {
			members = append(members, names[rnd.IntN(len(names))]+values[rnd.IntN(len(values))])
		}
		text := []byte("{" + strings.Join(members, ",") + "}")
		text = text[: len(text)-rnd.IntN(2)*rnd.IntN(len(text)) : len(text)]
		var fresh event
		length, wraps := old.scan(text)
		wantLength, wantWraps := fresh.scan(text)
		if length != wantLength || wraps != wantWraps {
			t.Fatalf("%s: %d %v, of a new one %d %v", text, length, wraps, wantLength, wantWraps)
		}
		if length < 0 {
			continue
		}
		same++
		if old.at != fresh.at {
			t.Fatalf("%s:\n%v, of a new one\n%v", text, old.at, fresh.at)
		}
	}
	if same < 1000 {
		t.Errorf("%d whole objects only", same)
	}
}
