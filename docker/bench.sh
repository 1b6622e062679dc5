#!/usr/bin/env bash
# End to end figures of one engine, with the raw data and a chart of each run.
#
#   docker/bench.sh [tributary.jar] [folder]
#
# Starts an engine of its own on a new data folder and ports of its own, and stops it at the end. What is measured, in this order, by environment
# variable: WARM (seconds of warm-up load, 60), ACK (seconds for each number of connections, 20), CONNECTIONS ("1 10 50"), BACKLOG (patients of simulate
# whose messages are sent as fast as they are accepted and then worked off, 2000), SOAK (seconds, 300) at RATE (messages a second, 20).
# In a checkout with compiled tests docker/alert-load.sh follows, all its parts (ALERTS_TOO=no leaves them out).
# Needs: bash, awk, curl, the JVM; Linux for memory and file handles (/proc). A machine that does something else measures that, too.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
jar=$(realpath "${1:-target/tributary.jar}")
out=${2:-bench-$(date +%Y%m%d-%H%M%S)}
mkdir -p "$out"
out=$(realpath "$out")
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
http=${HTTP_PORT:-18480}
mllp=${MLLP_PORT:-12975}
broker=${BROKER_PORT:-16561}
export TRIBUTARY_ADMIN_PASSWORD=bench-only
engine=

finish() {
    if [ -n "$engine" ]; then
        kill "$engine" 2> /dev/null || true
        wait "$engine" 2> /dev/null || true
    fi
}
trap finish EXIT

api() { curl -s -m 20 -u admin:bench-only "http://127.0.0.1:$http$1"; }
number() { grep -o "\"$1\":[0-9]*" | head -1 | cut -d: -f2; }

start() {
    (cd "$out" && exec "$java" -Xmx1g -jar "$jar" --server.port="$http" --tributary.feeds.default.port="$mllp" \
        --tributary.broker.port="$broker" > engine.log 2>&1) &
    engine=$!
    for _ in $(seq 600); do
        if curl -s -m 5 -o /dev/null -f "http://127.0.0.1:$http/actuator/health"; then return; fi
        if ! kill -0 "$engine" 2> /dev/null; then echo "the engine does not start: see $out/engine.log"; exit 1; fi
        sleep 0.5
    done
    echo "the engine is not ready after five minutes: see $out/engine.log"
    exit 1
}

# CPU-seconds of a process, and of those it started that have ended
cpu() { awk -v hz="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); printf "%.2f\n", ($12 + $13 + $14 + $15) / hz }' "/proc/$1/stat" 2> /dev/null || echo 0; }

# CPU-seconds of the engine's PostgreSQL: its first process and those that serve connections now
database_cpu() {
    local first each
    first=$(find "$out/data" -name postmaster.pid -exec head -1 {} + 2> /dev/null | head -1 || true)
    if [ -z "$first" ]; then
        echo 0
        return
    fi
    for each in $first $(pgrep -P "$first" 2> /dev/null || true); do
        cpu "$each"
    done | awk '{ sum += $1 } END { printf "%.2f", sum }'
}

# watch FILE SECONDS: a line a second; with 0 seconds until nothing is queued
watch() {
    local file=$1 seconds=$2 begun=$SECONDS feed queued
    echo "second,received,processed,queued,rss_mb,handles,connections,data_mb,cpu_s,database_cpu_s" > "$file"
    while :; do
        feed=$(api /api/feeds/default)
        queued=$(number queued <<< "$feed")
        echo "$((SECONDS - begun)),$(number received <<< "$feed"),$(number processed <<< "$feed"),${queued:-0},$(
            awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$engine/status"),$(ls "/proc/$engine/fd" | wc -l),$(
            number connections <<< "$feed"),$(du -sm "$out/data" | cut -f1),$(
            cpu "$engine"),$(database_cpu)" >> "$file"
        if [ "$seconds" = 0 ]; then
            if [ "${queued:-1}" = 0 ]; then return; fi
        elif [ $((SECONDS - begun)) -ge "$seconds" ]; then
            return
        fi
        sleep 1
    done
}

chart() { "$here/chart.sh" "$@"; }

# latency CSV of send --load: share of answers within so many milliseconds
distribution() { "$here/share.sh" "$1" 4 "$2"; }

load() { "$java" -jar "$jar" send --load --port "$mllp" "$@"; }

start
{
    echo "machine: $(nproc) cores, $(awk '/MemTotal/ {print int($2 / 1048576)}' /proc/meminfo) GiB, load $(cut -d' ' -f1 /proc/loadavg) before"
    echo "java: $("$java" -version 2>&1 | head -1), -Xmx1g"
} | tee "$out/figures.txt"

load --connections 8 --rate 50 --duration "${WARM:-60}s" > "$out/warm-up.txt" 2>&1 || true
watch "$out/warm-up.csv" 0

for connections in ${CONNECTIONS:-1 10 50}; do
    echo "== durable acknowledgment, $connections connections" | tee -a "$out/figures.txt"
    load --connections "$connections" --duration "${ACK:-20}s" --csv "$out/ack-$connections.csv" 2> /dev/null | tee -a "$out/figures.txt" || true
    distribution "$out/ack-$connections.csv" "durable ACK, $connections connections: percent of answers within milliseconds"
    watch "$out/ack-$connections-drain.csv" 0
done

echo "== backlog" | tee -a "$out/figures.txt"
before=$(api /api/feeds/default | number processed)
"$java" -jar "$jar" simulate --port "$mllp" --connections 8 --patients "${BACKLOG:-2000}" --seed 41 | tail -1 | tee -a "$out/figures.txt"
waiting=$(api /api/feeds/default | number queued)
begun=$SECONDS
watch "$out/backlog.csv" 0
after=$(api /api/feeds/default | number processed)
echo "$waiting were queued when the last was accepted, worked off in $((SECONDS - begun)) s; $((after - before)) processed in all" | tee -a "$out/figures.txt"
chart "$out/backlog.csv" 1 4 "backlog: messages queued by second"

echo "== soak, ${RATE:-20} messages a second for ${SOAK:-300} s" | tee -a "$out/figures.txt"
load --connections 8 --rate "${RATE:-20}" --duration "${SOAK:-300}s" --csv "$out/soak.csv" > "$out/soak.txt" 2>/dev/null &
sender=$!
watch "$out/soak-engine.csv" "${SOAK:-300}"
wait "$sender" || true
tee -a "$out/figures.txt" < "$out/soak.txt"
distribution "$out/soak.csv" "soak: percent of answers within milliseconds"
for column in 4 5 6 7 8; do
    chart "$out/soak-engine.csv" 1 "$column" "soak: $(head -1 "$out/soak-engine.csv" | cut -d, -f$column) by second"
done
awk -F, 'NR == 2 {p = $3; c = $9; d = $8; b = $10} NR > 1 {lp = $3; lc = $9; ld = $8; lb = $10} END {
    n = lp - p
    if (n > 0) printf "cost of a million messages at this pace: %.0f CPU-seconds of the JVM, %.0f of the database, %.1f GB of data folder\n",
        (lc - c) / n * 1e6, (lb - b) / n * 1e6, (ld - d) / n * 1e6 / 1024 }' \
    "$out/soak-engine.csv" | tee -a "$out/figures.txt"
finish
engine=
if [ "${ALERTS_TOO:-yes}" = yes ] && [ -d "$here/../target/test-classes" ]; then
    for part in idle busy fanout; do
        echo "== alerts, $part" | tee -a "$out/figures.txt"
        "$here/alert-load.sh" "$part" "$out" | tee -a "$out/figures.txt"
    done
fi
echo "raw data and charts: $out"
