package awstest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// A Trino is the address of a server that runs statements for tests, as
// http://127.0.0.1:18443. Statements of another dialect have to be rewritten first.
type Trino string

// Run runs a statement. It is a [Run].
func (t Trino) Run(ctx context.Context, statement string) (columns []string, rows [][]*string, scanned int64, err error) {
	method, address, body := http.MethodPost, string(t)+"/v1/statement", statement
	for address != "" {
		reply, err := t.ask(ctx, method, address, body)
		if err != nil {
			return nil, nil, scanned, err
		}
		if columns == nil {
			for _, c := range reply.Columns {
				columns = append(columns, c.Name)
			}
		}
		for _, values := range reply.Data {
			rows = append(rows, texts(values))
		}
		scanned = max(scanned, reply.Stats.ProcessedBytes)
		method, address, body = http.MethodGet, reply.NextURI, ""
	}
	return columns, rows, scanned, nil
}

type trinoReply struct {
	NextURI string
	Columns []struct{ Name string }
	Data    [][]json.RawMessage
	Stats   struct{ ProcessedBytes int64 }
	Error   *struct{ Message string }
}

func (t Trino) ask(ctx context.Context, method, address, body string) (reply trinoReply, err error) {
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
	if err != nil {
		return reply, err
	}
	request.Header.Set("X-Trino-User", "test")
	request.Header.Set("X-Trino-Time-Zone", "UTC")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return reply, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return reply, fmt.Errorf("trino: %s", response.Status)
	}
	if err := json.NewDecoder(response.Body).Decode(&reply); err != nil {
		return reply, fmt.Errorf("trino: %w", err)
	}
	if reply.Error != nil {
		return reply, errors.New(reply.Error.Message)
	}
	return reply, nil
}

// texts are the values of a row as the services write them.
func texts(values []json.RawMessage) []*string {
	row := make([]*string, len(values))
	for i, v := range values {
		if string(v) == "null" {
			continue
		}
		text := string(v)
		var s string
		if json.Unmarshal(v, &s) == nil {
			text = s
		}
		row[i] = &text
	}
	return row
}
