package main

import (
	"cmp"
	"errors"
	"os"
	"os/user"

	"s3sleuth/source"
	"s3sleuth/source/trino"
)

// openTrino opens a table of the server that --endpoint-url or TRINO_SERVER
// names, as the user of TRINO_USER and TRINO_PASSWORD.
func openTrino(name string, o source.Options) (source.Source, error) {
	server := cmp.Or(o.Endpoint, os.Getenv("TRINO_SERVER"))
	if server == "" {
		return nil, errors.New("no Trino server: give --endpoint-url https://HOST:PORT or set TRINO_SERVER")
	}
	who := os.Getenv("TRINO_USER")
	if who == "" {
		if u, err := user.Current(); err == nil {
			who = u.Username
		}
	}
	client, err := trino.NewClient(server, cmp.Or(who, "s3sleuth"), os.Getenv("TRINO_PASSWORD"))
	if err != nil {
		return nil, err
	}
	return trino.Open(name, client, o.AllTime)
}
