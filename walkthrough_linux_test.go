package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"s3sleuth/tui/terminaltest"
)

// A tmux is a session of tmux with the program in it: what a person sees and types.
type tmux struct {
	t      *testing.T
	socket string
	env    []string
}

// startTmux runs the demo in a tmux as it is set up at first.
func startTmux(t *testing.T, w, h int) *tmux {
	t.Helper()
	if _, err := exec.LookPath("tmux"); err != nil {
		t.Skip("there is no tmux here")
	}
	x := &tmux{t, filepath.Join(t.TempDir(), "tmux"), home(t, "")}
	t.Cleanup(func() { x.do("kill-server") })
	x.do("new-session", "-d", "-x", fmt.Sprint(w), "-y", fmt.Sprint(h), os.Args[0], "demo")
	x.wait("COMPLETE")
	return x
}

// do gives tmux a command and returns what it says.
func (x *tmux) do(args ...string) string {
	c := exec.Command("tmux", append([]string{"-S", x.socket, "-f", "/dev/null"}, args...)...)
	c.Env = x.env
	out, _ := c.CombinedOutput()
	return string(out)
}

// keys presses keys, each as tmux names it.
func (x *tmux) keys(names ...string) { x.do(append([]string{"send-keys"}, names...)...) }

// until waits until the screen is as wanted.
func (x *tmux) until(what string, holds func(screen string) bool) {
	x.t.Helper()
	for range 1000 {
		if holds(x.do("capture-pane", "-p")) {
			return
		}
		time.Sleep(30 * time.Millisecond)
	}
	x.t.Fatalf("%s: does not appear:\n%s", what, x.do("capture-pane", "-p"))
}

// wait waits until the screen shows every text.
func (x *tmux) wait(texts ...string) {
	x.t.Helper()
	for _, text := range texts {
		x.until(text, func(screen string) bool { return strings.Contains(screen, text) })
	}
}

// line waits until a line of the screen shows a value and its count.
func (x *tmux) line(value, count string) {
	x.t.Helper()
	want := regexp.MustCompile(regexp.QuoteMeta(value) + `[^\n│]*[^0-9,]` + count + `(?:[^0-9,]|$)`)
	x.until(value+" "+count, want.MatchString)
}

// table goes back to the records, with the keys that led away: esc and the key
// after it could reach the program as one.
func (x *tmux) table() {
	x.t.Helper()
	for head, key := range map[string]string{"╭─ FACETS": "f", "SELECTION COMPARED": "i"} {
		if strings.Contains(x.do("capture-pane", "-p"), head) {
			x.keys(key)
			x.until("less "+head, func(screen string) bool { return !strings.Contains(screen, head) })
		}
	}
}

// filter applies a filter as it is typed.
func (x *tmux) filter(text string) {
	x.t.Helper()
	x.table()
	x.keys("/", "C-u")
	x.do("send-keys", "-l", text)
	x.keys("Enter")
}

// facet goes to the head of a facet, from the top, with j alone.
func (x *tmux) facet(name string) {
	x.t.Helper()
	x.table()
	x.keys("f")
	x.wait("╭─ FACETS")
	head := regexp.MustCompile(`[▾▸].*\x1b\[(\d+;)*7m(\x1b\[[0-9;]*m)*` + name + `\b`) // in reverse
	for range 3 {
		x.press("g")
		for range 120 {
			screen := x.do("capture-pane", "-e", "-p")
			for line := range strings.Lines(screen) {
				if head.MatchString(line) {
					return
				}
			}
			if !x.press("j") { // the last line
				break
			}
		}
	}
	x.t.Fatalf("the facet %s is not reached:\n%s", name, x.do("capture-pane", "-p"))
}

// press presses a key, waits until the screen has followed, and says whether it
// did.
func (x *tmux) press(key string) bool {
	was := x.do("capture-pane", "-e", "-p")
	x.keys(key)
	for range 30 {
		if x.do("capture-pane", "-e", "-p") != was {
			return true
		}
		time.Sleep(20 * time.Millisecond)
	}
	return false
}

// A step of the walkthrough: what is typed, and what the screen then shows. The
// filters and the numbers stand in its section of the document.
type step struct {
	play    func(*tmux)
	filters []string
	numbers []string
}

var steps = []step{
	{func(x *tmux) {
		x.wait("35,070 match of 35,070 read", "COMPLETE")
		x.facet("KIND")
		x.keys("Enter")
		x.line("accesslog", "24,788")
		x.line("cloudtrail", "10,278")
		x.line("networkactivity", "4")
		x.press("Enter") // folds it again
	}, nil, []string{"35,070 match of 35,070 read", "24,788", "10,278"}},

	{func(x *tmux) {
		x.filter("tls:none -is:website")
		x.wait("2,667 match of 35,070 read   and 3,052 that cannot say")
		x.facet("BUCKET")
		x.line("saltmarsh-www", "1,211")
		x.facet("PRINCIPAL")
		x.line("role/tide-", "1,250")
		x.table()
		x.keys("U")
		x.wait("3,052 match of 35,070 read")
		x.facet("TLS")
		x.line("unknown", "1,670")
		x.line("no-evidence", "1,382")
	}, []string{"tls:none -is:website"}, []string{"2,667 match of 35,070 read, and 3,052 that cannot say", "1,211", "1,250", "1,670", "1,382", "3,052 match"}},

	{func(x *tmux) {
		x.filter(articles)
		x.wait("3,192 match of 35,070 read")
		x.facet("TLS")
		x.line("no-evidence", "1,382")
		x.line("unknown", "1,250")
		x.line("unversioned", "560")
		x.filter("tls:no-evidence")
		x.wait("1,382 match of 35,070 read")
		x.facet("PRINCIPAL")
		x.line("role/tide-", "1,225")
		x.line("anonymous", "157")
	}, []string{articles, "tls:no-evidence"}, []string{"3,192 match", "1,382", "1,250", "560", "1,225", "157"}},

	{func(x *tmux) {
		x.filter("tls:<1.2")
		x.wait("815 match of 35,070 read   and 3,612 that cannot say")
		x.facet("CLIENT")
		x.line("boto/2.49", "308")
		x.line("aws-sdk-dotnet/3.3", "300")
		x.line("curl/7.19", "207")
		x.keys("j", "+")
		x.wait("308 match of 35,070 read")
		x.table()
		x.keys("u")
		x.wait("815 match of 35,070 read")
	}, []string{"tls:<1.2"}, []string{"815 match of 35,070 read, and 3,612 that cannot say", "308", "300", "207"}},

	{func(x *tmux) {
		x.filter("is:public-acl")
		x.wait("186 match of 35,070 read   and 180 that cannot say")
		x.facet("PRINCIPAL")
		x.line("user/site-deploy", "91")
		x.facet("OP")
		x.line("PutObjectAcl", "70")
		x.line("CopyObject", "6")
	}, []string{"is:public-acl"}, []string{"186 match of 35,070 read, and 180 that cannot say", "91", "70", "6"}},

	{func(x *tmux) {
		x.filter("principal:*petrel-ci")
		x.wait("2,159 match of 35,070 read")
		x.facet("IP")
		x.line("192.0.2.40", "240")
		x.line("10.20.4.99", "4")
		x.line("203.0.113.77", "1,915")
		x.keys("j", "o")
		x.wait("1,915 match of 35,070 read", "ip:203.0.113.77")
	}, []string{"principal:*petrel-ci"}, []string{"2,159 match", "1,915", "240"}},

	{func(x *tmux) {
		x.filter("key:.env")
		x.wait("4 match of 35,070 read   and 3,183 that cannot say", "11-03 16:41:55", "11-04 21:09:48", "11-04 21:13:27")
		x.keys("g", "Enter")
		x.wait("Record 1 of 4", "192.0.2.60")
		x.keys("J", "J")
		x.wait("Record 3 of 4", "203.0.113.66")
		x.keys("K")
		x.wait("Record 2 of 4")
		x.keys("q")
	}, []string{"key:.env"}, []string{"4 match of 35,070 read, and 3,183 that cannot say", "16:41:55", "21:09:48", "21:13:27"}},

	{
		func(x *tmux) {
			x.filter("ip:203.0.113.77")
			x.facet("ERROR")
			x.line("AccessDenied", "70")
			x.line("AccessControlL", "14")
			x.line("InvalidAccessK", "6")
			x.table()
			x.keys("e")
			x.wait("▌11-05 02:14:28") // the first that was refused
			x.filter("ip:203.0.113.77 error:*")
			x.wait("90 match of 35,070 read")
			x.filter("op:DeleteBucketPublicAccessBlock")
			x.wait("2 match of 35,070 read", "02:29:31")
			x.filter("is:public-acl -error:* ip:203.0.113.77")
			x.wait("77 match of 35,070 read   and 77 that cannot say")
		},
		[]string{"ip:203.0.113.77", "ip:203.0.113.77 error:*", "op:DeleteBucketPublicAccessBlock", "is:public-acl -error:* ip:203.0.113.77"},
		[]string{"90 match", "70", "14", "6", "2 match", "02:29:31", "77 match of 35,070 read, and 77 that cannot say"},
	},

	{
		func(x *tmux) {
			x.filter("is:anonymous bucket:saltmarsh-survey-archive op:GetObject")
			x.wait("1,017 match of 35,070 read")
			x.facet("KIND")
			x.keys("Enter")
			x.line("cloudtrail", "439")
			x.line("accesslog", "578")
			x.keys("j", "+")
			x.wait("578 match of 35,070 read")
			x.facet("STATUS")
			x.keys("Enter")
			x.line("200", "534")
			x.line("403", "44")
			x.filter("op:(StopLogging, StartLogging)")
			x.wait("3 match of 35,070 read", "01:22:41")
		},
		[]string{"is:anonymous bucket:saltmarsh-survey-archive op:GetObject", "op:(StopLogging, StartLogging)"},
		[]string{"1,017 match", "439", "578 match", "534", "44", "3 match", "01:22:41"},
	},

	{
		func(x *tmux) {
			x.filter("op:DeleteObject bucket:saltmarsh-survey-archive")
			x.wait("1,288 match of 35,070 read")
			x.facet("KIND") // it stays open
			x.line("cloudtrail", "644")
			x.line("accesslog", "644")
			x.table()
			x.keys("i", "z")
			x.wait("read in this time")
			x.filter("operation:BATCH.*")
			x.keys("Z", "Z", "Z", "Z")
			x.wait("630 match of 35,070 read")
			x.filter("key:*READ_ME_TO_RESTORE* kind:accesslog")
			x.wait("2 match of 35,070 read   and 806 that cannot say", "01:52:09", "01:52:12")
			x.filter("operation:S3.*")
			x.wait("346 match of 35,070 read")
			x.facet("TLS")
			x.line("n/a", "346")
		},
		[]string{"op:DeleteObject bucket:saltmarsh-survey-archive", "operation:BATCH.*", "key:*READ_ME_TO_RESTORE* kind:accesslog", "operation:S3.*"},
		[]string{"1,288 match", "644", "630 match", "2 match of 35,070 read, and 806 that cannot say", "01:52:09", "01:52:12", "346 match"},
	},
}

// articles is the rule for plain HTTP that is found in articles.
const articles = "kind:cloudtrail -tlsDetails.tlsVersion:* -ip:(config.amazonaws.com, ssm.amazonaws.com, s3.amazonaws.com, cloudtrail.amazonaws.com, securitylake.amazonaws.com)"

// The ten steps of docs/walkthrough.md by keys alone on 80 columns and 24 lines:
// each leads to the numbers that the document gives.
func TestWalkthroughByKeys(t *testing.T) {
	sections := regexp.MustCompile(`(?m)^## (?:\d+\.|The answer)`).Split(walkthrough, -1)[1:]
	if len(sections) != len(steps)+1 {
		t.Fatalf("the walkthrough has %d sections, want %d steps and the answer", len(sections), len(steps))
	}
	for i, s := range steps {
		for _, want := range append(s.filters, s.numbers...) {
			if !strings.Contains(sections[i], want) {
				t.Errorf("step %d of the walkthrough does not say %q", i+1, want)
			}
		}
	}
	x := startTmux(t, 80, 24)
	for i, s := range steps {
		t.Run(fmt.Sprint("step ", i+1), func(t *testing.T) {
			x.t = t
			s.play(x)
		})
		if t.Failed() {
			t.FailNow()
		}
	}
}

// What the screen promises of the commands.
func TestAcceptance(t *testing.T) {
	t.Run("12. The headless twin of each finding prints the same number as the screen, and exit code says partial.", twins)
}

// twins asks the walkthrough's questions both ways, then one of a folder with a
// file that is cut short.
func twins(t *testing.T) {
	env := home(t, "")
	ask := func(code int, args ...string) string {
		t.Helper()
		c := exec.Command(os.Args[0], append([]string{"count"}, append(args, "--format", "json")...)...)
		c.Env = env
		out, _ := c.Output()
		var answer struct {
			Matched, Unknown, Read int
			Complete               bool
		}
		if err := json.Unmarshal(out, &answer); err != nil {
			t.Fatalf("%v: %v: %s", args, err, out)
		}
		if got := c.ProcessState.ExitCode(); got != code || answer.Complete != (code == 0) {
			t.Errorf("%v: exit code %d, complete %v; want %d", args, got, answer.Complete, code)
		}
		text := grouped(answer.Matched) + " match of " + grouped(answer.Read) + " read"
		if answer.Unknown > 0 {
			text += "   and " + grouped(answer.Unknown) + " that cannot say"
		}
		return text
	}
	x := start(t, env, 120, 40)
	asked := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^\$ s3sleuth count demo: (?:'([^']+)'|([^- ]\S*))`).FindAllStringSubmatch(walkthrough, -1) {
		filter := m[1] + m[2]
		if asked[filter] {
			continue
		}
		asked[filter] = true
		want := ask(0, "demo:", filter)
		x.Type("/\x15" + filter + "\r")
		x.Wait(want)
	}
	if len(asked) < 10 {
		t.Errorf("only %d questions were asked", len(asked))
	}
	x.Type("qq")
	x.Ended()

	folder := t.TempDir()
	line := `79a5 logs [06/Nov/2026:00:00:38 +0000] 192.0.2.3 79a5 %016X REST.GET.OBJECT a.txt "GET /a.txt HTTP/1.1" 200 - 113 113 7 6 "-" "curl/8.5" - hostid SigV4 TLS_AES_128_GCM_SHA256 AuthHeader logs.s3.us-east-1.amazonaws.com TLSv1.3 - -` + "\n"
	whole := fmt.Sprintf(line, 1) + fmt.Sprintf(line, 2) + "a line cut sh"
	if err := os.WriteFile(filepath.Join(folder, "2026-11-06-00-01-00-0123456789ABCDEF"), []byte(whole), 0o600); err != nil {
		t.Fatal(err)
	}
	want := ask(4, folder, "tls:1.3")
	if !strings.HasPrefix(want, "2 match of 2 read") {
		t.Fatalf("the folder: %s", want)
	}
	cmd := exec.Command(os.Args[0], folder)
	cmd.Env = env
	y := terminaltest.Start(t, cmd, 120, 40)
	y.Wait("PARTIAL")
	y.Type("/tls:1.3\r")
	y.Wait(want)
	y.Type("qq")
	y.Ended()
}

// grouped writes a number as the screen does.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
