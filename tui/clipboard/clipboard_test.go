package clipboard_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"s3sleuth/tui/clipboard"
)

// Which programs are handed the text, and when it is saved.
func TestCopy(t *testing.T) {
	long := strings.Repeat("x", 60_000)
	for _, c := range []struct {
		name      string
		system    string
		env       map[string]string
		installed string
		fails     string
		text      string
		ran       []string
		file      string
		wrong     string
	}{
		{name: "a plain terminal", system: "linux", installed: "tmux xclip"},
		{name: "tmux", system: "linux", env: map[string]string{"TMUX": "/tmp/t,1,0"}, installed: "tmux", ran: []string{"tmux load-buffer -w -"}},
		{name: "tmux without its program", system: "linux", env: map[string]string{"TMUX": "/tmp/t,1,0"}},
		{name: "Wayland", system: "linux", env: map[string]string{"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, installed: "wl-copy xclip", ran: []string{"wl-copy"}},
		{name: "X11", system: "linux", env: map[string]string{"DISPLAY": ":0"}, installed: "xsel", ran: []string{"xsel --clipboard --input"}},
		{name: "X11 and tmux", system: "linux", env: map[string]string{"DISPLAY": ":0", "TMUX": "x"}, installed: "tmux xclip", ran: []string{"tmux load-buffer -w -", "xclip -selection clipboard"}},
		{name: "X11 over SSH", system: "linux", env: map[string]string{"DISPLAY": "localhost:10", "SSH_TTY": "/dev/pts/1"}, installed: "xclip"},
		{name: "macOS", system: "darwin", installed: "pbcopy", ran: []string{"pbcopy"}},
		{name: "macOS over SSH", system: "darwin", env: map[string]string{"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}, installed: "pbcopy"},
		{name: "Windows", system: "windows", installed: "clip.exe", ran: []string{"clip.exe"}},
		{name: "a tool fails", system: "darwin", installed: "pbcopy", fails: "pbcopy", ran: []string{"pbcopy"}, wrong: "pbcopy: exit status 1"},
		{name: "too long", system: "linux", text: long, file: "/state/copy"},
		{name: "too long, but the desktop takes it", system: "darwin", installed: "pbcopy", text: long, ran: []string{"pbcopy"}},
		{name: "too long, and the tool fails", system: "darwin", installed: "pbcopy", fails: "pbcopy", text: long, ran: []string{"pbcopy"}, file: "/state/copy"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.text == "" {
				c.text = "acme-backup"
			}
			var ran []string
			d := clipboard.Desk{
				System:   c.system,
				Variable: func(name string) string { return c.env[name] },
				Find:     func(p string) bool { return strings.Contains(" "+c.installed+" ", " "+p+" ") },
				Run: func(_ context.Context, input, p string, args ...string) error {
					if input != c.text {
						t.Errorf("%s got %q", p, input)
					}
					ran = append(ran, strings.Join(append([]string{p}, args...), " "))
					if p == c.fails {
						return errors.New("exit status 1")
					}
					return nil
				},
				Save: func(string) (string, error) { return "/state/copy", nil },
			}
			done := d.Copy(t.Context(), c.text)
			if diff := cmp.Diff(c.ran, ran); diff != "" {
				t.Error(diff)
			}
			wrong := ""
			if done.Err != nil {
				wrong = done.Err.Error()
			}
			if done.File != c.file || wrong != c.wrong {
				t.Errorf("file %q, error %q; want %q, %q", done.File, wrong, c.file, c.wrong)
			}
		})
	}
}

// 74,994 bytes of base64 are 56,244 bytes of text.
func TestFits(t *testing.T) {
	if !clipboard.Fits(strings.Repeat("x", 56_244)) || clipboard.Fits(strings.Repeat("x", 56_247)) {
		t.Error("the limit is elsewhere")
	}
}

// A desk that has nothing says so.
func TestNoDesk(t *testing.T) {
	var d clipboard.Desk
	if done := d.Copy(t.Context(), "short"); done.Err != nil || done.Tools != nil {
		t.Errorf("%+v", done)
	}
	if done := d.Copy(t.Context(), strings.Repeat("x", 60_000)); done.Err == nil {
		t.Error("a long text vanished without a word")
	}
}

// A desk that cannot say which programs there are runs none.
func TestNobodyKnowsThePrograms(t *testing.T) {
	d := clipboard.Desk{
		System:   "darwin",
		Variable: func(string) string { return "/tmp/t,1,0" },
		Run:      func(context.Context, string, string, ...string) error { t.Error("something was run"); return nil },
	}
	if done := d.Copy(t.Context(), "short"); done.Err != nil {
		t.Error(done.Err)
	}
}
