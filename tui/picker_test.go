package tui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"

	"s3sleuth/source"
)

// A fakeSurveyor knows what a test says.
type fakeSurveyor struct {
	survey source.Survey
	err    error
}

func (f fakeSurveyor) Run(context.Context, func(source.Survey)) error { return f.err }

func (f fakeSurveyor) Survey() source.Survey { return f.survey }

// A hintedFault is an error of AWS as the picker knows them.
type hintedFault struct{ say, hint string }

func (f hintedFault) Error() string { return f.say }

func (f hintedFault) Advice() string { return f.hint }

// found is what AWS tells of an account.
func found() source.Survey {
	at := time.Date(2026, 11, 9, 14, 5, 0, 0, time.UTC)
	v := source.Survey{
		Login: source.Login{Profile: "audit", Region: "us-east-1", Account: "111122223333"},
		Places: []source.Place{
			{Kind: source.TrailLogs, URI: "s3://acme-org-logs/AWSLogs/", Trails: []source.Trail{{
				Name: "org-trail", Home: "us-east-1", MultiRegion: true, Organization: true, Logging: source.On, Delivered: at, Reads: source.ReachAll, Writes: source.ReachAll,
				Key: "arn:aws:kms:us-east-1:111122223333:key/1a2b", ARN: "arn:aws:cloudtrail:us-east-1:444455556666:trail/org-trail",
			}}},
			{Kind: source.TrailLogs, URI: "s3://acme-paris-logs/ct/AWSLogs/", Trails: []source.Trail{{Name: "paris", Home: "eu-west-3", Logging: source.Off, Stopped: at, Reads: source.ReachNone, Writes: source.ReachNone}}},
			{Kind: source.AccessLogs, URI: "s3://acme-logs/shop/", Region: "us-east-1", Logged: []source.Logged{{Bucket: "acme-shop", Prefix: "shop/", Format: source.KeyByEvent}}},
			{Kind: source.AccessLogs, URI: "s3://acme-logs/s3", Region: "us-east-1", Logged: []source.Logged{{Bucket: "acme-billing", Prefix: "s3"}, {Bucket: "acme-dl", Prefix: "s3"}, {Bucket: "acme-static", Prefix: "s3"}, {Bucket: "acme-vault", Prefix: "s3"}}},
			{Kind: source.EventStores, URI: "lake:arn:aws:cloudtrail:us-east-1:111122223333:eventdatastore/0a1b2c3d-0000-4000-8000-0123456789ab", Region: "us-east-1", Store: &source.EventStore{
				Name: "org-events", Status: "ENABLED", Retention: 366, Organization: true, MultiRegion: true, Categories: []string{"Data", "Management"}, Reads: source.ReachAll, Writes: source.ReachAll,
			}},
		},
		Trails: source.Asked{Done: 2, Total: 2, Final: true}, Buckets: source.Asked{Done: 214, Total: 214, Final: true}, Stores: source.Asked{Done: 1, Total: 1, Final: true},
	}
	return v
}

// newPickerScreen is the program started without a source.
func newPickerScreen(t testing.TB, w, h int, s fakeSurveyor, opens error) *screen {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	a := newApp(ctx, Config{
		Version: "1.0", Now: func() time.Time { return now }, Options: source.Options{Profile: "audit", Region: "us-east-1"},
		Recent: []string{"/evidence/ir-41", "demo:"},
		Open: func(_ context.Context, uri string, o source.Options) (source.Source, error) {
			if opens == nil {
				opens = fmt.Errorf("opened %s as %s from %s", uri, o.Profile, o.Region)
			}
			return nil, opens
		},
		Survey: func(context.Context, source.Options) (source.Surveyor, error) { return s, nil },
		Nearby: func(context.Context) []source.Place {
			return []source.Place{{Kind: source.LocalFiles, URI: "./evidence", Events: 312, Lines: 40}}
		},
		Profiles: func() []string { return []string{"audit", "default", "payments-prod"} },
		Regions:  []string{"us-east-1", "eu-west-1", "eu-west-3"},
	})
	a.after = func(time.Duration, func(time.Time) tea.Msg) tea.Cmd { return nil }
	sc := &screen{t: t, a: a}
	sc.send(tea.WindowSizeMsg{Width: w, Height: h})
	sc.run(a.lookNear())
	return sc
}

// The picker in every state, as it is drawn.
func TestPickerGolden(t *testing.T) {
	denied := found()
	denied.Places = denied.Places[:2]
	denied.Refused = []source.Refusal{
		{Action: "s3:ListAllMyBuckets", Denied: true, On: []string{"every bucket"}},
		{Action: "cloudtrail:GetTrailStatus", Denied: true, On: []string{"org-trail", "paris"}},
	}
	denied.Buckets, denied.Stores = source.Asked{}, source.Asked{}
	asking := found()
	asking.Buckets = source.Asked{Done: 214, Total: 1000}
	empty := source.Survey{Login: found().Login, Trails: source.Asked{Final: true}, Buckets: source.Asked{Done: 12, Total: 12, Final: true}, Stores: source.Asked{Final: true}}
	expired := fakeSurveyor{source.Survey{Login: source.Login{Profile: "audit", Region: "us-east-1"}}, hintedFault{
		"sts:GetCallerIdentity: the AWS session has expired (profile audit)", "in another terminal: aws sso login --profile audit; then read on",
	}}
	nobody := fakeSurveyor{source.Survey{Login: source.Login{Region: "us-east-1"}}, hintedFault{"sts:GetCallerIdentity: no usable AWS credentials", "name a profile with --profile, or sign in"}}
	cases := []struct {
		name string
		with fakeSurveyor
		play func(*screen)
	}{
		{"fresh", fakeSurveyor{}, func(s *screen) { s.press("down") }},
		{"found", fakeSurveyor{survey: found()}, func(s *screen) { s.press("ctrl+r", "down", "down", "down") }},
		{"asking", fakeSurveyor{survey: asking}, func(s *screen) {
			s.a.lookInAWS()
			s.a.picker.aws.surveyor = fakeSurveyor{survey: asking}
			s.send(lookTickMsg{1, asking})
		}},
		{"stopped", fakeSurveyor{asking, context.Canceled}, func(s *screen) { s.press("ctrl+r") }},
		{"denied", fakeSurveyor{survey: denied}, func(s *screen) { s.press("ctrl+r", "down") }},
		{"empty", fakeSurveyor{survey: empty}, func(s *screen) { s.press("ctrl+r") }},
		{"expired", expired, func(s *screen) { s.press("ctrl+r") }},
		{"no_credentials", nobody, func(s *screen) { s.press("ctrl+r") }},
		{"store", fakeSurveyor{survey: found()}, func(s *screen) { s.press("ctrl+r"); s.write("org-ev") }},
		{"search", fakeSurveyor{survey: found()}, func(s *screen) { s.press("ctrl+r"); s.write("vault") }},
		{"profile", fakeSurveyor{survey: found()}, func(s *screen) { s.press("ctrl+r", "ctrl+p"); s.write("prod") }},
		{"failed", fakeSurveyor{}, func(s *screen) { s.write("./evidense"); s.press("enter") }},
	}
	for _, c := range cases {
		for _, size := range [][2]int{{120, 40}, {80, 24}, {40, 10}} {
			t.Run(fmt.Sprintf("%s_%dx%d", c.name, size[0], size[1]), func(t *testing.T) {
				s := newPickerScreen(t, size[0], size[1], c.with, errors.New("open ./evidense: no such file or directory"))
				c.play(s)
				s.fits(size[0], size[1])
				s.harmless()
				golden.RequireEqual(t, []byte(s.text()+"\n"))
			})
		}
	}
}

// Nothing asks AWS before the user does, and then once.
func TestPickerAsksNobodyByItself(t *testing.T) {
	s := newPickerScreen(t, 120, 40, fakeSurveyor{survey: found()}, nil)
	s.shows("not asked yet", "look for log buckets and Lake stores as profile audit, from us-east-1", "./evidence")
	s.hides("acme-org-logs")
	s.press("down", "enter")
	if on, _ := s.a.picker.current(); on.uri != "s3://acme-org-logs/AWSLogs/" {
		t.Errorf("the cursor is on %q, not on the first place found", on.uri)
	}
	s.shows("s3://acme-org-logs/AWSLogs/", "2 found, of 2 trails", "2 found, of 214 buckets asked", "▸ 111122223333")
}

// What is typed is searched for everywhere: names, buckets behind a place, letters left out.
func TestPickerSearch(t *testing.T) {
	s := newPickerScreen(t, 120, 40, fakeSurveyor{survey: found()}, nil)
	s.press("ctrl+r")
	for _, c := range []struct{ typed, first string }{
		{"shop", "s3://acme-logs/shop/"},
		{"vault", "s3://acme-logs/s3"},                  // one of the buckets that log there
		{"org trail", "s3://acme-org-logs/AWSLogs/"},    // two words, in any order
		{"paris eu-west", "s3://acme-paris-logs/ct/AW"}, // a name and what is known
		{"aclgshp", "s3://acme-logs/shop/"},             // letters left out
		{"org-events", "lake:arn:aws:cloudtrail:"},      // an event data store, by its name
		{"ir-41", "/evidence/ir-41"},
		{"s3://other/p", "s3://other/p"},
		{"./evi", "./evi"},
		{"~/x.json", "~/x.json"},
		{"zzz", "zzz"},
	} {
		s.press("ctrl+u")
		s.write(c.typed)
		if got, _ := s.a.picker.current(); !strings.HasPrefix(got.uri, c.first) {
			t.Errorf("%q finds %q first, want %q", c.typed, got.uri, c.first)
		}
	}
	s.press("ctrl+u")
	s.write("other-logs")
	s.shows("s3://other-logs/", "open this bucket", "open this file or folder")
}

// A line can be taken into the input, and what is typed is opened as the login says.
func TestPickerOpens(t *testing.T) {
	s := newPickerScreen(t, 120, 40, fakeSurveyor{survey: found()}, nil)
	s.press("ctrl+r", "ctrl+g")
	s.write("west-3")
	s.press("enter")
	s.press("ctrl+p", "down", "down", "enter")
	s.press("down", "down", "tab")
	s.write("111122223333/")
	s.press("enter")
	s.shows("error: opened s3://acme-logs/shop/111122223333/ as payments-prod from", "eu-west-3")
}

// ^c stops the asking; what was found stays.
func TestPickerStopsAsking(t *testing.T) {
	s := newPickerScreen(t, 120, 40, fakeSurveyor{}, nil)
	var ctx context.Context
	s.a.cfg.Survey = func(c context.Context, _ source.Options) (source.Surveyor, error) {
		ctx = c
		return fakeSurveyor{survey: found()}, nil
	}
	cmd := s.a.lookInAWS()
	s.a.Update(cmd())
	s.send(lookTickMsg{1, found()})
	s.press("ctrl+c")
	if ctx.Err() == nil {
		t.Error("the asking goes on")
	}
	s.send(lookedMsg{1, found(), ctx.Err()})
	s.shows("stopped: 214 of 214 buckets", "acme-org-logs", "ask AWS again")
	s.send(lookTickMsg{0, source.Survey{}}) // late, of another lookup
	s.shows("acme-org-logs")
}

// A survey that grows keeps the cursor on its line.
func TestPickerKeepsItsLine(t *testing.T) {
	s := newPickerScreen(t, 120, 40, fakeSurveyor{}, nil)
	s.a.lookInAWS()
	s.a.picker.aws.surveyor = fakeSurveyor{}
	s.press("down", "down")
	on, _ := s.a.picker.current()
	s.send(lookTickMsg{1, found()})
	if now, _ := s.a.picker.current(); now.uri != on.uri || on.uri == "" {
		t.Errorf("the cursor went from %q to %q", on.uri, now.uri)
	}
}
