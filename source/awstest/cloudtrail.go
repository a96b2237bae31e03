package awstest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// cloudTrail answers an AWS JSON 1.1 request.
func (s *Server) cloudTrail(r *request) {
	var in struct {
		TrailNameList   []string `json:"trailNameList"`
		Name, TrailName string
		lakeRequest
	}
	target := r.Header.Get("X-Amz-Target")
	call := target[strings.LastIndexByte(target, '.')+1:]
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		r.fail(http.StatusBadRequest, "SerializationException", err.Error())
		return
	}
	if !s.allowed(r, "cloudtrail:"+call, in.Name+in.TrailName+in.EventDataStore) {
		return
	}
	if answer := lakeCalls[call]; answer != nil {
		answer(s, r, in.lakeRequest)
		return
	}
	switch call {
	case "DescribeTrails":
		s.describeTrails(r, in.TrailNameList)
	case "ListTrails":
		s.listTrails(r, in.NextToken)
	case "GetTrailStatus":
		s.ofTrail(r, in.Name, status)
	case "GetEventSelectors":
		s.ofTrail(r, in.TrailName, selectors)
	default:
		r.fail(http.StatusBadRequest, "UnknownOperationException", call)
	}
}

// json answers with a JSON document.
func (r *request) json(doc any) {
	if r.lost {
		panic(http.ErrAbortHandler) // which breaks the connection
	}
	time.Sleep(r.late)
	text, err := json.Marshal(doc)
	if err != nil {
		panic(err) // a value of this package cannot be written
	}
	r.w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	_, _ = r.w.Write(text) // a client that was killed is none to tell
}

// describeTrails tells the trails of the Region and the shadows of those that
// record it; of a list, those that are named.
func (s *Server) describeTrails(r *request, arns []string) {
	list := []any{}
	for _, t := range s.world.Trails {
		arn := t.ARN(s.world)
		if t.Home != r.region && !t.MultiRegion || len(arns) > 0 && !slices.Contains(arns, arn) {
			continue
		}
		line := map[string]any{
			"Name": t.Name, "TrailARN": arn, "HomeRegion": t.Home, "S3BucketName": t.Bucket,
			"IsMultiRegionTrail": t.MultiRegion, "IsOrganizationTrail": t.Organization,
			"HasCustomEventSelectors": t.Selectors != "", "LogFileValidationEnabled": true,
		}
		if t.Prefix != "" {
			line["S3KeyPrefix"] = t.Prefix
		}
		if t.Key != "" {
			line["KmsKeyId"] = t.Key
		}
		list = append(list, line)
	}
	r.json(map[string]any{"trailList": list})
}

// listTrails names the trails of every Region, a page at a time; the token is
// the index of the next.
func (s *Server) listTrails(r *request, token string) {
	from, _ := strconv.Atoi(token)
	to := len(s.world.Trails)
	answer := map[string]any{}
	if s.world.Page > 0 && to > from+s.world.Page {
		to = from + s.world.Page
		answer["NextToken"] = strconv.Itoa(to)
	}
	list := []any{}
	for _, t := range s.world.Trails[from:to] {
		list = append(list, map[string]any{"Name": t.Name, "TrailARN": t.ARN(s.world), "HomeRegion": t.Home})
	}
	answer["Trails"] = list
	r.json(answer)
}

// ofTrail answers what is asked of one trail by its ARN.
func (s *Server) ofTrail(r *request, arn string, answer func(*World, Trail) any) {
	for _, t := range s.world.Trails {
		if t.ARN(s.world) == arn {
			r.json(answer(s.world, t))
			return
		}
	}
	r.fail(http.StatusBadRequest, "TrailNotFoundException", "Unknown trail: "+arn)
}

func status(_ *World, t Trail) any {
	out := map[string]any{"IsLogging": !t.Stopped}
	if !t.Delivered.IsZero() {
		out["LatestDeliveryTime"] = t.Delivered.Unix()
	}
	if t.Stopped {
		out["StopLoggingTime"] = t.Delivered.Unix()
	}
	return out
}

func selectors(w *World, t Trail) any {
	out := map[string]json.RawMessage{}
	if t.Selectors != "" {
		if err := json.Unmarshal([]byte(t.Selectors), &out); err != nil {
			panic(err) // a test's own text
		}
	}
	arn, _ := json.Marshal(t.ARN(w))
	out["TrailARN"] = arn
	return out
}
