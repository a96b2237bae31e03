package headless

import (
	"encoding/json"
	"time"

	"s3sleuth/source"
	"s3sleuth/tui/text"
)

// A safeText is a JSON string without anything that a terminal would obey.
type safeText string

func (s safeText) MarshalJSON() ([]byte, error) {
	return text.AppendJSON(nil, text.Mask(string(s))), nil
}

func safe(list []string) []safeText {
	out := make([]safeText, len(list))
	for i, s := range list {
		out[i] = safeText(s)
	}
	return out
}

// The members of what "sources --format json" prints.
type (
	placesMembers struct {
		Complete bool             `json:"complete"`
		Error    safeText         `json:"error,omitempty"`
		Profile  safeText         `json:"profile,omitempty"`
		Region   string           `json:"region,omitempty"`
		Account  string           `json:"account,omitempty"`
		Caller   safeText         `json:"caller,omitempty"`
		Places   []placeMembers   `json:"places"`
		Recent   []safeText       `json:"recent"`
		Trails   askedMembers     `json:"trails"`
		Buckets  askedMembers     `json:"buckets"`
		Stores   askedMembers     `json:"stores"`
		Refused  []refusalMembers `json:"refused"`
		Kinds    []guideMembers   `json:"kinds"`
	}
	placeMembers struct {
		Kind    string          `json:"kind"`
		Source  safeText        `json:"source"`
		Region  string          `json:"region,omitempty"`
		Trails  []trailMembers  `json:"trails,omitempty"`
		Buckets []loggedMembers `json:"buckets,omitempty"`
		Store   *storeMembers   `json:"store,omitempty"`
		Events  int             `json:"events,omitempty"`
		Logs    int             `json:"accessLogs,omitempty"`
		More    bool            `json:"more,omitempty"`
	}
	trailMembers struct {
		Name         safeText `json:"name"`
		ARN          safeText `json:"arn"`
		Home         string   `json:"home"`
		MultiRegion  bool     `json:"multiRegion"`
		Organization bool     `json:"organization"`
		Logging      string   `json:"logging"`
		Delivered    string   `json:"delivered,omitempty"`
		Stopped      string   `json:"stopped,omitempty"`
		Fault        safeText `json:"fault,omitempty"`
		Key          safeText `json:"key,omitempty"`
		Reads        string   `json:"objectReads"`
		Writes       string   `json:"objectWrites"`
	}
	storeMembers struct {
		Name         safeText `json:"name"`
		ID           string   `json:"id"`
		Status       string   `json:"status,omitempty"`
		Retention    int      `json:"retentionDays,omitempty"`
		MultiRegion  bool     `json:"multiRegion"`
		Organization bool     `json:"organization"`
		Created      string   `json:"created,omitempty"`
		Categories   []string `json:"categories,omitempty"`
		Reads        string   `json:"objectReads"`
		Writes       string   `json:"objectWrites"`
	}
	loggedMembers struct {
		Bucket safeText `json:"bucket"`
		Prefix safeText `json:"prefix"`
		Keys   string   `json:"keys"`
	}
	askedMembers struct {
		Asked  int  `json:"asked"`
		Of     int  `json:"of"`
		Listed bool `json:"listed"` // "of" is all there are
	}
	refusalMembers struct {
		Action string     `json:"action"`
		Denied bool       `json:"denied"`
		On     []safeText `json:"on"`
		Reason safeText   `json:"reason"`
		Hint   safeText   `json:"hint,omitempty"`
	}
	guideMembers struct {
		Kind   string `json:"kind"`
		Can    string `json:"can"`
		Cannot string `json:"cannot"`
		When   string `json:"when"`
	}
)

// placesJSON prints one object.
func (c *commands) placesJSON(p *places) error {
	v := p.survey
	out := placesMembers{
		Complete: p.complete(),
		Profile:  safeText(v.Login.Profile), Region: v.Login.Region, Account: v.Login.Account, Caller: safeText(v.Login.ARN),
		Places: []placeMembers{}, Recent: safe(p.recent), Refused: []refusalMembers{},
		Trails:  askedMembers{v.Trails.Done, v.Trails.Total, v.Trails.Final},
		Buckets: askedMembers{v.Buckets.Done, v.Buckets.Total, v.Buckets.Final},
		Stores:  askedMembers{v.Stores.Done, v.Stores.Total, v.Stores.Final},
	}
	if p.err != nil {
		out.Error = safeText(p.err.Error())
	}
	for _, list := range [][]source.Place{v.Places, p.local} {
		for _, at := range list {
			out.Places = append(out.Places, membersOf(at))
		}
	}
	for _, r := range v.Refused {
		out.Refused = append(out.Refused, refusalMembers{r.Action, r.Denied, safe(r.On), safeText(r.Reason), safeText(r.Hint)})
	}
	for kind, g := range source.Guides {
		out.Kinds = append(out.Kinds, guideMembers{source.PlaceKind(kind).String(), g.Can, g.Cannot, g.When})
	}
	return json.NewEncoder(c.env.Stdout).Encode(out)
}

func membersOf(p source.Place) placeMembers {
	out := placeMembers{Kind: p.Kind.String(), Source: safeText(p.URI), Region: p.Region, Events: p.Events, Logs: p.Lines, More: p.More}
	for _, t := range p.Trails {
		out.Trails = append(out.Trails, trailMembers{
			safeText(t.Name), safeText(t.ARN), t.Home, t.MultiRegion, t.Organization, t.Logging.String(),
			moment(t.Delivered), moment(t.Stopped), safeText(t.Fault), safeText(t.Key), t.Reads.String(), t.Writes.String(),
		})
	}
	if e := p.Store; e != nil {
		out.Store = &storeMembers{
			safeText(e.Name), e.ID, e.Status, e.Retention, e.MultiRegion, e.Organization, moment(e.Created), e.Categories, e.Reads.String(), e.Writes.String(),
		}
	}
	for _, l := range p.Logged {
		out.Buckets = append(out.Buckets, loggedMembers{safeText(l.Bucket), safeText(l.Prefix), l.Format.String()})
	}
	return out
}

// moment writes a time, "" for one that is not known.
func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
