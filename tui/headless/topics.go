package headless

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"s3sleuth/model"
)

// filterExamples are filters and what they ask. Each is a filter: a test reads them.
var filterExamples = [][2]string{
	{"tls:none", "a field and its value"},
	{"op:(PutObject, CopyObject)", "any of several values"},
	{"key:backup/*", "* stands for anything, ? for one character"},
	{"ip:203.0.113.0/24", "a network"},
	{"tls:<1.2 bytes:>1MB", "comparisons; conditions side by side must all hold"},
	{"time:2026-11-06..2026-11-07", "a range; since:24h and until: are others"},
	{"-is:aws-service", "not; NOT and ! say the same"},
	{"is:denied OR has:error", "either; parentheses group"},
	{"bucket!=acme", "recorded, and different"},
	{`"two words"`, "text anywhere in a record's fields"},
	{"requestParameters.x-amz-acl:public-read", "any member of a CloudTrail event"},
	{"unknown:(tls:1.2)", "the records that cannot say"},
}

// filterTopic explains the language where the program is all that there is.
func (c *commands) filterTopic() *cobra.Command {
	var b strings.Builder
	b.WriteString("A FILTER says which records are wanted, in access logs and CloudTrail alike. Quote it\nfor the shell, as in  s3sleuth query ./logs 'tls:none -is:aws-service'.\n\n")
	for _, x := range filterExamples {
		fmt.Fprintf(&b, "  %-42s%s\n", x[0], x[1])
	}
	b.WriteString("\nA record that does not tell is neither a yes nor a no: it is counted beside the matches\nas one that cannot say.\n\nAfter is: stand " + strings.Join(model.FactNames[:], ", ") + ".\n\nFields:\n")
	for f := range model.NumFields {
		if info := model.Fields[f]; info.Name != "" && f != model.FieldPath {
			fmt.Fprintf(&b, "  %-14s%s\n", info.Name, info.Help)
		}
	}
	return &cobra.Command{Use: "filter", Short: "The filter language, with its fields", Long: strings.TrimRight(b.String(), "\n")}
}
