package main

import (
	"cmp"
	"encoding/json"
	"net/netip"
	"slices"
	"strings"
	"time"

	"s3sleuth/testdata/gen/evidence"
)

// truth is what is in the logs. It is written as truth.json.
type truth struct {
	Records    int                  `json:"records"` // without duplicates
	AccessLog  int                  `json:"accesslog"`
	CloudTrail int                  `json:"cloudtrail"`
	Duplicates int                  `json:"duplicates"`
	Questions  []*evidence.Question `json:"questions"`
	Newest     newest               `json:"newest"`
}

// newest is a question for records: the hundred last ones of a principal from a
// network, newest first. Records of the same second stand in the order of their IDs.
type newest struct {
	Filter  string `json:"filter"`
	Records []seen `json:"records"`
}

type seen struct {
	ID   string    `json:"id"`
	Time time.Time `json:"time"`
}

const (
	keepNewest = 100
	topGroups  = 20
	network    = "198.18.0.0/15"
)

var (
	windowFrom = start.Add(9 * 24 * time.Hour)
	windowTo   = windowFrom.Add(24 * time.Hour)
	block      = netip.MustParsePrefix(network)
)

const (
	plainByPrincipal = iota
	tlsByAgent
	allTLS
	publicWrites
	windowIPs
	operations
	deniedByBucket
	deletesByPrincipal
	substring
)

func newTruth() *truth {
	w := "time:" + windowFrom.Format(time.DateOnly) + ".." + windowTo.Format(time.DateOnly)
	return &truth{
		Newest: newest{Filter: "principal:" + watched + " ip:" + network},
		Questions: []*evidence.Question{
			plainByPrincipal:   {Name: "plain HTTP by principal", Filter: "tls:none", By: "principal"},
			tlsByAgent:         {Name: "old TLS by agent", Filter: "tls:<1.2", By: "ua"},
			allTLS:             {Name: "everything, by TLS", By: "tls"},
			publicWrites:       {Name: "public ACL writes", Filter: "is:public-acl", By: "principal"},
			windowIPs:          {Name: "top addresses of a day", Filter: w, By: "ip"},
			operations:         {Name: "everything, by operation", By: "op"},
			deniedByBucket:     {Name: "refused, by bucket", Filter: "error:AccessDenied", By: "bucket"},
			deletesByPrincipal: {Name: "deleted, by principal", Filter: "op:DeleteObject", By: "principal"},
			substring:          {Name: "a part of a key", Filter: "key:*quarterly-report*", By: "op"},
		},
	}
}

// note counts one record.
func (t *truth) note(k kind, r *request, id string) {
	t.Records++
	tls, plain, old := r.tls, evidence.No, evidence.Of(r.tls == "1.0" || r.tls == "1.1")
	if tls == "none" {
		plain = evidence.Yes
	}
	public := evidence.Of(r.public())
	if k == cloudTrail {
		t.CloudTrail++
		if tls == "none" {
			// CloudTrail shows no evidence of TLS, which proves nothing.
			tls, plain, old = "no-evidence", evidence.Unknown, evidence.Unknown
		}
	} else {
		t.AccessLog++
		if r.acl != "" {
			public = evidence.Unknown // the line says that some ACL was needed
		}
	}
	q := t.Questions
	q[plainByPrincipal].Note(plain, r.by.principal)
	q[tlsByAgent].Note(old, r.ua)
	q[allTLS].Note(evidence.Yes, tls)
	q[publicWrites].Note(public, r.by.principal)
	q[windowIPs].Note(evidence.Of(!r.at.Before(windowFrom) && r.at.Before(windowTo)), r.ip)
	q[operations].Note(evidence.Yes, r.call.api)
	q[deniedByBucket].Note(evidence.Of(r.code == "AccessDenied"), r.place.name)
	q[deletesByPrincipal].Note(evidence.Of(r.call.deletes), r.by.principal)
	named := evidence.Of(strings.Contains(r.key, "quarterly-report"))
	if r.key == "" {
		named = evidence.Unknown // the record names no object
	}
	q[substring].Note(named, r.call.api)
	t.watch(r, id)
}

// watch keeps the records of the newest question.
func (t *truth) watch(r *request, id string) {
	if !r.by.watched {
		return
	}
	if a, err := netip.ParseAddr(r.ip); err != nil || !block.Contains(a) {
		return
	}
	t.Newest.Records = append(t.Newest.Records, seen{id, r.at})
}

func (t *truth) merge(o *truth) {
	t.Records += o.Records
	t.AccessLog += o.AccessLog
	t.CloudTrail += o.CloudTrail
	t.Duplicates += o.Duplicates
	for i, q := range t.Questions {
		q.Merge(o.Questions[i])
	}
	t.Newest.Records = append(t.Newest.Records, o.Newest.Records...)
}

func (t *truth) json() []byte {
	for _, q := range t.Questions {
		q.Done(topGroups)
	}
	slices.SortFunc(t.Newest.Records, func(a, b seen) int {
		return cmp.Or(b.Time.Compare(a.Time), cmp.Compare(a.ID, b.ID))
	})
	t.Newest.Records = t.Newest.Records[:min(keepNewest, len(t.Newest.Records))]
	b, err := json.MarshalIndent(t, "", " ")
	if err != nil {
		panic(err) // the type holds nothing that JSON cannot say
	}
	return append(b, '\n')
}
