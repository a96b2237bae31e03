package headless

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"s3sleuth/model"
	"s3sleuth/model/store"
	"s3sleuth/source"
	"s3sleuth/tui/explain"
	"s3sleuth/tui/export"
)

func (c *commands) show() *cobra.Command {
	var raw bool
	cmd := &cobra.Command{
		Use:   "show SOURCE ID",
		Short: "Print one record, explained, with all its fields",
		Long: `show explains the record with the given ID: the eventID of a CloudTrail event or
the request ID of an access-log line. Several lines can share one (a copy, a
batch of deletions); all are printed, oldest first.`,
		Example: `  s3sleuth show ./logs 3D2C1B0A9F8E7D6C
  s3sleuth show ./logs 11111111-2222-3333-4444-555555555555 --raw`,
		Args: cobra.ArbitraryArgs,
	}
	cmd.Flags().BoolVar(&raw, "raw", false, "print the record's original bytes, secrets masked")
	c.scopeFlags(cmd)
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		if len(args) != 2 {
			return &usageError{"show takes a SOURCE and an ID", "s3sleuth show ./logs 3D2C1B0A9F8E7D6C"}
		}
		return c.showRecord(args[0], args[1], raw)
	}
	return cmd
}

func (c *commands) showRecord(name, id string, raw bool) error {
	r, err := c.request([]string{name})
	if err != nil {
		return err
	}
	e, err := c.load(r)
	if err != nil {
		return err
	}
	rows := e.snapshot.Find(id)
	if len(rows) == 0 {
		c.say("error", fmt.Sprintf("no record with the ID %s among the %s read from %s", id, model.Count(e.snapshot.Len()), name))
		c.say("hint", "query SOURCE --columns id,time,op prints the IDs")
		if err := c.finish(e, 0); err != nil {
			return err
		}
		return exitCode(ExitFailed)
	}
	slices.SortStableFunc(rows, func(a, b store.Row) int {
		return cmp.Or(cmp.Compare(e.snapshot.Time(a), e.snapshot.Time(b)), export.ComparePlaces(e.snapshot, a, b))
	})
	for i, row := range rows {
		if i > 0 && !raw {
			if err := c.print("\n"); err != nil {
				return err
			}
		}
		if err := c.printRecord(e, e.exported().Record(row), raw); err != nil {
			return err
		}
	}
	return c.finish(e, len(rows))
}

// printRecord prints one record: its bytes, or what it tells in sentences and
// every field with its name.
func (c *commands) printRecord(e *evidence, r *export.Record, raw bool) error {
	if raw {
		return r.WriteOriginal(c.asking(), c.env.Stdout, c.env.OutTerminal)
	}
	const width = 13
	v := e.snapshot
	var b strings.Builder
	for _, x := range explain.Sentences(v, r.Row) {
		writeSentence(&b, x)
	}
	b.WriteString("\n")
	var none, silent []string
	for _, col := range export.AllColumns() {
		value, recorded, err := r.Value(c.asking(), col)
		switch {
		case err != nil:
			return err
		case recorded:
			fmt.Fprintf(&b, "%-*s %s\n", width, col.Name, export.Shown(value))
		case v.Answered(r.Row, col.Field):
			none = append(none, col.Name)
		default:
			silent = append(silent, col.Name)
		}
	}
	var is, unknown []string
	for k := range model.Joined {
		switch v.Facts(r.Row).Get(k) {
		case model.Yes:
			is = append(is, model.FactNames[k])
		case model.Unknown:
			unknown = append(unknown, model.FactNames[k])
		}
	}
	ref := v.Ref(r.Row)
	var stored []string
	if s, ok := e.source.(source.Encrypted); ok {
		if how, ok := s.Encryption(v.File(ref.File)); ok {
			stored = []string{export.Shown(how.String())}
		}
	}
	for _, line := range []struct {
		name  string
		words []string
	}{
		{"is", is},
		{"cannot say", unknown},
		{"none", none},
		{"not recorded", silent},
		{"from", []string{fmt.Sprintf("%s, bytes %s to %s", export.Shown(v.File(ref.File)), model.Count(int(ref.Offset)), model.Count(int(ref.Offset)+ref.Length))}},
		{"stored", stored},
	} {
		if len(line.words) > 0 {
			fmt.Fprintf(&b, "%-*s %s\n", width, line.name, strings.Join(line.words, ", "))
		}
	}
	return c.print(b.String())
}

// weights mark how much a sentence matters.
var weights = [...]string{explain.Aside: "-", explain.Fine: "+", explain.Warn: "!", explain.Bad: "!!"}

// writeSentence writes a sentence with its evidence.
func writeSentence(b *strings.Builder, x explain.Sentence) {
	fmt.Fprintf(b, "%-2s %s", weights[x.Weight], export.Shown(x.Says))
	if x.Because != "" {
		b.WriteString(" " + export.Shown(x.Because))
	}
	fmt.Fprintf(b, "\n   evidence: %s\n", x.Evidence)
}
