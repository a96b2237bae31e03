#!/usr/bin/env bash
# Starts a Trino server on this machine for the tests of the SQL that s3sleuth
# writes, and prints its address. What is missing is fetched once (with Maven,
# some 470 MB) and kept; a server that runs already is used again.
#
# It has a catalog "memory". A test that wants tables over files in a bucket makes
# a catalog of its own, of the connector hive (CREATE CATALOG), for only the test
# knows where its S3 server listens.
#
#   .ci/trino.sh          start, print the address
#   .ci/trino.sh stop     stop the server that the script started
#
#   TRINO_CACHE       where it is kept   (default ~/.cache/s3sleuth-trino)
#   TRINO_PORT        of 127.0.0.1       (default 18443)
#   TRINO_HEAP        of the server      (default 1G)
#   TRINO_JAVA_HOME   a JDK of version 24 or newer (default: one that is installed)
set -euo pipefail

version=476
cache=${TRINO_CACHE:-$HOME/.cache/s3sleuth-trino}
port=${TRINO_PORT:-18443}
heap=${TRINO_HEAP:-1G}
address=http://127.0.0.1:$port
home=$cache/trino-server-$version
run=$cache/server-$port

tell() { printf 'trino: %s\n' "$*" >&2; }

running() { [ -s "$run/pid" ] && kill -0 "$(cat "$run/pid")" 2>/dev/null; }

# answers: the server runs a statement to its end. It says that it has started
# before it can, so only that proves anything.
answers() {
	local reply next
	reply=$(curl -fsS --max-time 10 -H 'X-Trino-User: ci' --data 'SELECT 1' "$address/v1/statement" 2>/dev/null) || return 1
	while next=$(sed -n 's/.*"nextUri":"\([^"]*\)".*/\1/p' <<<"$reply") && [ -n "$next" ]; do
		reply=$(curl -fsS --max-time 10 -H 'X-Trino-User: ci' "$next" 2>/dev/null) || return 1
	done
	[[ $reply == *'"state":"FINISHED"'* ]]
}

stop() {
	running || { rm -f "$run/pid"; return; }
	local pid
	pid=$(cat "$run/pid")
	kill "$pid"
	for _ in $(seq 150); do
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.1
	done
	kill -9 "$pid" 2>/dev/null || true
	rm -f "$run/pid"
}

# java: the home of a JDK that is new enough.
java() {
	local at major
	for at in "${TRINO_JAVA_HOME:-}" "${JAVA_HOME:-}" /usr/lib/jvm/*; do
		[ -n "$at" ] && [ -x "$at/bin/java" ] || continue
		major=$("$at/bin/java" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p')
		[ "${major:-0}" -ge 24 ] && { echo "$at"; return; }
	done
	tell "no JDK of version 24 or newer: set TRINO_JAVA_HOME"
	return 1
}

# fetch ARTIFACT TYPE: the file, from the Maven repository.
fetch() {
	local file=$cache/fetched/$1-$version.$2
	if [ ! -s "$file" ]; then
		command -v mvn >/dev/null || { tell "mvn is missing: install maven"; return 1; }
		tell "fetching $1 $version"
		mvn -q -B -ntp -Dmaven.repo.local="$cache/maven" org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy \
			-Dartifact="io.trino:$1:$version:$2" -DoutputDirectory="$cache/fetched" >&2
		rm -rf "$cache/maven/io/trino/$1"
	fi
	echo "$file"
}

# install puts the server in place, without the connectors that come with it.
install() {
	[ -e "$home/complete" ] && return
	rm -rf "$home" && mkdir -p "$home/plugin" "$home/secrets-plugin"
	local archive
	archive=$(fetch trino-server-core tar.gz)
	tar -xzf "$archive" -C "$home" --strip-components=1 --exclude='*/plugin/*'
	touch "$home/complete"
	rm -f "$archive"
}

# connector NAME puts a connector in place.
connector() {
	local at=$home/plugin/$1 archive
	[ -e "$at" ] && return
	archive=$(fetch "trino-$1" zip)
	rm -rf "$cache/unpacked"
	python3 -m zipfile -e "$archive" "$cache/unpacked"
	mv "$cache/unpacked/trino-$1-$version" "$at"
	rm -rf "$cache/unpacked" "$archive"
}

configure() {
	local etc=$run/etc
	rm -rf "$etc" && mkdir -p "$etc/catalog" "$run/data"
	printf '%s\n' node.environment=ci "node.id=ci-$port" "node.data-dir=$run/data" node.bind-ip=127.0.0.1 node.internal-address=127.0.0.1 >"$etc/node.properties"
	printf '%s\n' coordinator=true node-scheduler.include-coordinator=true "http-server.http.port=$port" "discovery.uri=$address" \
		catalog.management=dynamic query.max-memory=300MB query.max-memory-per-node=300MB memory.heap-headroom-per-node=200MB >"$etc/config.properties"
	printf '%s\n' -server "-Xmx$heap" -XX:+UseG1GC -XX:ReservedCodeCacheSize=256M -XX:+ExitOnOutOfMemoryError -Dfile.encoding=UTF-8 \
		-Duser.timezone=UTC -Djdk.attach.allowAttachSelf=true -XX:+EnableDynamicAgentLoading --add-modules=jdk.incubator.vector \
		--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow >"$etc/jvm.config"
	echo io.trino=WARN >"$etc/log.properties"
	printf '%s\n' connector.name=memory memory.max-data-per-node=128MB >"$etc/catalog/memory.properties"
}

mkdir -p "$run"
exec 9>"$cache/lock"
flock 9 # one at a time: several test runs may ask for it

if [ "${1:-}" = stop ]; then
	stop
	exit
fi
if running && answers; then
	echo "$address"
	exit
fi
stop
jdk=$(java)
install
connector memory
connector hive
configure
tell "starting on $address"
JAVA_HOME=$jdk PATH=$jdk/bin:$PATH setsid "$home/bin/launcher" --etc-dir="$run/etc" run >"$run/log" 2>&1 9>&- </dev/null &
echo $! >"$run/pid"
for _ in $(seq 240); do
	if answers; then
		echo "$address"
		exit
	fi
	running || break
	sleep 0.5
done
tell "does not answer; the end of its log:"
tail -20 "$run/log" >&2
exit 1
