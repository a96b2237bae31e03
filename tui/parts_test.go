package tui

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"s3sleuth/model"
)

// press types into a line: names of keys in brackets, everything else as text.
func (in *input) type_(s string) {
	for _, part := range strings.SplitAfter(s, "]") {
		text, key, is := strings.Cut(strings.TrimSuffix(part, "]"), "[")
		for _, r := range text {
			in.key(tea.KeyPressMsg(tea.Key{Code: r, Text: string(r)}))
		}
		if letter, ctrl := strings.CutPrefix(key, "ctrl+"); is && ctrl {
			in.key(tea.KeyPressMsg(tea.Key{Code: rune(letter[0]), Mod: tea.ModCtrl}))
		} else if is {
			in.key(tea.KeyPressMsg(codes[key]))
		}
	}
}

func TestInput(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"tls:none", "tls:none|"},
		{"abc[left][left]X", "aX|bc"},
		{"one two[ctrl+w]", "one |"},
		{"one two[ctrl+a]X[ctrl+e]Y", "Xone twoY|"},
		{"abc[backspace][backspace]", "a|"},
		{"abc[left][ctrl+k]", "ab|"},
		{"abc[ctrl+a][ctrl+d]", "|bc"},
		{"日本[left]X", "日X|本"},
		{"e\u0301x[left][backspace]", "|x"},
		{"[backspace][left][right][ctrl+w]", "|"},
	} {
		var in input
		in.type_(c.typed)
		if got := in.text[:in.caret] + "|" + in.text[in.caret:]; got != c.want {
			t.Errorf("%q: %q, want %q", c.typed, got, c.want)
		}
	}
}

// A paste is one line of text, whatever it holds.
func TestPaste(t *testing.T) {
	var in input
	in.key(tea.PasteMsg{Content: "tls:none\nop:x\ty\x1b[2J\x00\xff"})
	if want := "tls:none op:x y[2J\uFFFD"; in.text != want {
		t.Errorf("pasted %q, want %q", in.text, want)
	}
}

// The tree shows members in their order, reads branches when they are opened,
// and gives each leaf the path that a filter asks for.
func TestTree(t *testing.T) {
	root, err := newTree([]byte(`{"eventName":"PutObject","requestParameters":{"x-amz-acl":["public-read"],"a.b":{"c":null}},"tlsDetails":null,"n":1.5,"t":true}`))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	root.set(true, true)
	for _, l := range root.lines() {
		s := strconv.Itoa(l.indent/2) + " " + strings.Join(strings.Fields(l.plainText()), " ")
		if l.target != nil {
			s += " @ " + l.target.Path + "=" + l.target.Value
		}
		got = append(got, s)
	}
	want := []string{
		"0 ▾ {5}",
		`1 eventName "PutObject" @ eventName=PutObject`,
		"1 ▾ requestParameters {2}",
		"2 ▾ x-amz-acl [1]",
		`3 [0] "public-read" @ requestParameters.x-amz-acl=public-read`,
		"2 ▾ a.b {1}",
		`3 c null @ requestParameters."a.b".c=null`,
		"1 tlsDetails null @ tlsDetails=null",
		"1 n 1.5 @ .n=1.5",
		"1 t true @ .t=true",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{"", "{", "79a59 awsexamplebucket1 [06/Feb/2019", `{"a":1}{"b":2}`, "\x00"} {
		if _, err := newTree([]byte(bad)); err == nil {
			t.Errorf("%q is taken for JSON", bad)
		}
	}
}

// Nothing that looks like JSON breaks the tree.
func FuzzTree(f *testing.F) {
	for _, s := range []string{`{"a":[1,{"b":"\ud800"}],"a":2}`, `[[[[]]]]`, `"x"`, `{"":{"":null}}`, `{"a\u001b":"\u202e"}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if root, err := newTree(raw); err == nil {
			root.set(true, true)
			root.lines()
		}
		for _, l := range rawLines(raw, 40) {
			if n := width(l.plainText()); n > 40 {
				t.Fatalf("a line of %d columns", n)
			}
		}
		paint(string(raw))
	})
}

// The pieces of a painted filter are the filter.
func TestPaint(t *testing.T) {
	for _, s := range []string{"", "tls:none", `-is:aws-service (a OR b) key:"x y"`, "  NOT  x!=1 ", "日本:語 ||", "-unknown:(tls:1.2", "unknown:"} {
		var b strings.Builder
		for _, p := range paint(s) {
			b.WriteString(s[p.from:p.to])
		}
		if b.String() != s {
			t.Errorf("%q is painted as %q", s, b.String())
		}
	}
	want := []painted{{0, 1, danger}, {1, 9, accent}, {9, 10, danger}, {10, 14, accent}, {14, 18, plain}}
	if got := paint("-unknown:(tls:1.2)"); !slices.Equal(got, want) {
		t.Errorf("the fields within unknown: are painted as %v, want %v", got, want)
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		s    string
		w    int
		want []string
	}{
		{"short", 20, []string{"short"}},
		{"one two three four", 9, []string{"one two", "three", "four"}},
		{strings.Repeat("x", 20), 9, []string{"xxxxxxxxx", "xxxxxxxxx", "xx"}},
		{"a\x1b[2Jb", 20, []string{`a\x1b[2Jb`}},
		{"", 9, []string{""}},
		{"日本語のとても長い鍵", 9, []string{"日本語の", "とても長", "い鍵"}},
	} {
		if got, _ := wrap(c.s, c.w); !cmp.Equal(got, c.want) {
			t.Errorf("wrap(%q, %d) = %q, want %q", c.s, c.w, got, c.want)
		}
	}
	if got := strings.Join(chop("GET /a b  c HTTP", 8), ""); got != "GET /a b  c HTTP" {
		t.Errorf("chop loses something: %q", got)
	}
}

// A long record of one line is cut in one pass.
func TestLongRaw(t *testing.T) {
	raw := []byte(`{"a":"` + strings.Repeat("日本 x", 300_000) + `"}`)
	lines := rawLines(raw, 100)
	if last := lines[len(lines)-1].plainText(); !strings.Contains(last, "2,400,008 bytes, of which the first 1 MiB are shown") {
		t.Errorf("last line %q", last)
	}
	var b strings.Builder
	for _, l := range lines[:len(lines)-2] {
		b.WriteString(l.plainText())
		if n := width(l.plainText()); n > 98 {
			t.Fatalf("a line of %d columns", n)
		}
	}
	if got := b.String(); !strings.HasPrefix(string(raw), got[:maxRaw-16]) {
		t.Error("the lines are not the record")
	}
}

// Callers of the same name in two accounts do not look alike.
func TestShortNames(t *testing.T) {
	etl := "arn:aws:iam::111122223333:role/etl"
	values := []string{"arn:aws:iam::111122223333:user/ann", "arn:aws:iam::444455556666:user/ann", etl, "anonymous", etl, "arn:aws-cn:iam::111122223333:user/ann"}
	want := []string{"…3333 user/ann", "…6666 user/ann", "role/etl", "anonymous", "role/etl", "aws-cn …3333 user/ann"}
	if diff := cmp.Diff(want, shortNames(model.FieldPrincipal, values)); diff != "" {
		t.Error(diff)
	}
	if got := shortNames(model.FieldBucket, values)[0]; got != values[0] {
		t.Errorf("a bucket is shortened to %q", got)
	}
}

func TestHome(t *testing.T) {
	for path, want := range map[string]string{"~/logs": "/home/ann/logs", "./~/x": "./~/x", "demo:": "demo:", "~bob/x": "~bob/x"} {
		if got := home(path, "/home/ann"); got != want {
			t.Errorf("home(%q) = %q, want %q", path, got, want)
		}
	}
}

// Bins cover their range without a gap, and the cursor stays at its time when
// the range grows.
func TestHistogramBins(t *testing.T) {
	h := hist{anchor: -1}
	h.setAnswer(make([]int, 100), nil, 0, 100_000)
	h.move(40)
	h.setAnswer(make([]int, 100), nil, 0, 200_000)
	if h.cursor != 20 {
		t.Errorf("cursor at bin %d, want 20", h.cursor)
	}
	if h.start(0) != 0 || h.start(100) != 200_000 {
		t.Errorf("bins from %d to %d", h.start(0), h.start(100))
	}
	h.setAnswer(nil, nil, 0, 0)
	h.do(actRight)
	if from, to, n := h.selected(); from > to || n != 0 {
		t.Errorf("selection of nothing: %d %d %d", from, to, n)
	}
}

// Nothing read is not nothing happened.
func TestUnreadBins(t *testing.T) {
	h := hist{anchor: -1}
	h.setAnswer([]int{0, 0, 3}, []int{0, 9, 9}, 0, 3000)
	if !h.unread(0) || h.unread(1) || h.unread(2) {
		t.Error("only a bin in which nothing was read is unread")
	}
	h.setAnswer([]int{0, 0, 3}, nil, 0, 3000)
	if h.unread(0) {
		t.Error("when reading is complete no bin is unread")
	}
}

// Texts can be read on their backgrounds: contrast of 4.5 at least.
func TestContrast(t *testing.T) {
	luminance := func(hex string) float64 {
		var sum float64
		for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
			n, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
			if err != nil {
				t.Fatal(err)
			}
			c := float64(n) / 255
			if c <= 0.04045 {
				c /= 12.92
			} else {
				c = math.Pow((c+0.055)/1.055, 2.4)
			}
			sum += weight * c
		}
		return sum
	}
	decoration := map[style]bool{border: true, hatch: true, bar: true}
	for name, p := range map[string]palette{"dark": dark, "light": light} {
		for tok, hex := range p.tokens {
			if hex == "" || decoration[style(tok)] {
				continue
			}
			for _, ground := range []string{p.ground, p.lit} {
				a, b := luminance(hex), luminance(ground)
				if ratio := (max(a, b) + 0.05) / (min(a, b) + 0.05); ratio < 4.5 {
					t.Errorf("%s: token %d on %s has a contrast of %.2f", name, tok, ground, ratio)
				}
			}
		}
	}
}

// Every verdict is explained in a sentence that names its evidence.
func TestSentences(t *testing.T) {
	for _, c := range []struct {
		v    values
		want []string
	}{
		{values{model.FieldTLS: "none"}, []string{"WITHOUT TLS", "aws:SecureTransport", "field 24"}},
		{values{model.FieldTLS: "1.0"}, []string{"TLS 1.0, which is below 1.2"}},
		{values{model.FieldTLS: "1.3", model.FieldCipher: "TLS_AES_128_GCM_SHA256"}, []string{"over TLS 1.3", "Cipher suite TLS_AES_128_GCM_SHA256."}},
		{values{model.FieldTLS: "unversioned"}, []string{"its version is not recorded"}},
		{values{model.FieldTLS: "no-evidence"}, []string{"Nothing in this event shows", "a suspicion"}},
		{values{model.FieldTLS: "unknown"}, []string{"cannot say whether TLS was used"}},
		{values{model.FieldTLS: "n/a"}, []string{"No network request"}},
		{values{model.FieldTLS: "1.2", model.FieldError: "AccessDenied", model.FieldStatus: "403"}, []string{"REFUSED: 403 AccessDenied"}},
		{values{model.FieldTLS: "1.2", model.FieldError: "NoSuchKey", model.FieldStatus: "404"}, []string{"It failed: 404 NoSuchKey."}},
		{values{model.FieldTLS: "1.2", model.FieldACL: "required"}, []string{"needed an access control list"}},
		{values{model.FieldTLS: "1.2", model.FieldPrincipal: "anonymous"}, []string{"anonymous"}},
		{values{model.FieldTLS: "1.2", model.FieldAuth: "QueryString"}, []string{"presigned URL"}},
		{values{model.FieldTLS: "1.2", model.FieldOp: "DeleteObject"}, []string{"It deletes."}},
	} {
		s := newScreen(t, 120, 40, 0, complete, Config{})
		c.v[model.FieldID] = "A"
		add(t, s.st, start, 0, c.v)
		s.tick()
		s.press("enter")
		s.shows(c.want...)
	}
}

func TestPercent(t *testing.T) {
	for _, c := range []struct {
		c    model.Coverage
		want string
	}{
		{model.Coverage{State: model.Complete}, "COMPLETE"},
		{model.Coverage{State: model.Loading}, "LOADING ≈0%"},
		{model.Coverage{State: model.Loading, Files: 10, FilesRead: 10, FilesFinal: true}, "LOADING 99%"},
		{model.Coverage{State: model.Paused, Files: 10, FilesRead: 5, FilesFinal: true, Bytes: 1000, BytesRead: 629}, "PAUSED 62%"},
		{model.Coverage{State: model.Partial, Bytes: 10, BytesRead: 50}, "PARTIAL 99%"},
		{model.Coverage{State: model.Stopped, Files: 3, FilesRead: 1}, "STOPPED 33%"},
	} {
		if got := stateText(c.c); got != c.want {
			t.Errorf("%+v: %q, want %q", c.c, got, c.want)
		}
	}
}

// A canvas takes no more than it has room for, and cuts with a mark.
func TestPrint(t *testing.T) {
	for _, c := range []struct {
		s    string
		w    int
		want string
	}{
		{"hello", 10, "hello"},
		{"hello", 5, "hello"},
		{"hello", 4, "hel…"},
		{"日本語", 6, "日本語"},
		{"日本語", 5, "日…"},
		{"a\x1bb", 10, `a\x1bb`},
		{"e\u0301e\u0301", 2, "e\u0301e\u0301"},
		{"x", 0, ""},
	} {
		var cv canvas
		cv.reset(12, 1)
		cv.print(0, 0, c.w, plain, c.s)
		if got := cv.render(newTheme(true, false, false)); strings.TrimRight(got, " ") != c.want {
			t.Errorf("print(%q) in %d columns: %q, want %q", c.s, c.w, got, c.want)
		}
	}
}

// What is drawn over half of a wide glyph leaves the other half blank, and the
// line as wide as it was.
func TestHalfOfAWideGlyph(t *testing.T) {
	for _, c := range []struct {
		x    int
		want string
	}{{2, "日⚠ 語|"}, {3, "日 ⚠語|"}, {6, "日本語⚠"}} {
		var cv canvas
		cv.reset(8, 1)
		cv.print(0, 0, 8, plain, "日本語|")
		cv.set(c.x, 0, plain, '⚠')
		if got := cv.render(newTheme(true, false, false)); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// What is drawn outside the canvas is dropped.
func TestDrawingOutside(t *testing.T) {
	var cv canvas
	cv.reset(4, 2)
	cv.print(-1, 0, 10, plain, "x")
	cv.print(2, 5, 10, plain, "x")
	cv.fill(rect{-5, -5, 100, 100}, plain, '#')
	cv.set(9, 9, plain, 'x')
	cv.restyle(rect{3, 1, 50, 50}, bold)
	drawBar(&cv, rect{2, 1, 40, 1}, 10, 10)
	if got := fmt.Sprintf("%.4s", cv.render(newTheme(true, true, false))); got != "####" {
		t.Errorf("%q", got)
	}
}
