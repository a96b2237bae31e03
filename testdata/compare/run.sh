#!/usr/bin/env bash
# Sets the same questions to s3sleuth, DuckDB and jq over the same generated
# files, each as one whole process that starts from the files, and prints what
# each answered and how long it took. Needs jq and python3 with the duckdb
# package; a tool that is missing is left out, and that is said.
#
#   testdata/compare/run.sh [RECORDS [FOLDER]]
set -euo pipefail
cd "$(dirname "$0")/../.."

records=${1:-200000}
work=${2:-$(mktemp -d)}
logs=$work/logs-$records
go build -o "$work/s3sleuth" .
[ -d "$logs" ] || go run ./testdata/gen/bulk -n "$records" -out "$logs"
trail=$logs/AWSLogs access=$logs/access

# clock NAME COMMAND...: runs a command three times, prints its best time and a digest of what it said.
clock() {
	local name=$1 best= took out=
	shift
	for _ in 1 2 3; do
		local t0=$EPOCHREALTIME
		out=$("$@")
		took=$(awk -v a="$t0" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.2f", b - a }')
		if [ -z "$best" ] || awk -v a="$took" -v b="$best" 'BEGIN { exit !(a < b) }'; then best=$took; fi
	done
	printf '  %-9s %8s s   %s\n' "$name" "$best" "$(printf '%s' "$out" | tr '\n' ' ' | cut -c1-110)"
}

count() { "$work/s3sleuth" count "$@" --format csv 2>/dev/null | tail -n +2 | awk -F, '{ print $NF "," substr($0, 1, length($0) - length($NF) - 1) }' | sort; }

duck() {
	python3 -c 'import duckdb, sys
for row in duckdb.sql(sys.argv[1]).fetchall():
    print(",".join("" if c is None else str(c) for c in row))' "$1" | sort
}

jqcount() { find "$trail" -name '*.json.gz' -print0 | xargs -0 zcat | jq -r "$1" | sort | uniq -c | awk '{ n = $1; $1 = ""; sub(/^ /, ""); print n "," $0 }' | sort; }

have_duck=1 have_jq=1
python3 -c 'import duckdb' 2>/dev/null || { have_duck=0; echo "DuckDB is left out: python3 has no duckdb package"; }
command -v jq >/dev/null || { have_jq=0; echo "jq is left out: it is not installed"; }

events="read_json('$trail/**/*.json.gz', maximum_object_size=500000000, columns={Records: 'STRUCT(eventName VARCHAR, tlsDetails STRUCT(tlsVersion VARCHAR), userIdentity STRUCT(arn VARCHAR), requestParameters STRUCT(\"x-amz-acl\" JSON))[]'})"

echo "$records CloudTrail records, $(du -sh "$trail" | cut -f1) in $(find "$trail" -type f | wc -l) files"
echo "1. CloudTrail events by TLS version recorded"
clock s3sleuth count "$trail" --by tlsDetails.tlsVersion --top 0
clock "  by tls" count "$trail" --by tls --top 0
[ $have_duck = 1 ] && clock DuckDB duck "SELECT count(*), r.tlsDetails.tlsVersion v FROM (SELECT unnest(Records) r FROM $events) GROUP BY v"
[ $have_jq = 1 ] && clock jq jqcount '.Records[].tlsDetails.tlsVersion // ""'

echo "2. PutObject with a public canned ACL, by principal ARN"
clock s3sleuth count "$trail" 'op:PutObject acl:(public-read, public-read-write, authenticated-read)' --by arn --top 0
[ $have_duck = 1 ] && clock DuckDB duck "SELECT count(*), r.userIdentity.arn a FROM (SELECT unnest(Records) r FROM $events) WHERE r.eventName = 'PutObject' AND r.requestParameters.\"x-amz-acl\"->>'\$' IN ('public-read', 'public-read-write', 'authenticated-read') GROUP BY a"
[ $have_jq = 1 ] && clock jq jqcount '.Records[] | select(.eventName == "PutObject" and (.requestParameters["x-amz-acl"] | IN("public-read", "public-read-write", "authenticated-read"))) | .userIdentity.arn // ""'

# The published regular expression, with each later field optional by itself.
line='^([^ ]*) ([^ ]*) \[(.*?)\] ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ("[^"]*"|-) (-|[0-9]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*|"[^"]*") ("[^"]*"|-) ([^ ]*)(?: ([^ ]*))?(?: ([^ ]*))?(?: ([^ ]*))?(?: ([^ ]*))?(?: ([^ ]*))?(?: ([^ ]*))?'
lines="read_csv('$access/*', columns={line: 'VARCHAR'}, delim='\x01', quote='', escape='', header=false, auto_detect=false, max_line_size=10000000)"

echo "$records access-log lines, $(du -sh "$access" | cut -f1) in $(find "$access" -type f | wc -l) files"
echo "3. plain HTTP by operation"
clock s3sleuth count "$access" tls:none --by operation --top 0
names=$(printf "'f%d'," $(seq 24))
[ $have_duck = 1 ] && clock DuckDB duck "SELECT count(*), m.f7 FROM (SELECT regexp_extract(line, '$line', [${names%,}]) m FROM $lines) WHERE m.f24 = '-' AND m.f21 = '-' AND m.f23 <> '-' AND NOT starts_with(m.f7, 'S3.') AND NOT ends_with(m.f7, '_GET') GROUP BY m.f7"
echo "jq does not read access logs."
