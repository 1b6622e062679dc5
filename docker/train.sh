#!/usr/bin/env bash
# Starts the engine with the demo's messages, stops it, and keeps what the JVM learned, for faster starts: with JDK 25 or
# newer in tributary.aot (java -XX:AOTCache=tributary.aot -jar tributary.jar), with an older one the classes only, in
# tributary.jsa (java -XX:SharedArchiveFile=tributary.jsa -jar tributary.jar). It fits the jar, as it lies there, and the
# JDK it was made with; any other ignores it.
#
#   train.sh [JAR [CACHE]]
set -euo pipefail
jar=$(realpath "${1:-tributary.jar}")
version=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/.*java.specification.version = //p')
if [ "${version%%.*}" -ge 25 ]; then suffix=aot; option=-XX:AOTCacheOutput; else suffix=jsa; option=-XX:ArchiveClassesAtExit; fi
cache=$(realpath -m "${2:-tributary.$suffix}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
log=$work/log
cd "$work"
TRIBUTARY_ADMIN_PASSWORD=training-only java "$option=$cache" -Xmx1g -jar "$jar" --demo \
    --server.port=18080 --tributary.feeds.default.port=12575 --tributary.broker.port=16161 > "$log" 2>&1 &
engine=$!
for _ in $(seq 600); do
    if grep -q '^  Accepted ' "$log"; then break; fi
    if ! kill -0 $engine 2> /dev/null; then cat "$log"; exit 1; fi
    sleep 1
done
kill $engine
wait $engine || true
test -s "$cache"
