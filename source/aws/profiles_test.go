package aws

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Profiles as the two files write them.
func TestProfilesIn(t *testing.T) {
	cases := []struct {
		name, prefix, text string
		want               []string
	}{
		{"configuration", "profile ", "[default]\nregion = us-east-1\n\n[profile audit]\nsso_session = acme\n[sso-session acme]\nsso_region = us-east-1\n[services local]\n", []string{"default", "audit"}},
		{"credentials", "", "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n[ci]\n", []string{"default", "ci"}},
		{"written loosely", "profile ", "  [profile   audit] # of the year\r\n[profile \"two words\"]\n", []string{"audit", "two words"}},
		{"no sections", "profile ", "[\n]\n[]\n[profile ]\n= [profile x]\n", nil},
	}
	for _, c := range cases {
		if diff := cmp.Diff(c.want, profilesIn(strings.NewReader(c.text), c.prefix)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
