package awstest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// An Athena is the workgroups and the data catalog of one Region.
type Athena struct {
	Region     string
	Workgroups []Workgroup
	Databases  []string
	Tables     []Table
}

// A Workgroup is where queries run.
type Workgroup struct {
	Name     string
	Output   string // s3:// location of rows; "" is none
	Enforced bool   // Output goes before what a query says
	Managed  bool   // Athena keeps the rows itself
	Disabled bool
	Engine   string // "" is version 3
	Cutoff   int64  // bytes that a query may scan; 0 is any number
}

// A Table is one in the data catalog.
type Table struct {
	Database, Name      string
	Columns, Partitions []string
	Parameters          map[string]string
}

// An athenaRequest holds the members of all requests to Athena.
type athenaRequest struct {
	WorkGroup, CatalogName, DatabaseName, TableName string
	QueryExecutionID, NextToken                     string
	QueryString, ClientRequestToken                 string
	MaxResults                                      int
	ResultConfiguration                             struct{ OutputLocation string }
	ResultReuseConfiguration                        struct {
		ResultReuseByAgeConfiguration struct {
			Enabled         bool
			MaxAgeInMinutes int
		}
	}
}

var athenaCalls = map[string]func(*Server, *request, *athenaRequest){
	"GetWorkGroup": (*Server).getWorkgroup, "GetTableMetadata": (*Server).getTable, "GetDatabase": (*Server).getDatabase,
	"StartQueryExecution": (*Server).startExecution, "GetQueryExecution": (*Server).getExecution,
	"GetQueryResults": (*Server).getResults, "StopQueryExecution": (*Server).stopExecution,
}

// athena answers an AWS JSON 1.1 request.
func (s *Server) athena(r *request) {
	target := r.Header.Get("X-Amz-Target")
	call := target[strings.LastIndexByte(target, '.')+1:]
	var in athenaRequest
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		r.refuse("InvalidRequestException", err.Error())
		return
	}
	if !s.allowed(r, "athena:"+call, in.WorkGroup) {
		return
	}
	if answer := athenaCalls[call]; answer != nil {
		answer(s, r, &in)
		return
	}
	r.refuse("UnknownOperationException", call)
}

func (r *request) refuse(code, message string) { r.fail(http.StatusBadRequest, code, message) }

func (s *Server) workgroup(r *request, name string) (Workgroup, bool) {
	if a := s.world.Athena; a.Region == r.region {
		for _, w := range a.Workgroups {
			if w.Name == name {
				return w, true
			}
		}
	}
	r.refuse("InvalidRequestException", "WorkGroup "+name+" is not found.")
	return Workgroup{}, false
}

func (s *Server) getWorkgroup(r *request, in *athenaRequest) {
	w, ok := s.workgroup(r, in.WorkGroup)
	if !ok {
		return
	}
	state, version := "ENABLED", "Athena engine version 3"
	if w.Disabled {
		state = "DISABLED"
	}
	if w.Engine != "" {
		version = w.Engine
	}
	set := map[string]any{
		"EnforceWorkGroupConfiguration": w.Enforced, "EngineVersion": map[string]any{"EffectiveEngineVersion": version, "SelectedEngineVersion": "AUTO"},
		"ManagedQueryResultsConfiguration": map[string]any{"Enabled": w.Managed}, "ResultConfiguration": map[string]any{},
	}
	if w.Output != "" {
		set["ResultConfiguration"] = map[string]any{"OutputLocation": w.Output}
	}
	if w.Cutoff > 0 {
		set["BytesScannedCutoffPerQuery"] = w.Cutoff
	}
	r.json(map[string]any{"WorkGroup": map[string]any{"Name": w.Name, "State": state, "Configuration": set}})
}

// tables are those of the world and those that statements have made since.
func (s *Server) tables() []Table {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := slices.Clone(s.world.Athena.Tables)
	for _, q := range s.queries {
		if t, ok := Created(q.Text); ok && q.Standing == Succeeded {
			all = append(all, t)
		}
	}
	return all
}

func (s *Server) getTable(r *request, in *athenaRequest) {
	if s.world.Deny["glue:GetTable"] { // Athena passes on what Glue says
		table := "arn:aws:glue:" + r.region + ":" + s.world.Account + ":table/" + in.DatabaseName + "/" + in.TableName
		r.refuse("MetadataException", "User: "+s.world.Caller+" is not authorized to perform: glue:GetTable on resource: "+table+
			" because no identity-based policy allows the glue:GetTable action (Service: AmazonDataCatalog; Status Code: 400; Error Code: AccessDeniedException)")
		return
	}
	for _, t := range s.tables() {
		if t.Database != in.DatabaseName || t.Name != in.TableName || in.CatalogName != "AwsDataCatalog" || s.world.Athena.Region != r.region {
			continue
		}
		typed := func(names []string) []map[string]string {
			list := []map[string]string{}
			for _, name := range names {
				list = append(list, map[string]string{"Name": name, "Type": "string"})
			}
			return list
		}
		r.json(map[string]any{"TableMetadata": map[string]any{
			"Name": t.Name, "TableType": "EXTERNAL_TABLE", "Columns": typed(t.Columns), "PartitionKeys": typed(t.Partitions), "Parameters": t.Parameters,
		}})
		return
	}
	r.refuse("MetadataException", "EntityNotFoundException: Table "+in.TableName+" not found.")
}

func (s *Server) getDatabase(r *request, in *athenaRequest) {
	if !slices.Contains(s.world.Athena.Databases, in.DatabaseName) {
		r.refuse("MetadataException", "EntityNotFoundException: Database "+in.DatabaseName+" not found.")
		return
	}
	r.json(map[string]any{"Database": map[string]any{"Name": in.DatabaseName}})
}

func (s *Server) startExecution(r *request, in *athenaRequest) {
	w, ok := s.workgroup(r, in.WorkGroup)
	switch output := in.ResultConfiguration.OutputLocation; {
	case !ok:
		return
	case w.Disabled:
		r.refuse("InvalidRequestException", "WorkGroup "+w.Name+" is disabled.")
		return
	case output == "" && w.Output == "" && !w.Managed:
		r.refuse("InvalidRequestException", "No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.")
		return
	case len(in.ClientRequestToken) < 32 || len(in.ClientRequestToken) > 128:
		r.refuse("InvalidRequestException", "ClientRequestToken has a length outside of 32 to 128")
		return
	case slices.ContainsFunc(s.Asked(), func(q Query) bool { return q.Token == in.ClientRequestToken && q.Text != in.QueryString }):
		r.refuse("InvalidRequestException", "Idempotent parameters do not match")
		return
	}
	reuse := in.ResultReuseConfiguration.ResultReuseByAgeConfiguration
	id, ok := s.begin(r, in.QueryString, in.ClientRequestToken, func(q *Query) {
		q.Output = in.ResultConfiguration.OutputLocation
		if reuse.Enabled {
			q.earlier = s.reusable(in.QueryString, time.Duration(reuse.MaxAgeInMinutes)*time.Minute)
		}
	})
	if !ok {
		r.refuse("TooManyRequestsException", "You have exceeded the limit for the number of queries you can run concurrently.")
		return
	}
	r.json(map[string]any{"QueryExecutionId": id})
}

// reusable returns a query of the same statement whose rows are no older than
// an age, nil where there is none. s.mu is held.
func (s *Server) reusable(text string, age time.Duration) *Query {
	for _, q := range s.queries {
		if q.Text == text && q.Standing == Succeeded && time.Since(q.Ended) <= age {
			return q
		}
	}
	return nil
}

// athenaWords are where a query stands as Athena writes it.
var athenaWords = [...]string{"QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED", "FAILED"}

// ofExecution answers what is asked of one query.
func (s *Server) ofExecution(r *request, id string, answer func(*Query)) {
	if !s.find(r, id, answer) {
		r.refuse("InvalidRequestException", "QueryExecution "+id+" was not found")
	}
}

func (s *Server) getExecution(r *request, in *athenaRequest) {
	s.ofExecution(r, in.QueryExecutionID, func(q *Query) {
		status := map[string]any{"State": athenaWords[q.Standing], "SubmissionDateTime": seconds(q.Asked)}
		if q.Fault != "" {
			status["StateChangeReason"] = q.Fault
		}
		kind := "DML"
		if strings.HasPrefix(q.Text, "CREATE ") {
			kind = "DDL"
		}
		r.json(map[string]any{"QueryExecution": map[string]any{
			"QueryExecutionId": q.ID, "Query": q.Text, "StatementType": kind, "Status": status,
			"Statistics": map[string]any{
				"DataScannedInBytes": q.Scanned, "ResultReuseInformation": map[string]any{"ReusedPreviousResult": q.earlier != nil},
			},
		}})
	})
}

// getResults tells rows as lists of cells, of which NULL has no member. The
// first row of a SELECT is the names of its columns. The token is the index of
// the next row, that one counted.
func (s *Server) getResults(r *request, in *athenaRequest) {
	if in.MaxResults < 1 || in.MaxResults > 1000 {
		r.refuse("InvalidRequestException", "MaxResults is out of range")
		return
	}
	s.ofExecution(r, in.QueryExecutionID, func(q *Query) {
		from, err := strconv.Atoi(in.NextToken)
		switch {
		case err != nil && in.NextToken != "":
			r.refuse("InvalidRequestException", "Invalid NextToken")
			return
		case q.Standing != Succeeded:
			r.refuse("InvalidRequestException", "Query has not yet finished. Current state: "+athenaWords[q.Standing])
			return
		}
		told := Query{Rows: q.Rows}
		info := []map[string]string{}
		if len(q.Columns) > 0 {
			var header []*string
			for _, name := range q.Columns {
				header = append(header, &name)
				info = append(info, map[string]string{"Name": name, "Type": "varchar"})
			}
			told.Rows = append([][]*string{header}, q.Rows...)
		}
		rows, next := s.page(&told, from, in.MaxResults)
		q.Pages++
		list := []any{}
		for _, row := range rows {
			cells := []map[string]string{}
			for _, v := range row {
				cell := map[string]string{}
				if v != nil {
					cell["VarCharValue"] = *v
				}
				cells = append(cells, cell)
			}
			list = append(list, map[string]any{"Data": cells})
		}
		answer := map[string]any{"ResultSet": map[string]any{"Rows": list, "ResultSetMetadata": map[string]any{"ColumnInfo": info}}}
		if next < len(told.Rows) {
			answer["NextToken"] = strconv.Itoa(next)
		}
		r.json(answer)
	})
}

func (s *Server) stopExecution(r *request, in *athenaRequest) {
	s.ofExecution(r, in.QueryExecutionID, func(q *Query) {
		q.stop()
		r.json(map[string]any{})
	})
}
