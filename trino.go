package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/user"
	"strings"

	"s3sleuth/source"
	"s3sleuth/source/trino"
)

// openTrino opens a table of the server that --endpoint-url or TRINO_SERVER
// names, as the user of --user or TRINO_USER. The password is what the file of
// --password-file holds, or TRINO_PASSWORD: on the command line, others would see it.
func openTrino(name string, o source.Options) (source.Source, error) {
	server := cmp.Or(o.Endpoint, os.Getenv("TRINO_SERVER"))
	if server == "" {
		return nil, errors.New("no Trino server: give --endpoint-url https://HOST:PORT or set TRINO_SERVER")
	}
	password := os.Getenv("TRINO_PASSWORD")
	if o.PasswordFile != "" {
		text, err := os.ReadFile(o.PasswordFile)
		if err != nil {
			return nil, fmt.Errorf("password of %s: %w", server, err)
		}
		password = strings.TrimRight(string(text), "\r\n")
	}
	who := cmp.Or(o.User, os.Getenv("TRINO_USER"))
	if who == "" {
		if u, err := user.Current(); err == nil {
			who = u.Username
		}
	}
	client, err := trino.NewClient(server, cmp.Or(who, "s3sleuth"), password)
	if err != nil {
		return nil, err
	}
	return trino.Open(name, client, o.AllTime)
}
