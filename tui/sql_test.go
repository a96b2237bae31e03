package tui

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"

	"s3sleuth/source"
	"s3sleuth/source/engine"
	"s3sleuth/source/sourcetest"
	"s3sleuth/source/sql"
)

// A paidService is a service that bills, whose queries answer at once.
type paidService struct {
	statements []string
	stopped    int
	endless    bool
	fails      string
	watched    func() // called with every look at a query
}

func (p *paidService) Start(_ context.Context, q engine.Query, _ string) (string, error) {
	p.statements = append(p.statements, q.Text)
	return fmt.Sprint(len(p.statements) - 1), nil
}

func (p *paidService) Status(context.Context, string) (engine.Status, error) {
	if p.watched != nil {
		p.watched()
	}
	switch {
	case p.endless:
		return engine.Status{State: engine.Running, Bytes: 3e9}, nil
	case p.fails != "":
		return engine.Status{State: engine.Failed, Reason: p.fails}, nil
	}
	return engine.Status{State: engine.Succeeded, Bytes: 4e9}, nil
}

func (p *paidService) Stop(context.Context, string) error { p.stopped++; return nil }

func (p *paidService) Page(_ context.Context, id, _ string) (rows [][]*string, next string, err error) {
	var i int
	fmt.Sscan(id, &i)
	add := func(cells ...string) {
		row := make([]*string, len(cells))
		for i := range cells {
			if cells[i] != "" {
				row[i] = &cells[i]
			}
		}
		rows = append(rows, row)
	}
	switch statement := p.statements[i]; {
	case strings.Contains(statement, "AS matched"):
		add("12431", "28", "1241880")
	case strings.Contains(statement, "UNNEST"):
		for hour, n := range []string{"310", "12", "904", "4000", "11205"} {
			add("1", fmt.Sprint(week.From.Add(time.Duration(hour+9)*6*time.Hour).Unix()), n, "5")
		}
		add("2", "none", "12000", "2")
		add("2", "unknown", "431", "2")
		add("3", "GetObject", "9000", "40")
		add("3", "PutObject\x1b[2J", "3000", "40")
		add("3", "", "2", "40")
	case strings.Contains(statement, "unparsed"):
		add("0")
	default:
		rows = sourcetest.Rows(sourcetest.Lines(1, 40, start))
	}
	return rows, "", nil
}

// A paidWorld opens a table on a service that bills, as a test says.
type paidWorld struct {
	service paidService
	price   float64
	weight  int64
	basis   string
	journal *engine.Journal
	range_  source.Range
	max     int64
	log     sql.Log
}

func (w *paidWorld) open(_ context.Context, uri string, _ source.Options) (source.Source, error) {
	if w.log == 0 {
		w.log = sql.Lines
	}
	table, err := sql.ParseTable(uri, w.log, true)
	return engine.New(engine.Settings{
		Name:   uri,
		Engine: &engine.Runner{Service: &w.service, Where: "test", Price: w.price, MaxScan: w.max, Journal: w.journal},
		Table:  func(context.Context) (*sql.Table, error) { return table, err },
		Price:  w.price,
		Weigh:  func(context.Context, source.Range) (int64, string, error) { return w.weight, w.basis, nil },
	}), nil
}

// week is the range that tests ask about.
var week = source.Range{From: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 11, 8, 0, 0, 0, 0, time.UTC)}

func usualWorld() *paidWorld {
	return &paidWorld{price: 5e-12, weight: 20e9, basis: "12,003 objects of 7 days lie under the table's location", range_: week}
}

// newSQLScreen opens a table on an engine.
func newSQLScreen(t testing.TB, w, h int, world *paidWorld) *screen {
	t.Helper()
	if world.journal == nil {
		world.journal = engine.NewJournal(filepath.Join(t.TempDir(), "queries"))
	}
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	a := newApp(ctx, Config{
		Now: func() time.Time { return now }, Source: "athena:logs.access", Range: world.range_, Open: world.open,
		Options: source.Options{MaxScan: world.max},
	})
	a.after = func(time.Duration, func(time.Time) tea.Msg) tea.Cmd { return nil }
	s := &screen{t: t, a: a}
	s.send(tea.WindowSizeMsg{Width: w, Height: h})
	s.run(a.Init())
	return s
}

// settled shows what was read, when nothing ticks by itself.
func (s *screen) settled() {
	s.send(tickMsg{gen: s.a.sess.gen, at: now, coverage: s.a.sess.loader.Coverage(), snapshot: s.a.sess.store.Snapshot()})
	s.run(s.a.ask())
}

func TestSQLGolden(t *testing.T) {
	blind, free, failing, refused := usualWorld(), usualWorld(), usualWorld(), usualWorld()
	blind.weight, blind.basis = -1, "s3:ListBucket is denied on acme-access-logs: its objects cannot be weighed"
	free.price, free.weight, free.basis = 0, -1, ""
	failing.service.fails = "TABLE_NOT_FOUND: line 1:15: Table 'logs.access' does not exist"
	refused.max = 1e9
	filter := func(text string) func(*screen) {
		return func(s *screen) { s.press("/"); s.write(text); s.press("enter") }
	}
	for _, c := range []struct {
		name  string
		world *paidWorld
		play  func(*screen)
	}{
		{"preview", usualWorld(), filter("tls:none -is:aws-service bucket:acme-*")},
		{"local", usualWorld(), filter("client:boto3 key:*.dump")},
		{"long", usualWorld(), filter("ip:(" + strings.Repeat("198.51.100.7, 203.0.113.9, ", 40) + "192.0.2.1)")},
		{"asks", usualWorld(), func(s *screen) { s.press("enter") }},
		{"blind", blind, func(s *screen) { s.press("enter") }},
		{"free", free, func(*screen) {}},
		{"failed", failing, func(s *screen) { s.press("enter", "enter"); s.settled() }},
		{"above_limit", refused, func(s *screen) { s.press("enter") }},
		{"typing", usualWorld(), func(s *screen) { s.press("/"); s.write("tls:nine"); s.press("enter") }},
		{"time", usualWorld(), func(s *screen) { s.press("T"); s.write("yesterday"); s.press("enter") }},
		{"counted", usualWorld(), func(s *screen) { s.press("c", "enter") }},
		{"read", usualWorld(), func(s *screen) { s.press("enter", "enter"); s.settled() }},
	} {
		for _, size := range [][2]int{{120, 40}, {80, 24}, {40, 10}} {
			t.Run(fmt.Sprintf("%s_%dx%d", c.name, size[0], size[1]), func(t *testing.T) {
				world := *c.world
				s := newSQLScreen(t, size[0], size[1], &world)
				c.play(s)
				s.fits(size[0], size[1])
				s.harmless()
				golden.RequireEqual(t, []byte(s.text()+"\n"))
			})
		}
	}
}
