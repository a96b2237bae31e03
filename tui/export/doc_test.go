package export

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"s3sleuth/model"
	"s3sleuth/model/store"
)

// docs/query.md names every member that counts can have in JSON.
func TestMembersAreWrittenDown(t *testing.T) {
	doc, err := os.ReadFile("../../docs/query.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(doc), "## Answers as JSON")
	counts := Counts{
		Filter: model.Const(true), By: []Column{{Name: "tls", Field: model.FieldTLS}},
		Groups: []store.Group{{Values: []store.Cell{{}}, Count: 1}}, Distinct: 2, Unreadable: 1,
		Coverage: model.Coverage{State: model.Partial, Reason: "1 file not read whole", Differing: 1},
		Engine:   &Engine{Name: "Athena", Notes: []string{"a note"}},
	}
	var text strings.Builder
	if err := counts.JSON(&text); err != nil {
		t.Fatal(err)
	}
	var answer map[string]any
	if err := json.Unmarshal([]byte(text.String()), &answer); err != nil {
		t.Fatal(err)
	}
	written := func(members map[string]any) {
		for name := range members {
			if !strings.Contains(table, "`"+name+"`") {
				t.Errorf("docs/query.md does not name %q", name)
			}
		}
	}
	written(answer)
	written(answer["files"].(map[string]any))
	written(answer["engine"].(map[string]any))
	written(answer["groups"].([]any)[0].(map[string]any))
	if len(answer) < 14 {
		t.Errorf("%d members: not all that can be there", len(answer))
	}
}
