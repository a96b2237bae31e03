package headless

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"s3sleuth/model"
)

// A comparison is the answer of count --view: what a query as it is passed on
// takes, what the verdict says, and why they differ.
type comparison struct {
	View     string          `json:"view"`
	Title    string          `json:"title"`
	Filter   string          `json:"filter"`
	Article  viewCount       `json:"article"`
	Verdict  viewCount       `json:"verdict"`
	Both     int             `json:"both"`
	Wrongly  difference      `json:"takenWrongly"` // by the article alone
	Missed   difference      `json:"missed"`       // by the article
	Read     int             `json:"read"`
	Complete bool            `json:"complete"`
	Reason   string          `json:"reason,omitempty"`
	Engine   json.RawMessage `json:"engine,omitempty"`

	evidence *evidence
}

type viewCount struct {
	Filter  string `json:"filter"`
	Matched int    `json:"matched"`
	Unknown int    `json:"unknown"`
}

// A difference is the records that only one side takes, each under its first reason.
type difference struct {
	Matched int          `json:"matched"`
	Reasons []whyCounted `json:"reasons"`
}

type whyCounted struct {
	Reason  string `json:"reason"`
	Filter  string `json:"filter,omitempty"` // none for what no reason is known of
	Matched int    `json:"matched"`
}

// countView compares a named query with its verdict, on any source.
func (c *commands) countView(args []string, name, format string) error {
	write, ok := map[string]func(*comparison) error{"table": c.viewTable, "csv": c.viewCSV, "json": c.viewJSON}[format]
	if !ok {
		return unknownFormat(format, "table, csv or json")
	}
	v, err := model.LookUpView(name)
	if err != nil {
		return &usageError{err.Error(), ""}
	}
	r, err := c.request(args)
	if err != nil {
		return err
	}
	t, err := c.compareView(r, v)
	if err != nil {
		return err
	}
	if err := write(t); err != nil {
		return err
	}
	if err := c.tellNothing(r, t.evidence, t.Article.Matched+t.Verdict.Matched); err != nil {
		return err
	}
	return c.finish(t.evidence, t.Article.Matched)
}

// compareView reads what either side takes, and counts.
func (c *commands) compareView(r *request, v *model.View) (*comparison, error) {
	article, err := model.Parse(v.Article, c.env.Now())
	if err != nil {
		return nil, fmt.Errorf("view %s: %w", v.Name, err)
	}
	verdict, err := model.Parse(v.Verdict, c.env.Now())
	if err != nil {
		return nil, fmt.Errorf("view %s: %w", v.Name, err)
	}
	narrow := *r
	narrow.where = both(r.where, model.Or{article, verdict})
	e, err := c.load(&narrow)
	if err != nil {
		return nil, err
	}
	t := &comparison{
		View: v.Name, Title: v.Title, Filter: r.filter.String(), evidence: e,
		Complete: e.coverage.State == model.Complete, Reason: e.coverage.Reason,
		Article: viewCount{Filter: v.Article}, Verdict: viewCount{Filter: v.Verdict},
	}
	if engine := engineOf(e.source, e.engine, true); engine != nil {
		t.Engine = engine.JSON()
	}
	ask := func(x model.Expr) (matched, unknown int, err error) {
		q := r.question(e.source.Raw)
		q.Where = both(r.where, x)
		a, err := e.snapshot.Ask(c.asking(), q)
		if err != nil {
			return 0, 0, fmt.Errorf("count: %w", err)
		}
		t.Read = a.Read
		return a.Matched, a.Unknown, nil
	}
	if t.Article.Matched, t.Article.Unknown, err = ask(article); err != nil {
		return nil, err
	}
	if t.Verdict.Matched, t.Verdict.Unknown, err = ask(verdict); err != nil {
		return nil, err
	}
	if t.Both, _, err = ask(model.And{article, verdict}); err != nil {
		return nil, err
	}
	if t.Wrongly, err = c.differ(model.And{article, model.Not{X: verdict}}, v.Wrongly, ask); err != nil {
		return nil, err
	}
	t.Missed, err = c.differ(model.And{verdict, model.Not{X: article}}, v.Missed, ask)
	return t, err
}

// both joins a filter, which may be nil, and a condition.
func both(where, x model.Expr) model.Expr {
	if where == nil {
		return x
	}
	return model.And{where, x}
}

// differ counts what only one side takes, in all and by reason.
func (c *commands) differ(x model.Expr, reasons []model.Reason, ask func(model.Expr) (int, int, error)) (d difference, err error) {
	d.Reasons = []whyCounted{}
	if d.Matched, _, err = ask(x); err != nil || d.Matched == 0 {
		return d, err
	}
	rest := d.Matched
	for _, reason := range reasons {
		is, err := model.Parse(reason.Filter, c.env.Now())
		if err != nil {
			return d, fmt.Errorf("reason %q: %w", reason.Says, err)
		}
		n, _, err := ask(model.And{x, is})
		if err != nil {
			return d, err
		}
		if n > 0 {
			d.Reasons = append(d.Reasons, whyCounted{reason.Says, reason.Filter, n})
		}
		rest -= n
		x = model.And{x, model.Not{X: is}}
	}
	if rest > 0 {
		d.Reasons = append(d.Reasons, whyCounted{"for another reason", "", rest})
	}
	return d, nil
}

// lines are the answer as rows of a table: a count, what it is of, and why.
func (t *comparison) lines() [][]string {
	rows := [][]string{
		{model.Count(t.Article.Matched), "as it is passed on", t.Article.Filter},
		{model.Count(t.Verdict.Matched), "the verdict", t.Verdict.Filter},
		{model.Count(t.Both), "in both", ""},
	}
	for _, part := range []struct {
		name string
		difference
	}{{"taken wrongly", t.Wrongly}, {"missed", t.Missed}} {
		rows = append(rows, []string{model.Count(part.Matched), part.name, ""})
		for _, why := range part.Reasons {
			rows = append(rows, []string{model.Count(why.Matched), "  " + why.Reason, why.Filter})
		}
	}
	return rows
}

func (c *commands) viewTable(t *comparison) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", t.View, t.Title)
	writeTable(&b, append([][]string{{"COUNT", "OF", "FILTER"}}, t.lines()...))
	last := "of " + model.Counted(t.Read, "record") + " read"
	if t.Verdict.Unknown > 0 {
		last += ", of which the verdict cannot say about " + model.Count(t.Verdict.Unknown)
	}
	if !t.Complete {
		last += " (" + t.evidence.coverage.State.String() + ": " + t.Reason + ")"
	}
	b.WriteString(cell(last, true) + "\n")
	return c.print(b.String())
}

// viewCSV prints a line a count; of a reason, part says which side it is of.
func (c *commands) viewCSV(t *comparison) error {
	out := csv.NewWriter(c.env.Stdout)
	rows := [][]string{
		{"part", "reason", "filter", "count"},
		{"article", "", t.Article.Filter, strconv.Itoa(t.Article.Matched)},
		{"verdict", "", t.Verdict.Filter, strconv.Itoa(t.Verdict.Matched)},
		{"both", "", "", strconv.Itoa(t.Both)},
	}
	for _, part := range []struct {
		name string
		difference
	}{{"taken wrongly", t.Wrongly}, {"missed", t.Missed}} {
		rows = append(rows, []string{part.name, "", "", strconv.Itoa(part.Matched)})
		for _, why := range part.Reasons {
			rows = append(rows, []string{part.name, why.Reason, why.Filter, strconv.Itoa(why.Matched)})
		}
	}
	return out.WriteAll(rows)
}

func (c *commands) viewJSON(t *comparison) error {
	enc := json.NewEncoder(c.env.Stdout)
	enc.SetEscapeHTML(false)
	return enc.Encode(t)
}
