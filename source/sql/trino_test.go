package sql

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"s3sleuth/model"
	"s3sleuth/source/tabletest"
)

// A column of a table that the tests create: scalars by their type, structs by
// their members.
type column struct {
	name, kind string
	members    []column
}

func (c column) declared() string {
	if c.members == nil {
		return c.name + " " + c.kind
	}
	var members []string
	for _, m := range c.members {
		members = append(members, m.declared())
	}
	return c.name + " ROW(" + strings.Join(members, ", ") + ")"
}

// literal is the value that a row has in the column, below a prefix of its name.
func (c column) literal(r row, prefix string) string {
	if c.members == nil {
		return scalarLiteral(r[prefix+c.name], c.kind)
	}
	var members []string
	null := true
	for _, m := range c.members {
		v := m.literal(r, prefix+c.name+".")
		null = null && v == "NULL"
		members = append(members, v)
	}
	if null {
		return "NULL"
	}
	return "CAST(ROW(" + strings.Join(members, ", ") + ") AS " + strings.TrimPrefix(c.declared(), c.name+" ") + ")"
}

func scalarLiteral(v any, kind string) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case string:
		return quote(v)
	case time.Time:
		return "TIMESTAMP '" + v.Format("2006-01-02 15:04:05.000") + "'"
	case map[string]any:
		var keys, values []string
		for k, value := range v {
			keys = append(keys, quote(k))
			values = append(values, scalarLiteral(value, "varchar"))
		}
		return "CAST(MAP(ARRAY[" + strings.Join(keys, ", ") + "], ARRAY[" + strings.Join(values, ", ") + "]) AS " + kind + ")"
	case []row:
		var list []string
		for _, entry := range v {
			list = append(list, "ROW("+scalarLiteral(entry["arn"], "")+", "+scalarLiteral(entry["accountid"], "")+", "+scalarLiteral(entry["type"], "")+")")
		}
		return "CAST(ARRAY[" + strings.Join(list, ", ") + "] AS " + kind + ")"
	}
	return fmt.Sprint(v)
}

// columnsOf are the columns of a table as AWS documents them.
func columnsOf(what string) []column {
	var columns []column
	if what == "lines" {
		for _, c := range lineColumns {
			kind := "varchar"
			if c == "bytessent" || c == "objectsize" {
				kind = "bigint"
			}
			columns = append(columns, column{name: c, kind: kind})
		}
		return columns
	}
	add := func(path []string, kind string) {
		list := &columns
		for i, step := range path {
			at := slices.IndexFunc(*list, func(c column) bool { return c.name == step })
			if at < 0 {
				at = len(*list)
				*list = append(*list, column{name: step, kind: kind})
			}
			if i < len(path)-1 {
				list = &(*list)[at].members
			}
		}
	}
	for _, c := range textColumns {
		kind := "varchar"
		if what == "lake" {
			kind = map[string]string{"eventTime": "timestamp(3)", "readOnly": "boolean"}[c]
		}
		if kind == "" {
			kind = "varchar"
		}
		add(strings.Split(strings.ToLower(c), "."), kind)
	}
	for _, c := range jsonColumns {
		add([]string{strings.ToLower(c)}, map[bool]string{true: "MAP(varchar, varchar)", false: "varchar"}[what == "lake"])
	}
	add([]string{"resources"}, "ARRAY(ROW(arn varchar, accountid varchar, type varchar))")
	if what == "lake" {
		add([]string{"eventjson"}, "varchar")
	}
	return columns
}

// fill makes a table of samples, each with its number in the column n.
func fill(run func(string) [][]any, table, what string, samples []*sample) {
	columns := columnsOf(what)
	declared := []string{"n bigint"}
	for _, c := range columns {
		declared = append(declared, c.declared())
	}
	run("DROP TABLE IF EXISTS " + table)
	run("CREATE TABLE " + table + " (" + strings.Join(declared, ", ") + ")")
	for from := 0; from < len(samples); from += 50 {
		var rows []string
		for i, s := range samples[from:min(from+50, len(samples))] {
			r := s.row
			if what == "lake" {
				r = s.lake
			}
			values := []string{fmt.Sprint(from + i)}
			for _, c := range columns {
				values = append(values, c.literal(r, ""))
			}
			rows = append(rows, "("+strings.Join(values, ", ")+")")
		}
		run("INSERT INTO " + table + " VALUES " + strings.Join(rows, ",\n"))
	}
}

// Lake takes a bare text beside a timestamp, which Trino does not.
var bareTime = regexp.MustCompile(`(eventTime [<>=]+ )'`)

func (t *Table) forTrino(statement string) string {
	if t.Engine != Lake {
		return statement
	}
	return bareTime.ReplaceAllString(statement, "${1}TIMESTAMP '")
}

// TestOnTrino runs the predicates of random and golden filters on a real engine,
// over the same records, against the filter language.
func TestOnTrino(t *testing.T) {
	run := tabletest.Trino(t).Run
	const records, together = 200, 6
	filters := 200
	if testing.Short() {
		filters = 20
	}
	for what, table := range testTables(t) {
		t.Run(what, func(t *testing.T) {
			r := rand.New(rand.NewSource(7))
			samples := randomSamples(t, r, what, records)
			name := "memory.default.sql_" + what
			fill(run, name, what, samples)
			defer run("DROP TABLE " + name)
			var all []model.Expr
			for _, filter := range append(golden, handWritten...) {
				x, err := model.Parse(filter, testNow)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, x)
			}
			for range filters {
				all = append(all, randomFilter(t, r, samples, 2))
			}
			for some := range slices.Chunk(all, together) {
				checkTogether(t, run, table, name, some, samples)
			}
		})
	}
}

// checkTogether holds some filters against all samples in one statement.
func checkTogether(t *testing.T, run func(string) [][]any, table *Table, name string, filters []model.Expr, samples []*sample) {
	t.Helper()
	columns := []string{"n"}
	var exact []bool
	for _, x := range filters {
		p := &pusher{table: table}
		match, unknown := p.match(x), p.unknown(x)
		exact = append(exact, len(p.local) == 0)
		for _, n := range []node{match.lo, match.hi, unknown.lo, unknown.hi} {
			columns = append(columns, "coalesce("+sprint(n)+", FALSE)")
		}
	}
	rows := run(table.forTrino("SELECT " + strings.Join(columns, ",\n") + "\nFROM " + name))
	if len(rows) != len(samples) {
		t.Fatalf("%d rows of %d", len(rows), len(samples))
	}
	for _, row := range rows {
		s := samples[int(row[0].(float64))]
		for i, x := range filters {
			for j, want := range []bool{s.matches(x), s.answer(x) == model.Unknown} {
				at := 1 + 4*i + 2*j
				lo, hi := row[at].(bool), row[at+1].(bool)
				if want && !hi || !want && lo || exact[i] && lo != hi {
					t.Fatalf("%s of %v is %v, but Trino says from %v to %v\nlo %s\nhi %s\nraw %s", []string{"match", "unknown"}[j], x, want, lo, hi, columns[at], columns[at+1], s.raw)
				}
			}
		}
	}
}

// handWritten are filters whose SQL uses what an engine may read otherwise:
// escapes, wildcards, addresses, times, JSON and regular expressions.
var handWritten = []string{
	`key:"a%b_c"`, `key:a%*`, `key:"q\"\\"`, `ua:"a'b\"; --"`, `ua:*\'b*`, `ua:"\x4Burl"`, `ua:"50%_x\\y"`, `ua:50%_*`, `ua:"\u{212a}url"`, `ua:"\u{e9}\u{202e}"`,
	"ip:192.0.2.1", "ip:192.0.2.0/24", "ip:2001:db8::/32", "ip:[192.0.2.0 TO 192.0.2.50]", "-ip:0.0.0.0/0", "ip:(192.0.2.1, 2001:db8::7)", "ip!=192.0.2.1",
	"time:2026-11-02", "time:>=2026-11-02T10:30:00.250Z", "-time:<2026-11-02", "time:2026-11-01..2026-11-02",
	"tls:none", "-tls:none", "tls:<1.2", "tls:no-evidence", "tls:unknown", "tls:n/a", "unknown:(tls:1.2)", "-unknown:(tls:none)",
	"is:anonymous", "is:aws-service", "is:read", "is:write", "is:delete", "is:denied", "is:public-acl", "is:website", "-is:public-acl", "-is:write", "unknown:(is:read)",
	"bytes:0", "bytes:>1000", "bytes!=12", "-has:bytes", "size:12", "status:4xx", "status!=200", "op:PutObject", "op!=PutObject", "operation:*ACL", "-has:key", "has:host",
	"ua:/curl|boto/", "ua:/a.*b/", "principal:anonymous", "principal:*role/deploy*", "acl:public-read", "acl:required", "bucket:acme-*", "bucket!=acme-logs", "host:*website*",
	"requestParameters.x-amz-acl:public-read", "errorCode:AccessDenied", "-has:tlsDetails.tlsVersion", `raw:"public-read"`, "via:cloudformation*", "mfa:true",
}

// TestAggregatesOnTrino runs totals, groups and a histogram, and reads whole
// records back.
func TestAggregatesOnTrino(t *testing.T) {
	run := tabletest.Trino(t).Run
	for what, table := range testTables(t) {
		t.Run(what, func(t *testing.T) {
			r := rand.New(rand.NewSource(11))
			samples := randomSamples(t, r, what, 200)
			name := "memory.default.aggregates_" + what
			fill(run, name, what, samples)
			defer run("DROP TABLE " + name)
			table.from = name
			x, err := model.Parse("-tls:1.2 is:write", testNow)
			if err != nil {
				t.Fatal(err)
			}
			q := Question{Where: x, From: testFrom, To: testTo}
			if checkTotals(t, run, table, q, samples) == 0 {
				t.Errorf("%v matches nothing", x)
			}
			checkRandom(t, run, table, r, samples)
			for _, keys := range [][]Key{{{Field: model.FieldTLS}}, {{Field: model.FieldOp}, {Field: model.FieldIP}}, {{Field: model.FieldUA}}, {{Field: model.FieldError}, {Field: model.FieldVia}}} {
				checkGroups(t, run, table, q, keys, samples)
			}
			if what != "lake" { // Lake's rows are the event's own text
				checkRecords(t, run, table, samples)
			}
		})
	}
}

// checkRandom counts by random filters, those that the engine can count by and
// whose statement is not too long for it.
func checkRandom(t *testing.T, run func(string) [][]any, table *Table, r *rand.Rand, samples []*sample) {
	t.Helper()
	by := []model.Field{model.FieldTLS, model.FieldOperation, model.FieldIP, model.FieldError, model.FieldOp}
	for counted := 0; counted < 12; {
		q := Question{Where: randomFilter(t, r, samples, 2), From: testFrom, To: testTo}
		keys := []Key{{Field: by[counted%len(by)]}}
		_, totals := table.Totals(q)
		_, groups := table.Groups(q, keys, 0)
		var local *LocalError
		var long *LengthError
		if err := errors.Join(totals, groups); errors.As(err, &local) || errors.As(err, &long) {
			continue
		}
		checkTotals(t, run, table, q, samples)
		checkGroups(t, run, table, q, keys, samples)
		counted++
	}
}

// checkTotals compares the three counts and returns how many match.
func checkTotals(t *testing.T, run func(string) [][]any, table *Table, q Question, samples []*sample) (matched int) {
	t.Helper()
	s, err := table.Totals(q)
	if err != nil {
		t.Fatal(err)
	}
	var unknown int
	for _, s := range samples {
		if s.matches(q.Where) {
			matched++
		}
		if s.answer(q.Where) == model.Unknown {
			unknown++
		}
	}
	got, want := fmt.Sprint(run(table.forTrino(s.Text))), fmt.Sprintf("[[%d %d %d]]", matched, unknown, len(samples))
	if got != want {
		t.Errorf("%v: matched, unknown, read are %s, want %s", q.Where, got, want)
	}
	return matched
}

func checkGroups(t *testing.T, run func(string) [][]any, table *Table, q Question, keys []Key, samples []*sample) {
	t.Helper()
	s, err := table.Groups(q, keys, 0)
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for _, s := range samples {
		if !s.matches(q.Where) {
			continue
		}
		group := ""
		for _, key := range keys {
			if v := s.record.Text[key.Field]; v != nil {
				group += string(v) + " | "
			} else {
				group += "<nil> | "
			}
		}
		counts[group]++
	}
	var got, want []string
	distinct := len(counts)
	for group, n := range counts {
		want = append(want, fmt.Sprint(group, n))
	}
	for _, row := range run(table.forTrino(s.Text)) {
		group := ""
		for _, v := range row[:len(keys)] {
			group += fmt.Sprint(v) + " | "
		}
		got = append(got, fmt.Sprint(group, row[len(keys)]))
		if row[len(keys)+1] != float64(distinct) {
			t.Errorf("%v groups by %v, want %d", row[len(keys)+1], keys, distinct)
		}
	}
	sort.Strings(got)
	sort.Strings(want)
	if !slices.Equal(got, want) {
		t.Errorf("groups by %v are\n%s\nwant\n%s", keys, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// checkRecords reads whole rows and decodes what the log wrote.
func checkRecords(t *testing.T, run func(string) [][]any, table *Table, samples []*sample) {
	t.Helper()
	s, err := table.Select(Question{AllTime: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	read := map[string]int{}
	for _, cells := range run(s.Text) {
		var row []*string
		for _, v := range cells {
			if v == nil {
				row = append(row, nil)
				continue
			}
			text := fmt.Sprint(v)
			row = append(row, &text)
		}
		raw, err := table.Record(row)
		if err != nil {
			t.Fatal(err)
		}
		read[said(t, table, raw)]++
	}
	for _, s := range samples {
		// Whether requestParameters is null or missing a table cannot tell.
		record := said(t, table, bytes.Replace(s.raw, []byte(`"requestParameters":null,`), nil, 1))
		if read[record]--; read[record] < 0 {
			t.Fatalf("not read back as it was: %s\n%s", s.raw, record)
		}
	}
}

// said is all that a record says.
func said(t *testing.T, table *Table, raw []byte) string {
	t.Helper()
	var rec model.Record
	if table.Log == Lines {
		s, ok := decodeLine(t, string(raw))
		if !ok {
			t.Fatalf("no line: %s", raw)
		}
		rec = s.record
	} else {
		rec = readEvent(t, raw)
	}
	return fmt.Sprintf("%d %q %x %d %v", rec.Time, rec.Text, rec.Answered, rec.Number, rec.Facts)
}
