package source_test

import (
	"testing"
	"time"

	"s3sleuth/source"
)

// What the picker and the command say of a place.
func TestAbout(t *testing.T) {
	at := time.Date(2026, 11, 9, 14, 5, 0, 0, time.UTC)
	trail := func(t source.Trail) source.Place {
		return source.Place{Kind: source.TrailLogs, Trails: []source.Trail{t}}
	}
	const none, some, all = source.ReachNone, source.ReachSome, source.ReachAll
	cases := []struct {
		place source.Place
		want  string
	}{
		{trail(source.Trail{Name: "org", Organization: true, MultiRegion: true, Logging: source.On, Delivered: at, Reads: all, Writes: all}), "org: organization, every Region, requests for all objects, last delivery 2026-11-09 14:05 UTC"},
		{trail(source.Trail{Name: "mgmt", MultiRegion: true, Logging: source.On, Reads: none, Writes: none}), "mgmt: every Region, no requests for objects"},
		{trail(source.Trail{Name: "t", Home: "eu-west-3", Logging: source.On, Reads: none, Writes: all}), "t: only eu-west-3, writes of all objects, no reads"},
		{trail(source.Trail{Name: "t", Home: "eu-west-3", Logging: source.On, Reads: some, Writes: none}), "t: only eu-west-3, reads of some objects, no writes"},
		{trail(source.Trail{Name: "t", Home: "eu-west-3", Logging: source.On, Reads: some, Writes: all}), "t: only eu-west-3, reads of some objects, writes of all objects"},
		{trail(source.Trail{Name: "t", Home: "eu-west-3", Logging: source.Off, Stopped: at, Delivered: at, Reads: some, Writes: some}), "t: only eu-west-3, requests for some objects, OFF since 2026-11-09 14:05 UTC"},
		{trail(source.Trail{Name: "t", MultiRegion: true}), "t: every Region, whether it records objects is not known, on or off is not known"},
		{trail(source.Trail{Name: "t", MultiRegion: true, Logging: source.On, Reads: all, Writes: all, Fault: "AccessDenied"}), "t: every Region, requests for all objects, cannot deliver: AccessDenied"},
		{source.Place{Kind: source.AccessLogs, Logged: []source.Logged{{Bucket: "acme-dl", Format: source.KeyByEvent}}}, "of acme-dl, partitioned by event time"},
		{source.Place{Kind: source.AccessLogs, Logged: []source.Logged{{Bucket: "a"}, {Bucket: "b"}, {Bucket: "c"}, {Bucket: "d"}, {Bucket: "e"}}}, "of a, b, c, 2 more"},
		{source.Place{Kind: source.AccessLogs, Logged: []source.Logged{{Bucket: "a"}, {Bucket: "b", Format: source.KeyByDelivery}}}, "of a, b, keys of several forms"},
		{source.Place{Kind: source.LocalFiles, Events: 1, Lines: 4000, More: true}, "at least 1 CloudTrail file, 4,000 access logs"},
	}
	for _, c := range cases {
		if got := c.place.About(); got != c.want {
			t.Errorf("got  %q\nwant %q", got, c.want)
		}
	}
}
