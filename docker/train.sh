#!/usr/bin/env bash
# Makes tributary.aot beside tributary.jar: starts the engine with the demo's messages, stops it, and keeps what the JVM
# learned (JDK 25 or newer). It fits the jar and the JDK it was made with; any other JDK ignores it.
set -euo pipefail
jar=$(realpath "${1:-tributary.jar}")
cache=$(realpath -m "${2:-tributary.aot}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
log=$work/log
cd "$work"
TRIBUTARY_ADMIN_PASSWORD=training-only java -XX:AOTCacheOutput="$cache" -Xmx1g -jar "$jar" --demo \
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
