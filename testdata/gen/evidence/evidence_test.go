package evidence

import (
	"encoding/json"
	"math/rand/v2"
	"regexp"
	"testing"
	"time"
)

var moment = time.Date(2026, 11, 5, 2, 14, 7, 0, time.UTC)

func TestLineAppend(t *testing.T) {
	get := Line{
		Owner: "79a5", Bucket: "b", Time: moment, IP: "192.0.2.3", RequestID: "3E57427F3EXAMPLE",
		Operation: "REST.GET.OBJECT", Key: "k", URI: "GET /k HTTP/1.1", Status: 200, Sent: 5, Size: 5, Total: 7, Turnaround: 6,
		Agent: "curl/8.5.0", HostID: "s9lz=", Host: "b.s3.us-east-1.amazonaws.com",
	}
	older := get
	older.Fields = 24
	batch := get
	batch.Operation, batch.URI, batch.Agent, batch.Bare, batch.Status, batch.Sent = "BATCH.DELETE.OBJECT", "", "", true, 204, -1

	const head = "79a5 b [05/Nov/2026:02:14:07 +0000] 192.0.2.3 - 3E57427F3EXAMPLE "
	for _, c := range []struct {
		name string
		line Line
		want string
	}{
		{"all 27 fields", get, head + `REST.GET.OBJECT k "GET /k HTTP/1.1" 200 - 5 5 7 6 "-" "curl/8.5.0" - s9lz= - - - b.s3.us-east-1.amazonaws.com - - - -`},
		{"24 fields", older, head + `REST.GET.OBJECT k "GET /k HTTP/1.1" 200 - 5 5 7 6 "-" "curl/8.5.0" - s9lz= - - - b.s3.us-east-1.amazonaws.com -`},
		{"part of a batch", batch, head + `BATCH.DELETE.OBJECT k - 204 - - 5 7 6 - - - s9lz= - - - b.s3.us-east-1.amazonaws.com - - - -`},
	} {
		if got := string(c.line.Append(nil)); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestEventIsJSON(t *testing.T) {
	hostile := "\x1b]0;x\x07\"\\\n\u202e"
	e := Event{
		Version: "1.11", Identity: Identity{Type: "AWSAccount", Account: "anonymous"}.JSON(), Time: moment,
		Source: "s3.amazonaws.com", Name: "GetObject", Region: "us-east-1", IP: "192.0.2.3", Agent: hostile,
		Params: []Member{{"key", Quote(hostile)}}, Extra: []Member{}, ID: "x", ReadOnly: true,
		Resources: []Resource{{Type: "AWS::S3::Object", ARN: "arn:aws:s3:::b/", Prefix: true}, {Account: "111122223333", Type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::b"}},
		Type:      "AwsApiCall", Category: "Data", FromConsole: true,
	}
	var got struct {
		EventTime         time.Time
		UserAgent         string
		RequestParameters map[string]string
		ResponseElements  any
		ReadOnly          bool
		Resources         []map[string]string
		UserIdentity      map[string]string
		Console           string `json:"sessionCredentialFromConsole"`
	}
	if err := json.Unmarshal(e.Append(nil), &got); err != nil {
		t.Fatal(err)
	}
	if !got.EventTime.Equal(moment) || got.UserAgent != hostile || got.RequestParameters["key"] != hostile || !got.ReadOnly || got.Console != "true" {
		t.Errorf("read back as %+v", got)
	}
	if got.Resources[0]["ARNPrefix"] != "arn:aws:s3:::b/" || got.Resources[1]["ARN"] != "arn:aws:s3:::b" {
		t.Errorf("resources read back as %v", got.Resources)
	}
	if id, ok := got.UserIdentity["principalId"]; !ok || id != "" {
		t.Errorf("an anonymous caller has the empty principalId, got %q %v", id, ok)
	}
}

func TestRoleIdentity(t *testing.T) {
	id := Identity{Type: "AssumedRole", ARN: "arn:aws:sts::111122223333:assumed-role/R/s", Account: "111122223333", IssuerARN: "arn:aws:iam::111122223333:role/path/R", MFA: true}
	var got struct {
		SessionContext struct {
			SessionIssuer struct{ Arn, UserName string }
			Attributes    struct{ MFAAuthenticated string }
		}
	}
	if err := json.Unmarshal([]byte(id.JSON()), &got); err != nil {
		t.Fatal(err)
	}
	s := got.SessionContext
	if s.SessionIssuer.Arn != id.IssuerARN || s.SessionIssuer.UserName != "R" || s.Attributes.MFAAuthenticated != "true" {
		t.Errorf("read back as %+v", s)
	}
}

func TestIDs(t *testing.T) {
	one, two := NewIDs(rand.New(rand.NewPCG(1, 0)), 5), NewIDs(rand.New(rand.NewPCG(1, 0)), 5)
	shapes := map[string]struct {
		make  func(*IDs) string
		shape string
	}{
		"request": {(*IDs).Request, `^[A-Z0-9]{16}$`},
		"host":    {(*IDs).Host, `^[A-Za-z0-9+/]{75}=$`},
		"event":   {(*IDs).Event, `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`},
	}
	for _, name := range []string{"request", "host", "event"} {
		s := shapes[name]
		shape := regexp.MustCompile(s.shape)
		seen := map[string]bool{}
		for range 5000 {
			id := s.make(one)
			if !shape.MatchString(id) {
				t.Fatalf("%s ID %q has not the shape %s", name, id, s.shape)
			}
			if seen[id] {
				t.Fatalf("%s ID %q comes twice", name, id)
			}
			seen[id] = true
			if again := s.make(two); again != id {
				t.Fatalf("%s ID %q is %q from the same seed", name, id, again)
			}
		}
	}
}
