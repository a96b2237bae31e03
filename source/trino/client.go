package trino

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"s3sleuth/source/engine"
)

// A Client runs statements on one server, by its REST protocol: a statement is
// posted, and the answer is a page of rows and the address of the next one.
type Client struct {
	server         *url.URL
	user, password string
	http           *http.Client
}

const (
	// retries is how often a server that is busy is asked again, each time after
	// pause more.
	retries = 10
	pause   = 100 * time.Millisecond
	// farewell is how long a cancelled statement may take to be taken back.
	farewell = 80 * time.Millisecond
	// largestError bounds what is read of an answer that is no page.
	largestError = 4 << 10
)

// NewClient returns a client of the server at an address, as
// https://trino.example:8443. A password goes over TLS only.
func NewClient(server, user, password string) (*Client, error) {
	u, err := url.Parse(server)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return nil, fmt.Errorf("%q is no address of a Trino server: write https://HOST:PORT", server)
	case password != "" && u.Scheme != "https":
		return nil, fmt.Errorf("%s: a password goes over https only", server)
	}
	return &Client{server: u, user: user, password: password, http: &http.Client{}}, nil
}

// A page is one answer of the server.
type page struct {
	ID      string
	NextURI string
	Data    [][]any
	Stats   struct {
		ProcessedBytes int64
	}
	Error *struct {
		Message   string
		ErrorName string
	}
}

// Query runs a statement and hands over its rows as an [engine.Engine] does.
func (c *Client) Query(ctx context.Context, q engine.Query, rows func(rows [][]*string, at engine.Progress) error) error {
	p, err := c.ask(ctx, http.MethodPost, c.server.JoinPath("v1", "statement").String(), q.Text)
	if err != nil {
		return err
	}
	for {
		if err := p.take(ctx, rows); err != nil || p.NextURI == "" {
			if p.NextURI != "" {
				c.cancel(ctx, p.NextURI)
			}
			return err
		}
		next := p.NextURI
		if p, err = c.ask(ctx, http.MethodGet, next, ""); err != nil {
			c.cancel(ctx, next)
			return err
		}
	}
}

// take hands over the rows of a page, or returns what ends the statement.
func (p *page) take(ctx context.Context, rows func(rows [][]*string, at engine.Progress) error) error {
	if p.Error != nil {
		return fmt.Errorf("trino: %s: %s", strings.ToLower(p.Error.ErrorName), p.Error.Message)
	}
	texts, err := cells(p.Data)
	if err != nil {
		return err
	}
	if len(texts) > 0 || p.Stats.ProcessedBytes > 0 {
		if err := rows(texts, engine.Progress{Bytes: p.Stats.ProcessedBytes}); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// cancel takes a statement back. It is tried once: what it fails on ends by the
// server's own limit for clients that are gone.
func (c *Client) cancel(ctx context.Context, next string) {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), farewell)
	defer stop()
	request, err := c.request(ctx, http.MethodDelete, next, "")
	if err != nil {
		return
	}
	if response, err := c.http.Do(request); err == nil {
		response.Body.Close()
	}
}

// request makes a request. The server names the address of the next page: it
// must be its own, for the password goes along.
func (c *Client) request(ctx context.Context, method, address, body string) (*http.Request, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != c.server.Scheme || u.Host != c.server.Host {
		return nil, fmt.Errorf("trino: %s sends its client to another server, %.200q", c.server.Host, address)
	}
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("trino: %w", err)
	}
	request.Header.Set("X-Trino-User", c.user)
	request.Header.Set("X-Trino-Source", "s3sleuth")
	request.Header.Set("X-Trino-Time-Zone", "UTC")
	if c.password != "" {
		request.SetBasicAuth(c.user, c.password)
	}
	return request, nil
}

// ask sends one request, again while the server is busy.
func (c *Client) ask(ctx context.Context, method, address, body string) (*page, error) {
	for try := 1; ; try++ {
		p, busy, err := c.once(ctx, method, address, body)
		if !busy || try == retries {
			return p, err
		}
		select {
		case <-time.After(time.Duration(try) * pause):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// once sends one request. busy says that it may be sent again.
func (c *Client) once(ctx context.Context, method, address, body string) (p *page, busy bool, err error) {
	request, err := c.request(ctx, method, address, body)
	if err != nil {
		return nil, false, err
	}
	response, err := c.http.Do(request)
	if err != nil {
		if ctx.Err() != nil {
			return nil, false, ctx.Err()
		}
		return nil, false, fmt.Errorf("trino: %w", err)
	}
	defer response.Body.Close()
	switch response.StatusCode {
	case http.StatusOK:
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return nil, true, fmt.Errorf("trino: %s is busy: %s", c.server.Host, response.Status)
	case http.StatusUnauthorized, http.StatusForbidden:
		return nil, false, fmt.Errorf("trino: %s refuses the user %q: %s", c.server.Host, c.user, response.Status)
	default:
		text, _ := io.ReadAll(io.LimitReader(response.Body, largestError)) // what there is of it will do
		return nil, false, fmt.Errorf("trino: %s: %s", response.Status, bytes.TrimSpace(text))
	}
	p = &page{}
	decoder := json.NewDecoder(response.Body)
	decoder.UseNumber()
	if err := decoder.Decode(p); err != nil {
		if ctx.Err() != nil {
			return nil, false, ctx.Err()
		}
		return nil, false, fmt.Errorf("trino: answer of %s: %w", c.server.Host, err)
	}
	return p, false, nil
}

// cells makes texts of the values of rows.
func cells(data [][]any) ([][]*string, error) {
	rows := make([][]*string, len(data))
	for i, values := range data {
		rows[i] = make([]*string, len(values))
		for k, v := range values {
			var text string
			switch v := v.(type) {
			case nil:
				continue
			case string:
				text = v
			case json.Number:
				text = v.String()
			case bool:
				text = fmt.Sprint(v)
			default:
				return nil, errors.New("trino: a value that is no text, number or truth")
			}
			rows[i][k] = &text
		}
	}
	return rows, nil
}
