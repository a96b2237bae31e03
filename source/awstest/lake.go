package awstest

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Store is an event data store of CloudTrail Lake.
type Store struct {
	Name, ID, Region string
	Account          string // that owns it; "" is the world's
	Status           string // "" is ENABLED
	Retention        int    // days
	MultiRegion      bool
	Organization     bool
	Created          time.Time
	// Selectors are its advanced event selectors as a JSON array; "" is management events.
	Selectors string
}

// ARN returns the store's ARN.
func (e Store) ARN(world *World) string {
	account := e.Account
	if account == "" {
		account = world.Account
	}
	return "arn:aws:cloudtrail:" + e.Region + ":" + account + ":eventdatastore/" + e.ID
}

const managementOnly = `[{"Name":"m","FieldSelectors":[{"Field":"eventCategory","Equals":["Management"]}]}]`

// A lakeRequest holds the members of all requests to CloudTrail Lake.
type lakeRequest struct {
	EventDataStore, EventDataStoreOwnerAccountId string
	QueryID, QueryStatement, QueryStatus         string
	NextToken                                    string
	MaxResults, MaxQueryResults                  int
	StartTime, EndTime                           float64
}

// lakeCalls answer what is asked of event data stores and queries.
var lakeCalls = map[string]func(*Server, *request, lakeRequest){
	"ListEventDataStores": (*Server).listStores, "GetEventDataStore": (*Server).getStore,
	"StartQuery": (*Server).startQuery, "DescribeQuery": (*Server).describeQuery, "GetQueryResults": (*Server).getQueryResults,
	"CancelQuery": (*Server).cancelQuery, "ListQueries": (*Server).listQueries,
}

// stores are those of the Region.
func (s *Server) stores(r *request) []Store {
	return slices.DeleteFunc(slices.Clone(s.world.Stores), func(e Store) bool { return e.Region != r.region })
}

func (s *Server) listStores(r *request, in lakeRequest) {
	all := s.stores(r)
	from, _ := strconv.Atoi(in.NextToken)
	to := len(all)
	answer := map[string]any{}
	if s.world.Page > 0 && to > from+s.world.Page {
		to = from + s.world.Page
		answer["NextToken"] = strconv.Itoa(to)
	}
	list := []any{}
	for _, e := range all[from:to] {
		list = append(list, map[string]any{"Name": e.Name, "EventDataStoreArn": e.ARN(s.world)})
	}
	answer["EventDataStores"] = list
	r.json(answer)
}

// store returns the store that an ID or ARN names. If there is none, the request
// is answered.
func (s *Server) store(r *request, named string) (Store, bool) {
	for _, e := range s.stores(r) {
		if named == e.ARN(s.world) || named == e.ID && e.Account == "" {
			return e, true
		}
	}
	r.fail(http.StatusBadRequest, "EventDataStoreNotFoundException", "Event data store not found: "+named)
	return Store{}, false
}

func (s *Server) getStore(r *request, in lakeRequest) {
	e, ok := s.store(r, in.EventDataStore)
	if !ok {
		return
	}
	if e.Selectors == "" {
		e.Selectors = managementOnly
	}
	answer := map[string]any{
		"EventDataStoreArn": e.ARN(s.world), "Name": e.Name, "Status": e.status(), "RetentionPeriod": e.Retention,
		"MultiRegionEnabled": e.MultiRegion, "OrganizationEnabled": e.Organization, "BillingMode": "EXTENDABLE_RETENTION_PRICING",
		"AdvancedEventSelectors": json.RawMessage(e.Selectors),
	}
	if !e.Created.IsZero() {
		answer["CreatedTimestamp"] = e.Created.Unix()
	}
	r.json(answer)
}

func (e Store) status() string {
	if e.Status == "" {
		return "ENABLED"
	}
	return e.Status
}

var fromStore = regexp.MustCompile(`(?i)\bFROM\s+([0-9a-z-]{36})\b`)

// longestStatement is how many characters a statement may have.
const longestStatement = 10_000

func (s *Server) startQuery(r *request, in lakeRequest) {
	named := fromStore.FindStringSubmatch(in.QueryStatement)
	if named == nil || !strings.HasPrefix(in.QueryStatement, "SELECT") || len([]rune(in.QueryStatement)) > longestStatement {
		r.fail(http.StatusBadRequest, "InvalidQueryStatementException", "Invalid query statement")
		return
	}
	i := slices.IndexFunc(s.world.Stores, func(e Store) bool {
		return e.ID == named[1] && e.Region == r.region && e.Account == in.EventDataStoreOwnerAccountId
	})
	if i < 0 {
		r.fail(http.StatusBadRequest, "EventDataStoreNotFoundException", "Event data store not found: "+named[1])
		return
	}
	if s.world.Stores[i].status() == "PENDING_DELETION" {
		r.fail(http.StatusBadRequest, "InactiveEventDataStoreException", "The event data store is inactive.")
		return
	}
	id, ok := s.start(r, in.QueryStatement, "")
	if !ok {
		r.fail(http.StatusBadRequest, "MaxConcurrentQueriesException", "You are already running the maximum number of concurrent queries.")
		return
	}
	r.json(map[string]any{"QueryId": id})
}

// lakeWords are where a query stands as CloudTrail Lake writes it.
var lakeWords = [...]string{"QUEUED", "RUNNING", "FINISHED", "FAILED", "CANCELLED", "TIMED_OUT"}

// ofQuery answers what is asked of one query.
func (s *Server) ofQuery(r *request, id string, answer func(*Query)) {
	if !s.find(r, id, answer) {
		r.fail(http.StatusBadRequest, "QueryIdNotFoundException", "Query ID not found: "+id)
	}
}

func (s *Server) describeQuery(r *request, in lakeRequest) {
	s.ofQuery(r, in.QueryID, func(q *Query) {
		answer := map[string]any{
			"QueryId": q.ID, "QueryString": q.Text, "QueryStatus": lakeWords[q.Standing],
			"QueryStatistics": map[string]any{
				"BytesScanned": q.Scanned, "EventsMatched": len(q.Rows), "EventsScanned": len(q.Rows), "CreationTime": seconds(q.Asked),
			},
		}
		if q.Fault != "" {
			answer["ErrorMessage"] = q.Fault
		}
		r.json(answer)
	})
}

// getQueryResults tells rows as lists of maps with one key, the column's name.
// The token is the index of the next row.
func (s *Server) getQueryResults(r *request, in lakeRequest) {
	if in.MaxQueryResults < 1 || in.MaxQueryResults > 1000 {
		r.fail(http.StatusBadRequest, "InvalidMaxResultsException", "The value of MaxQueryResults is out of range.")
		return
	}
	s.ofQuery(r, in.QueryID, func(q *Query) {
		from, err := strconv.Atoi(in.NextToken)
		if err != nil && in.NextToken != "" {
			r.fail(http.StatusBadRequest, "InvalidNextTokenException", "Invalid next token.")
			return
		}
		rows, next := s.page(q, from, in.MaxQueryResults)
		list := [][]map[string]string{}
		for _, row := range rows {
			var cells []map[string]string
			for i, v := range row {
				cell := map[string]string{}
				switch { // how NULL is written is not documented: by nothing, or an empty text
				case v != nil:
					cell[q.Columns[i]] = *v
				case i%2 == 0:
					cell[q.Columns[i]] = ""
				}
				cells = append(cells, cell)
			}
			list = append(list, cells)
		}
		answer := map[string]any{
			"QueryStatus": lakeWords[q.Standing], "QueryResultRows": list,
			"QueryStatistics": map[string]any{"ResultsCount": len(list), "TotalResultsCount": len(q.Rows), "BytesScanned": q.Scanned},
		}
		if next < len(q.Rows) {
			answer["NextToken"] = strconv.Itoa(next)
		}
		r.json(answer)
	})
}

func (s *Server) cancelQuery(r *request, in lakeRequest) {
	s.ofQuery(r, in.QueryID, func(q *Query) {
		if !q.stop() {
			r.fail(http.StatusBadRequest, "InactiveQueryException", "The specified query cannot be canceled because it is in the "+lakeWords[q.Standing]+" state.")
			return
		}
		r.json(map[string]any{"QueryId": q.ID, "QueryStatus": lakeWords[q.Standing]})
	})
}

// listQueries tells the queries of a store, the newest first; the token is how
// many were told.
func (s *Server) listQueries(r *request, in lakeRequest) {
	e, ok := s.store(r, in.EventDataStore)
	if !ok {
		return
	}
	all := s.Asked()
	slices.Reverse(all)
	all = slices.DeleteFunc(all, func(q Query) bool {
		at := seconds(q.Asked)
		return q.Service != r.service || q.Region != r.region || !strings.Contains(q.Text, e.ID) ||
			in.StartTime > 0 && at < in.StartTime || in.EndTime > 0 && at > in.EndTime
	})
	from, _ := strconv.Atoi(in.NextToken)
	to := len(all)
	answer := map[string]any{}
	if s.world.Page > 0 && to > from+s.world.Page {
		to = from + s.world.Page
		answer["NextToken"] = strconv.Itoa(to)
	}
	list := []any{}
	for _, q := range all[from:to] {
		list = append(list, map[string]any{"QueryId": q.ID, "QueryStatus": lakeWords[q.Standing], "CreationTime": seconds(q.Asked)})
	}
	answer["Queries"] = list
	r.json(answer)
}

// seconds is a time as JSON 1.1 writes it.
func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }
