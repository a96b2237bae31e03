package headless_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"s3sleuth/source"
	"s3sleuth/source/aws"
	"s3sleuth/source/awstest"
	"s3sleuth/source/dir"
	"s3sleuth/source/sourcetest"
	"s3sleuth/source/trails"
	"s3sleuth/testdata/demo"
	"s3sleuth/tui/headless"
)

// now is the clock of every test: the demo's incident is a week old.
var now = time.Date(2026, 11, 10, 12, 0, 0, 0, time.UTC)

// env is the world of a test: folders and the demo, no terminal.
func env(stdout, stderr *bytes.Buffer) headless.Env {
	return headless.Env{
		Stdout: stdout, Stderr: stderr,
		Now:     func() time.Time { return now },
		Version: "v1.2.3",
		Open: func(_ context.Context, name string, o source.Options) (source.Source, error) {
			switch {
			case name == "demo:":
				return dir.New(name, demo.FS, "evidence"), nil
			case strings.HasPrefix(name, "athena:"):
				return openPaid(name, o)
			}
			return dir.Open(name)
		},
		Survey: func(ctx context.Context, o source.Options) (source.Surveyor, error) {
			session, err := aws.Open(ctx, aws.Settings{Profile: o.Profile, Region: o.Region, Endpoint: o.Endpoint})
			if err != nil {
				return nil, err
			}
			return trails.New(session), nil
		},
		Nearby: func(ctx context.Context) []source.Place { return dir.Near(ctx, ".", os.DirFS(".")) },
		Recent: func() []string { return []string{"/evidence/ir-41"} },
		SQL:    spellOut,

		History: ran,
		Create:  spellOutCreation,
	}
}

// spellOut stands in for the writer of statements, which has tests of its own.
func spellOut(r headless.SQLRequest) ([]headless.SQLStatement, error) {
	if r.Source == "athena:fail" {
		return nil, errors.New("no such table")
	}
	if c := r.Create; c != nil {
		return []headless.SQLStatement{{Text: fmt.Sprintf("create %s %s %s", c.Layout, c.Location, strings.Join(c.Accounts, ","))}}, nil
	}
	var by []string
	for _, key := range r.By {
		name := key.Field.String()
		if key.Step > 0 {
			name += fmt.Sprintf("/%d", key.Step)
		}
		by = append(by, name)
	}
	where := fmt.Sprint(r.Where)
	s := headless.SQLStatement{
		Title: r.Source,
		Text: fmt.Sprintf("where %s by %s top %d all time %v lines %v flat %v view %s\nfrom %s to %s", where, strings.Join(by, ","), r.Top, r.AllTime,
			r.Lines, r.Flat, r.View, r.From.Format(time.DateOnly), r.To.Format(time.DateOnly)),
		Notes: []string{"counted twice"},
	}
	if strings.Contains(where, "client:") {
		s.Local = []string{"client:boto3"}
	}
	return []headless.SQLStatement{s}, nil
}

// spellOutCreation stands in for Athena, where the database "new" is missing and
// the table "logs.old" is there.
func spellOutCreation(_ context.Context, r headless.SQLRequest, o source.Options) (*headless.Creation, error) {
	c := &headless.Creation{Where: "the data catalog of your account in " + o.Region}
	switch r.Source {
	case "athena:logs.old":
		return nil, errors.New("table logs.old is there already")
	case "athena:new.access":
		c.Statements = []headless.SQLStatement{{Text: "CREATE DATABASE new"}}
	}
	statements, err := spellOut(r)
	c.Statements = append(c.Statements, statements...)
	c.Run = func(_ context.Context, statement string, _ func(string)) error {
		if strings.Contains(statement, "s3://denied/") {
			return errors.New("may not")
		}
		return os.WriteFile(os.Getenv("RAN"), []byte(statement+"\n"), 0o600)
	}
	return c, err
}

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"s3sleuth": func() {
			var stdout, stderr bytes.Buffer
			world := env(&stdout, &stderr)
			if answer := os.Getenv("ANSWER"); answer != "" { // somebody sits at the terminal
				world.Confirm = func(_ context.Context, question string) (bool, error) {
					fmt.Fprintln(&stderr, question)
					return answer == "yes", nil
				}
			}
			code := headless.Run(context.Background(), world, os.Args[1:])
			os.Stdout.Write(stdout.Bytes())
			os.Stderr.Write(stderr.Bytes())
			os.Exit(code)
		},
	})
}

// TestScripts runs what a user could type. Beside the commands of testscript
// there are: exits CODE COMMAND..., gzip FILE, cut FILE BYTES, lines FILE SEED N,
// aws up|denied|no-lake|expired|none.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits": exits,
			"gzip":  zip,
			"cut":   cut,
			"lines": lines,
			"aws":   serveAWS,
		},
		Condition: func(cond string) (bool, error) {
			return cond == "root" && os.Geteuid() == 0, nil
		},
	})
}

// exits runs a command and checks its exit code, which "! exec" does not.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	code := 0
	if err != nil {
		var ok bool
		if code, ok = exitCode(err); !ok {
			ts.Fatalf("%v", err)
		}
	}
	if code != want {
		ts.Fatalf("%s: exit code %d, want %d", strings.Join(args[1:], " "), code, want)
	}
}

func exitCode(err error) (int, bool) {
	exit, ok := err.(interface{ ExitCode() int })
	if !ok {
		return 0, false
	}
	return exit.ExitCode(), true
}

// zip packs a file in place, whatever its name.
func zip(ts *testscript.TestScript, _ bool, args []string) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, err := w.Write([]byte(ts.ReadFile(args[0])))
	ts.Check(err)
	ts.Check(w.Close())
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), packed.Bytes(), 0o666))
}

// cut takes bytes off the end of a file.
func cut(ts *testscript.TestScript, _ bool, args []string) {
	data := ts.ReadFile(args[0])
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(data[:len(data)-n]), 0o666))
}

// lines writes n access-log lines of a seed, the first of 2026-11-01T00:00:00Z.
func lines(ts *testscript.TestScript, _ bool, args []string) {
	seed, err := strconv.Atoi(args[1])
	ts.Check(err)
	n, err := strconv.Atoi(args[2])
	ts.Check(err)
	path := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(filepath.Dir(path), 0o777))
	ts.Check(os.WriteFile(path, sourcetest.Lines(seed, n, time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)), 0o666))
}

// serveAWS leads the commands that follow to an account, or to none.
func serveAWS(ts *testscript.TestScript, _ bool, args []string) {
	world := &awstest.World{
		Account: "111122223333", Caller: "arn:aws:sts::111122223333:assumed-role/audit/alice",
		Trails: []awstest.Trail{{Name: "org-trail", Home: "us-east-1", Bucket: "acme-org-logs", MultiRegion: true, Organization: true, Delivered: now}},
		Buckets: []awstest.Bucket{
			{Name: "acme-shop", Region: "eu-west-3", Target: "acme-logs", Prefix: "shop/", Partitioned: "EventTime"},
			{Name: "acme-vault", Region: "us-east-1"},
		},
		Stores: []awstest.Store{{Name: "org-events", ID: "0a1b2c3d-0000-4000-8000-0123456789ab", Region: "us-east-1", Retention: 2557, MultiRegion: true, Organization: true}},
	}
	switch args[0] {
	case "denied":
		world.Deny = map[string]bool{"s3:GetBucketLogging acme-vault": true, "cloudtrail:DescribeTrails": true, "cloudtrail:ListTrails": true, "cloudtrail:ListEventDataStores": true}
	case "no-lake":
		world.Stores = nil
	case "expired":
		world.Expired = true
	}
	env := awstest.Nowhere()
	if args[0] != "none" {
		server, end := awstest.Serve(world)
		ts.Defer(end)
		env = server.Environment("us-east-1")
	}
	for name, v := range env {
		ts.Setenv(name, v)
	}
}
