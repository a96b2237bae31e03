package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"s3sleuth/tui/headless"
)

// history returns what the journal tells.
func history() ([]headless.Ran, error) {
	runs, err := queries().Runs()
	var list []headless.Ran
	for _, r := range runs {
		list = append(list, headless.Ran{
			Started: r.Started, Where: r.Where, ID: r.ID, State: r.State,
			Scanned: r.Bytes, Dollars: r.Dollars, Rows: r.Rows, Read: r.Read, Text: r.Text,
		})
	}
	return list, err
}

// confirm asks a question of yes or no on the terminal. Anything but a yes is a
// no. An interrupt ends the asking; the reading of the line ends with the process.
func confirm(ctx context.Context, question string) (bool, error) {
	fmt.Fprintf(os.Stderr, "%s [y/N] ", question)
	type line struct {
		text string
		err  error
	}
	typed := make(chan line, 1)
	go func() {
		text, err := bufio.NewReader(os.Stdin).ReadString('\n')
		typed <- line{text, err}
	}()
	select {
	case <-ctx.Done():
		fmt.Fprintln(os.Stderr)
		return false, nil
	case l := <-typed:
		if l.err != nil && !errors.Is(l.err, io.EOF) {
			return false, fmt.Errorf("read the answer: %w", l.err)
		}
		switch strings.ToLower(strings.TrimSpace(l.text)) {
		case "y", "yes":
			return true, nil
		}
		return false, nil
	}
}
