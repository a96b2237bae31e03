package model

import (
	"strings"
	"testing"
)

// The caret stands at the bar.
func TestCompletionAt(t *testing.T) {
	value := func(f Field) Completion { return Completion{Want: WantValue, Field: f} }
	for _, tt := range []struct {
		text     string
		want     Completion
		replaced string
	}{
		{"|", Completion{Want: WantField}, ""},
		{"tls:none |", Completion{Want: WantField}, ""},
		{"buc|", Completion{Want: WantField, Prefix: "buc"}, "buc"},
		{"tls:none -(bu|ck", Completion{Want: WantField, Prefix: "bu"}, "buck"},
		{"bu|cket:x", Completion{Want: WantField, Prefix: "bu"}, "bucket"},
		{"a AND b|", Completion{Want: WantField, Prefix: "b"}, "b"},
		{"bucket:|", value(FieldBucket), ""},
		{"-user:mal|", Completion{Want: WantValue, Field: FieldPrincipal, Prefix: "mal"}, "mal"},
		{"tls!=1|", Completion{Want: WantValue, Field: FieldTLS, Prefix: "1"}, "1"},
		{"bucket:(a, |", value(FieldBucket), ""},
		{"bucket:(a, b|c d)", Completion{Want: WantValue, Field: FieldBucket, Prefix: "b"}, "bc"},
		{"bucket:(a, b) |", Completion{Want: WantField}, ""},
		{`ua:"Mozilla/5.0 (X|`, Completion{Want: WantValue, Field: FieldUA, Prefix: "Mozilla/5.0 (X"}, `"Mozilla/5.0 (X`},
		{"eventName:Put|", Completion{Want: WantValue, Field: FieldPath, Path: "eventName", Prefix: "Put"}, "Put"},
		{"is:de|", Completion{Want: WantFact, Prefix: "de"}, "de"},
		{"has:ac|", Completion{Want: WantHas, Prefix: "ac"}, "ac"},
		{"unk|", Completion{Want: WantField, Prefix: "unk"}, "unk"},
		{"unknown:|", Completion{}, ""},
		{"unknown:(|", Completion{Want: WantField}, ""},
		{"-unknown:(buc|)", Completion{Want: WantField, Prefix: "buc"}, "buc"},
		{"unknown:(tls:none bucket:ac|", Completion{Want: WantValue, Field: FieldBucket, Prefix: "ac"}, "ac"},
		{`"quoted te|xt"`, Completion{}, ""},
		{"time:20|", Completion{}, ""},
		{"nofield:x|", Completion{}, ""},
	} {
		caret := strings.Index(tt.text, "|")
		text := tt.text[:caret] + tt.text[caret+1:]
		got := CompletionAt(text, caret)
		if replaced := text[got.From:got.To]; replaced != tt.replaced {
			t.Errorf("%s: replaces %q, want %q", tt.text, replaced, tt.replaced)
		}
		if got.From, got.To = 0, 0; got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.text, got, tt.want)
		}
	}
}
