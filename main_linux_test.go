package main

import (
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"s3sleuth/tui/terminaltest"
)

// asProgram makes this test binary the program itself.
const asProgram = "S3SLEUTH_TEST_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// home gives a program a home of its own, with a key file when keys is not "".
func home(t testing.TB, keys string) (env []string) {
	t.Helper()
	folder := t.TempDir()
	for _, v := range os.Environ() {
		name, _, _ := strings.Cut(v, "=")
		switch name {
		case "TMUX", "SSH_TTY", "SSH_CONNECTION", "DISPLAY", "WAYLAND_DISPLAY", "NO_COLOR", "TERM_PROGRAM", "COLORFGBG":
		default:
			env = append(env, v)
		}
	}
	config := filepath.Join(folder, "config")
	if keys != "" {
		if err := os.MkdirAll(filepath.Join(config, "s3sleuth"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(config, "s3sleuth", "keys.toml"), []byte(keys), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return append(env, asProgram+"=1", "HOME="+folder, "XDG_CONFIG_HOME="+config, "XDG_STATE_HOME="+filepath.Join(folder, "state"), "TERM=xterm-256color", "LANG=C.UTF-8")
}

// start opens the demo on a terminal.
func start(t *testing.T, env []string, w, h int) *terminaltest.Terminal {
	t.Helper()
	cmd := exec.Command(os.Args[0], "demo")
	cmd.Env = env
	x := terminaltest.Start(t, cmd, w, h)
	x.Wait("COMPLETE")
	return x
}

// The real program on a terminal: it draws, filters, copies, sets the title,
// survives a resize, and leaves.
func TestProgram(t *testing.T) {
	x := start(t, home(t, ""), 120, 40)
	x.Type("/op:DeleteObject user:*petrel*\r")
	x.Wait("1,288 match of 35,070 read")
	x.Wait("op = DeleteObject")
	x.Type("y")
	x.Wait("sent to the terminal (OSC 52): op = DeleteObject (12 B)")
	x.WaitRaw("\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte("DeleteObject")) + "\x07")
	x.WaitRaw("s3sleuth  demo:")
	x.Resize(80, 24)
	x.Wait("‹2/2›")
	x.Type("\r")
	x.Wait("Record 1 of 1,288")
	x.Type("qqq")
	if status := x.Ended(); !status.Success() {
		t.Errorf("exit %v", status)
	}
	x.Restored()
	if raw := x.Raw(); !strings.Contains(raw, "\x1b]11;?") {
		t.Error("the background was not asked")
	}
}

// Filters are remembered from visit to visit; a signal ends the program and the
// terminal is as it was.
func TestProgramRemembers(t *testing.T) {
	env := home(t, "")
	x := start(t, env, 100, 30)
	x.Type("/tls:none\r")
	x.Wait("‹2/2›")
	x.Signal(syscall.SIGTERM)
	x.Ended()
	x.Restored()
	x = start(t, env, 100, 30)
	x.Type("/\x1b[A\r")
	x.Wait("‹2/2›")
	x.Wait("tls:none")
	x.Signal(syscall.SIGHUP)
	x.Ended()
	x.Restored()
}

// A key file changes the keys; what is wrong in it is told.
func TestProgramReadsTheKeyFile(t *testing.T) {
	x := start(t, home(t, "include = \"A\"\nexclude = \"e\"\n"), 120, 40)
	x.Wait(`exclude: "e" is the key of "next-error" there`)
	x.Type("ql") // away from the time, which no condition is made of
	x.Wait("A include")
	x.Type("A")
	x.Wait("‹2/2›")
	x.Type("qq")
	x.Ended()
	x.Restored()
}

// The filter comes back from the editor; the screen is there again.
func TestProgramAndEditor(t *testing.T) {
	editor := filepath.Join(t.TempDir(), "editor")
	if err := os.WriteFile(editor, []byte("#!/bin/sh\necho 'tls:none op:PutObject' > \"$1\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	x := start(t, append(home(t, ""), "EDITOR="+editor, "VISUAL="), 100, 30)
	x.Type("/\x0f")
	x.Wait("tls:none op:PutObject")
	x.Type("\r")
	x.Wait("‹2/2›")
	x.Type("qq")
	x.Ended()
	x.Restored()
}

// In tmux as it is set up at first, which swallows OSC 52, copies go by tmux.
func TestCopyInTmux(t *testing.T) {
	x := startTmux(t, 120, 40)
	x.wait("op = PutObject")
	x.keys("y")
	x.wait("sent to the terminal (OSC 52) and tmux: op = PutObject")
	if got := x.do("show-buffer"); got != "PutObject" {
		t.Errorf("tmux holds %q", got)
	}
}
