package headless

import (
	"context"
	"errors"
	"fmt"
	"io"

	"s3sleuth/model"
)

// A Creation is what makes a table that is not there yet.
type Creation struct {
	Statements []SQLStatement // in the order they are run
	Where      string         // they are run, as "the data catalog of eu-west-1"
	// Run runs one statement. stage is told what is waited for.
	Run func(ctx context.Context, statement string, stage func(what string)) error
}

// create shows what makes a table and, once that is confirmed, runs it: the one
// thing that is ever written to AWS.
func (c *commands) create(r SQLRequest, write func(io.Writer, []SQLStatement) error) error {
	creation, err := c.env.Create(c.ctx, r, c.options)
	if err != nil {
		return fmt.Errorf("create %s: %w", r.Source, err)
	}
	if err := write(c.env.Stdout, creation.Statements); err != nil {
		return err
	}
	c.say("note", "this writes a definition into "+creation.Where+", and nothing else: logs are not touched, nothing is scanned, and it is free of charge")
	if err := c.confirmCreation(len(creation.Statements)); err != nil {
		return err
	}
	for _, s := range creation.Statements {
		err := creation.Run(c.ctx, s.Text, func(what string) {
			if c.env.ErrTerminal {
				c.draw(what)
			}
		})
		c.clearProgress()
		if err != nil {
			return fmt.Errorf("create %s: %w", r.Source, err)
		}
	}
	c.say("note", "created: s3sleuth count "+r.Source+" --since 24h --until 1h reads it")
	return nil
}

// confirmCreation asks whether the statements that were shown shall be run.
func (c *commands) confirmCreation(statements int) error {
	if c.yes {
		return nil
	}
	if c.env.Confirm == nil {
		return &usageError{"nothing was run: what is created has to be confirmed", "--yes confirms it"}
	}
	yes, err := c.env.Confirm(c.ctx, "Run "+model.Counted(statements, "statement")+"?")
	if err == nil && !yes {
		err = errors.New("nothing was run")
	}
	return err
}
