package headless

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"s3sleuth/model"
	"s3sleuth/source"
)

// places is the answer of sources.
type places struct {
	survey source.Survey
	local  []source.Place
	recent []string
	err    error // why AWS could not be asked
}

// complete says that everything was asked and nothing refused.
func (p *places) complete() bool {
	v := p.survey
	return p.err == nil && v.Trails.All() && v.Buckets.All() && v.Stores.All() && len(v.Refused) == 0
}

func (c *commands) sources() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "sources",
		Short: "List where records can be read from",
		Long: `sources lists the log buckets that AWS tells of (where CloudTrail trails and
server access logging deliver), the Region's event data stores of CloudTrail
Lake, folders here that look like logs, and what was opened before. It reads settings only. What may not be asked is named; a bucket
or a path can always be given by hand.`,
		Example: `  s3sleuth sources
  s3sleuth sources --profile audit --region eu-west-1
  s3sleuth sources --format json | jq -r '.places[].source'`,
		Args: noArguments,
	}
	cmd.Flags().StringVar(&format, "format", "table", "table or json")
	cmd.RunE = func(*cobra.Command, []string) error {
		write, ok := map[string]func(*places) error{"table": c.placesTable, "json": c.placesJSON}[format]
		if !ok {
			return unknownFormat(format, "table or json")
		}
		p := c.lookAround()
		if err := write(p); err != nil {
			return err
		}
		return c.finishPlaces(p)
	}
	return cmd
}

// lookAround asks AWS and looks at the working folder.
func (c *commands) lookAround() *places {
	p := &places{local: c.env.Nearby(c.ctx)}
	p.recent = slices.DeleteFunc(c.env.Recent(), func(name string) bool { return name == demoSource })
	surveyor, err := c.env.Survey(c.ctx, c.options)
	if err != nil {
		p.err = err
		return p
	}
	var tell func(source.Survey)
	if c.env.ErrTerminal {
		tell = c.surveyProgress
	}
	p.err = surveyor.Run(c.ctx, tell)
	c.clearProgress()
	p.survey = surveyor.Survey()
	return p
}

// surveyProgress draws how far a survey is.
func (c *commands) surveyProgress(v source.Survey) {
	about := ""
	if !v.Buckets.Final {
		about = "at least "
	}
	c.draw(fmt.Sprintf("asking AWS  %s found, settings of %s of %s%s  ^C lists what is found",
		model.Counted(len(v.Places), "place"), model.Count(v.Buckets.Done), about, model.Counted(v.Buckets.Total, "bucket")))
}

// placesTable prints a line a place, then what the kinds are good for.
func (c *commands) placesTable(p *places) error {
	rows := [][]string{{"KIND", "SOURCE", "WHAT IS THERE"}}
	for _, list := range [][]source.Place{p.survey.Places, p.local} {
		for _, at := range list {
			rows = append(rows, []string{at.Kind.String(), cell(at.URI, true), cell(at.About(), true)})
		}
	}
	for _, uri := range p.recent {
		rows = append(rows, []string{"recent", cell(uri, true), "opened before"})
	}
	rows = append(rows, []string{"demo", demoSource, "built-in evidence: one incident in both logs, no AWS needed"})
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, s := range row {
			widths[i] = max(widths[i], ansi.StringWidth(s))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		if err := writeRow(&b, row, widths); err != nil {
			return err
		}
	}
	for kind, g := range source.Guides {
		fmt.Fprintf(&b, "\n%s: %s\n  can     %s\n  cannot  %s\n  when    %s\n", source.PlaceKind(kind), g.Title, g.Can, g.Cannot, g.When)
	}
	if v := p.survey; v.Stores.All() && v.Stores.Total == 0 {
		fmt.Fprintf(&b, "\n%s\n", source.LakeNote)
	}
	return c.print(b.String())
}

// finishPlaces says on stderr what the list rests on.
func (c *commands) finishPlaces(p *places) error {
	v := p.survey
	if l := v.Login; l.Account != "" {
		c.say("note", fmt.Sprintf("account %s as %s, from %s: %s, %s, %s", l.Account, l.ARN, l.Region,
			model.Counted(v.Trails.Total, "trail"), model.Counted(v.Buckets.Total, "bucket"), model.Counted(v.Stores.Total, "event data store")))
	}
	for _, r := range v.Refused {
		c.say("partial", r.String())
	}
	if len(v.Refused) > 0 {
		c.say("hint", "a bucket can be given by hand: s3sleuth s3://BUCKET/PREFIX")
	}
	switch {
	case p.err != nil && c.ctx.Err() == nil:
		return fmt.Errorf("look for log buckets: %w", p.err)
	case p.err != nil:
		c.say("partial", "cancelled: "+fmt.Sprintf("%s of %s were asked", model.Count(v.Buckets.Done), model.Counted(v.Buckets.Total, "bucket")))
		return exitCode(ExitPartial)
	case !p.complete():
		return exitCode(ExitPartial)
	}
	return nil
}
