#!/usr/bin/env bash
# End to end figures of one engine, with the raw data and a chart of each run.
#
#   docker/bench.sh [tributary.jar] [folder]
#
# Starts an engine of its own on a new data folder and ports of its own, and stops it at the end. What is measured, in this order, by environment
# variable: WARM (seconds of warm-up load, 60), ACK (seconds for each number of connections, 20), CONNECTIONS ("1 10 50"), BACKLOG (patients of simulate
# whose messages are sent as fast as they are accepted and then worked off, 2000), SOAK (seconds, 300) at RATE (messages a second, 20).
# Needs: bash, awk, curl, the JVM; Linux for memory and file handles (/proc). A machine that does something else measures that, too.
set -euo pipefail

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

# watch FILE SECONDS: a line a second; with 0 seconds until nothing is queued
watch() {
    local file=$1 seconds=$2 begun=$SECONDS feed queued
    echo "second,received,processed,queued,rss_mb,handles,connections,data_mb,cpu_s" > "$file"
    while :; do
        feed=$(api /api/feeds/default)
        queued=$(number queued <<< "$feed")
        echo "$((SECONDS - begun)),$(number received <<< "$feed"),$(number processed <<< "$feed"),${queued:-0},$(
            awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$engine/status"),$(ls "/proc/$engine/fd" | wc -l),$(
            number connections <<< "$feed"),$(du -sm "$out/data" | cut -f1),$(
            awk -v hz="$(getconf CLK_TCK)" '{print int(($14 + $15) / hz)}' "/proc/$engine/stat")" >> "$file"
        if [ "$seconds" = 0 ]; then
            if [ "${queued:-1}" = 0 ]; then return; fi
        elif [ $((SECONDS - begun)) -ge "$seconds" ]; then
            return
        fi
        sleep 1
    done
}

# chart CSV X Y TITLE: a line from two columns, counted from 1
chart() {
    awk -F, -v xc="$2" -v yc="$3" -v title="$4" '
        NR == 1 { xl = $xc; yl = $yc; next }
        $yc != "" { n++; x[n] = $xc; y[n] = $yc; if ($xc > mx) mx = $xc; if ($yc > my) my = $yc }
        END {
            if (mx == 0) mx = 1
            if (my == 0) my = 1
            print "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 720 320\" font-family=\"sans-serif\" font-size=\"12\">"
            print "<rect width=\"720\" height=\"320\" fill=\"white\"/>"
            print "<text x=\"60\" y=\"20\" font-size=\"14\">" title "</text>"
            for (i = 0; i <= 4; i++) {
                gy = 280 - i * 60
                printf "<line x1=\"60\" y1=\"%d\" x2=\"700\" y2=\"%d\" stroke=\"#ddd\"/>", gy, gy
                printf "<text x=\"54\" y=\"%d\" text-anchor=\"end\">%.4g</text>\n", gy + 4, my * i / 4
                printf "<text x=\"%d\" y=\"298\" text-anchor=\"middle\">%.4g</text>\n", 60 + i * 160, mx * i / 4
            }
            printf "<text x=\"380\" y=\"314\" text-anchor=\"middle\">%s</text>\n<polyline fill=\"none\" stroke=\"#1565c0\" stroke-width=\"1.5\" points=\"", xl
            for (i = 1; i <= n; i++) printf "%.1f,%.1f ", 60 + 640 * x[i] / mx, 280 - 240 * y[i] / my
            print "\"/></svg>"
        }' "$1" > "${1%.csv}-$(head -1 "$1" | cut -d, -f"$3").svg"
}

# latency CSV of send --load: share of answers within so many milliseconds
distribution() {
    { echo "latency_ms,percent"; tail -n +2 "$1" | cut -d, -f4 | sort -n | awk '{v[NR] = $1} END {
        for (p = 1; p <= 99.5; p += 0.5) { i = int(NR * p / 100 + 0.999); printf "%s,%s\n", v[i < 1 ? 1 : i], p } }'; } > "${1%.csv}-share.csv"
    chart "${1%.csv}-share.csv" 1 2 "$2"
}

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
awk -F, 'NR == 2 {p = $3; c = $9; d = $8} NR > 1 {lp = $3; lc = $9; ld = $8} END {
    n = lp - p
    if (n > 0) printf "cost of a million messages at this pace: %.0f CPU-seconds of the JVM, %.1f GB of data folder\n", (lc - c) / n * 1e6, (ld - d) / n * 1e6 / 1024 }' \
    "$out/soak-engine.csv" | tee -a "$out/figures.txt"
echo "raw data and charts: $out"
