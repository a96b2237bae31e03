package model

import (
	"strings"
	"testing"
)

// Every word of the table is in lower case, as the agents it is compared with,
// and reaches its own row: no row above takes it away.
func TestAgentsReachable(t *testing.T) {
	for _, row := range agents {
		if len(row.words) > maxAgentWords {
			t.Errorf("%s has %d words, more than %d", row.family, len(row.words), maxAgentWords)
		}
		for _, word := range row.words {
			if word != strings.ToLower(word) {
				t.Errorf("%s: %q is not in lower case", row.family, word)
			}
			want := strings.TrimSuffix(row.family, "/")
			if got := agentFamily(word); got != want {
				t.Errorf("%s: agent %q is %q", row.family, word, got)
			}
		}
	}
}

// Every name that an access-log operation gets says what it does.
func TestNamesHaveAccess(t *testing.T) {
	for _, names := range []map[string]string{apiNames, objectNames} {
		for operation, name := range names {
			if read, write, del := Access(name); read == Unknown || write == Unknown || del == Unknown {
				t.Errorf("%s is %s: read %s, write %s, delete %s", operation, name, read, write, del)
			}
		}
	}
}
