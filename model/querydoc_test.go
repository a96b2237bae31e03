package model

import (
	"os"
	"strings"
	"testing"
)

// Every example of the manual parses, and every field and fact has one.
func TestManual(t *testing.T) {
	text, err := os.ReadFile("../docs/query.md")
	if err != nil {
		t.Fatal(err)
	}
	var examples strings.Builder
	inside := false
	for i, line := range strings.Split(string(text), "\n") {
		if strings.HasPrefix(line, "```") {
			inside = line == "```filter"
			continue
		}
		if !inside {
			continue
		}
		filter, _, _ := strings.Cut(line, "     ") // the rest explains
		if _, err := Parse(filter, lawNow); err != nil {
			t.Errorf("line %d: %s: %v", i+1, filter, err)
		}
		examples.WriteString("\n" + filter)
	}
	for f := range FieldPath {
		if !strings.Contains(examples.String(), "\n"+Fields[f].Name+":") {
			t.Errorf("no example begins with %s:", Fields[f].Name)
		}
	}
	for _, word := range FactNames {
		if !strings.Contains(string(text), word) {
			t.Errorf("is:%s is not mentioned", word)
		}
	}
}
