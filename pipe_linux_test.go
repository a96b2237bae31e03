package main

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// Whoever reads the output may leave, as head does: the program ends by the
// signal that is usual for it, and complains of nothing.
func TestReaderThatLeaves(t *testing.T) {
	for _, line := range []string{"query demo: --format jsonl", "query demo:", "query demo: --format raw"} {
		var stderr strings.Builder
		cmd := exec.Command(os.Args[0], strings.Fields(line)...)
		cmd.Env, cmd.Stderr = home(t, ""), &stderr
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
			t.Fatal(err)
		}
		out.Close()
		_ = cmd.Wait()
		if status := cmd.ProcessState.Sys().(syscall.WaitStatus); !status.Signaled() || status.Signal() != syscall.SIGPIPE {
			t.Errorf("%s: %v, want SIGPIPE", line, cmd.ProcessState)
		}
		if strings.Contains(stderr.String(), "error") || strings.Contains(stderr.String(), "panic") {
			t.Errorf("%s: said %q", line, stderr.String())
		}
	}
}

// Output that cannot be written is an error, and no answer.
func TestOutputThatIsFull(t *testing.T) {
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer full.Close()
	for _, line := range []string{"query demo: --format csv", "count demo: --by tls", "count demo: --format json", "sql athena:a.b --all-time"} {
		var stderr strings.Builder
		cmd := exec.Command(os.Args[0], strings.Fields(line)...)
		cmd.Env, cmd.Stdout, cmd.Stderr = home(t, ""), full, &stderr
		_ = cmd.Run()
		if cmd.ProcessState.ExitCode() != 1 || !strings.HasPrefix(stderr.String(), "error: write /dev/stdout: no space left on device\n") {
			t.Errorf("%s: %v, said %q", line, cmd.ProcessState, stderr.String())
		}
	}
}
