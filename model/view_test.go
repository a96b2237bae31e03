package model

import (
	"testing"
	"time"
)

// Every filter of a view is one, and says the same when it is printed and read back.
func TestViewsAreFilters(t *testing.T) {
	for _, v := range Views {
		filters := []string{v.Article, v.Verdict}
		for _, reason := range append(v.Wrongly, v.Missed...) {
			filters = append(filters, reason.Filter)
		}
		for _, text := range filters {
			x, err := Parse(text, time.Time{})
			if err != nil {
				t.Errorf("%s: %s: %v", v.Name, text, err)
				continue
			}
			if again, err := Parse(x.String(), time.Time{}); err != nil || again.String() != x.String() {
				t.Errorf("%s: %s reads back as %v, %v", v.Name, x, again, err)
			}
		}
		if got, err := LookUpView(v.Name); err != nil || got.Title != v.Title {
			t.Errorf("%s is looked up as %v, %v", v.Name, got, err)
		}
	}
	if _, err := LookUpView("other"); err == nil {
		t.Error("a view that there is not was found")
	}
}
