package source

import (
	"context"
	"fmt"
)

// A Surveyor looks for places with records. Survey tells what is known so far,
// from any goroutine.
type Surveyor interface {
	// Run looks until all is asked or ctx ends, once. While it does, tell is
	// called a few times a second from its goroutine; nil is told nothing.
	// Run fails when nothing can be asked: without credentials, when they have
	// expired, without a way to AWS. What is refused in particular stands in the
	// survey. An error may tell what to do by a method Advice() string.
	Run(ctx context.Context, tell func(Survey)) error
	Survey() Survey
}

// A Survey is what is known so far. Its slices are not changed later.
type Survey struct {
	Login   Login
	Places  []Place   // trails first, then access logs, then event data stores, by name
	Refused []Refusal // what could not be asked
	// Trails and Buckets count what has been asked for its settings; a bucket is
	// asked where it delivers its access logs.
	Trails, Buckets Asked
	// Stores counts the event data stores of the Region where the asking begins.
	Stores Asked
}

// An Asked is how far a survey is with one kind of thing.
type Asked struct {
	Done, Total int
	Final       bool // Total is all there are; never when the list is refused
}

// All says that everything is listed and asked.
func (a Asked) All() bool { return a.Final && a.Done == a.Total }

// A Login is as whom and where AWS is asked.
type Login struct {
	Profile string // "" is the default
	Region  string // where the asking begins
	Account string // 12 digits, "" until known
	ARN     string // of the caller, "" until known
}

// A Refusal is one action that AWS did not allow, or failed to perform.
type Refusal struct {
	Action string   // as policies write it, "s3:GetBucketLogging"
	On     []string // what it was asked of: buckets, trails, Regions; sorted
	Denied bool     // it was not allowed; else it failed
	Reason string   // what AWS said of the last one
	Hint   string   // what to do; may be empty
}

// String says what was refused, how often, and why.
func (r Refusal) String() string {
	what := "failed"
	if r.Denied {
		what = "denied"
	}
	s := fmt.Sprintf("%s %s on %s", r.Action, what, few(r.On))
	if !r.Denied { // a denial says nothing more than the action does
		s += ": " + r.Reason
	}
	return s
}
