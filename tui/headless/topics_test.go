package headless

import (
	"strings"
	"testing"
	"time"

	"s3sleuth/model"
)

// What the help calls a filter is one, and it names every field and fact.
func TestFilterTopic(t *testing.T) {
	for _, x := range filterExamples {
		if _, err := model.Parse(x[0], time.Now()); err != nil {
			t.Errorf("%s: %v", x[0], err)
		}
	}
	long := (&commands{}).filterTopic().Long
	for f := range model.NumFields {
		if name := model.Fields[f].Name; f != model.FieldPath && !strings.Contains(long, "\n  "+name+" ") {
			t.Errorf("the field %q is missing", name)
		}
	}
	for _, fact := range model.FactNames {
		if !strings.Contains(long, fact) {
			t.Errorf("is:%s is missing", fact)
		}
	}
}
