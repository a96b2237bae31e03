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
// no. An interrupt is one too: it ends the program, which waits for nothing else,
// since the reading of a line cannot be ended.
func confirm(ctx context.Context, question string) (bool, error) {
	fmt.Fprintf(os.Stderr, "%s [y/N] ", question)
	answered := context.AfterFunc(ctx, func() {
		fmt.Fprintln(os.Stderr, "\nnothing was run")
		os.Exit(headless.ExitFailed)
	})
	defer answered()
	text, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return false, fmt.Errorf("read the answer: %w", err)
	}
	text = strings.ToLower(strings.TrimSpace(text))
	return text == "y" || text == "yes", nil
}
