package headless

import (
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

func TestSplitTellsFlagsFromFilter(t *testing.T) {
	flags := pflag.NewFlagSet("count", pflag.ContinueOnError)
	flags.String("by", "", "")
	flags.StringP("output", "o", "", "")
	flags.Bool("fail-on-match", false, "")
	flags.BoolP("help", "h", false, "")
	tests := []struct{ args, want string }{
		{"DIR", "-- DIR"},
		{"DIR tls:none", "-- DIR tls:none"},
		{"DIR -is:aws-service --by tls", "--by tls -- DIR -is:aws-service"},
		{"--by tls DIR -is:aws-service", "--by tls -- DIR -is:aws-service"},
		{"DIR --by=tls -tls:1.2", "--by=tls -- DIR -tls:1.2"},
		{"DIR --fail-on-match -x", "--fail-on-match -- DIR -x"},
		{"DIR -o out.csv -op:PutObject", "-o out.csv -- DIR -op:PutObject"},
		{"DIR -op:PutObject", "-- DIR -op:PutObject"},
		{"DIR --tls:1.2", "-- DIR --tls:1.2"},
		{"DIR --bye tls", "--bye -- DIR tls"},
		{"DIR -- --by", "-- DIR --by"},
		{"-h", "-h --"},
		{"DIR --by --top", "--by --top -- DIR"},
	}
	for _, tt := range tests {
		t.Run(tt.args, func(t *testing.T) {
			sorted, err := split(flags, strings.Fields(tt.args))
			if got := strings.Join(sorted, " "); got != tt.want || err != nil {
				t.Errorf("split(%q)\n got %q, %v\nwant %q", tt.args, got, err, tt.want)
			}
		})
	}
}

func TestSplitMissesAValue(t *testing.T) {
	flags := pflag.NewFlagSet("count", pflag.ContinueOnError)
	flags.String("by", "", "count by these fields")
	flags.StringP("output", "o", "", "write to this file")
	for args, want := range map[string]string{
		"DIR --by": "--by needs a value", "--by": "--by needs a value", "DIR -o": "-o needs a value", "DIR --output": "--output needs a value",
	} {
		if _, err := split(flags, strings.Fields(args)); err == nil || err.Error() != want {
			t.Errorf("split(%q): %v, want %s", args, err, want)
		}
	}
}
