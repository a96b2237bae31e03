package athena

import (
	"context"
	"errors"
	"fmt"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/athena"
	"github.com/aws/aws-sdk-go-v2/service/athena/types"

	"s3sleuth/model"
	"s3sleuth/source/aws"
)

// A group is what a workgroup's settings mean for a query.
type group struct {
	output string // where rows go, to be said with every query; "" is not to be said
	notes  []string
}

// An Advised error says what to do about it.
type Advised struct {
	error
	hint string
}

// Advice returns what to do.
func (e *Advised) Advice() string { return e.hint }

// Unwrap returns the error.
func (e *Advised) Unwrap() error { return e.error }

// workgroup asks for the workgroup's settings, once.
func (c *Client) workgroup(ctx context.Context) (*group, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.group != nil {
		return c.group, nil
	}
	out, err := c.api.GetWorkGroup(ctx, &athena.GetWorkGroupInput{WorkGroup: &c.set.Workgroup})
	var fault *aws.Fault
	switch err = c.explain(err, "athena:GetWorkGroup"); {
	case isRefused(err):
		return nil, &Advised{fmt.Errorf("no workgroup %s in %s: %w", c.set.Workgroup, c.Region(), err), "name one with --workgroup, and its Region with --region"}
	case errors.As(err, &fault) && fault.Kind == aws.Denied:
		// Its settings need not be known: a query without a place for its rows is
		// refused, and nothing is paid.
		c.group = &group{output: c.set.Output, notes: []string{"the settings of workgroup " + c.set.Workgroup + " are not known: " + fault.Error()}}
		return c.group, nil
	case err != nil:
		return nil, err
	case out.WorkGroup == nil:
		return nil, fmt.Errorf("workgroup %s: an answer without it", c.set.Workgroup)
	}
	g, err := c.settle(out.WorkGroup)
	if err == nil {
		c.group = g
	}
	return g, err
}

// settle works out what a workgroup's settings mean.
func (c *Client) settle(w *types.WorkGroup) (*group, error) {
	if w.State == types.WorkGroupStateDisabled {
		return nil, &Advised{fmt.Errorf("workgroup %s is disabled", c.set.Workgroup), "name another one with --workgroup"}
	}
	g := &group{output: c.set.Output}
	set := w.Configuration
	if set == nil {
		set = &types.WorkGroupConfiguration{}
	}
	if v := set.EngineVersion; v != nil && v.EffectiveEngineVersion != nil && !strings.HasPrefix(*v.EffectiveEngineVersion, "Athena engine version 3") {
		return nil, &Advised{
			fmt.Errorf("workgroup %s runs %s: statements are written for Athena engine version 3", c.set.Workgroup, *v.EffectiveEngineVersion),
			"name another one with --workgroup",
		}
	}
	own := set.ResultConfiguration != nil && sdk.ToString(set.ResultConfiguration.OutputLocation) != ""
	managed := set.ManagedQueryResultsConfiguration != nil && set.ManagedQueryResultsConfiguration.Enabled
	switch {
	case managed || own && sdk.ToBool(set.EnforceWorkGroupConfiguration):
		if g.output != "" {
			g.notes = append(g.notes, "workgroup "+c.set.Workgroup+" decides where the rows of its queries go: not to "+g.output)
		}
		g.output = ""
	case !own && g.output == "":
		return nil, &Advised{
			fmt.Errorf("workgroup %s has no place for the rows of queries", c.set.Workgroup),
			"name a folder of a bucket of yours with --output-location s3://BUCKET/PREFIX/, or a workgroup that has one with --workgroup",
		}
	}
	if limit := sdk.ToInt64(set.BytesScannedCutoffPerQuery); limit > 0 {
		g.notes = append(g.notes, fmt.Sprintf("workgroup %s stops a query that scans more than %s", c.set.Workgroup, model.Size(limit)))
	}
	return g, nil
}

// Region is where the queries run.
func (c *Client) Region() string { return c.session.Config("").Region }
