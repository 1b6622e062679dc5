#!/usr/bin/env bash
# How soon a critical result is with its subscriber, and how many queues an alert reaches a second: raw CSV and a chart.
# From a checkout with its tests compiled (mvn -q -Dquick test-compile).
#
#   docker/alert-load.sh idle [folder]      five critical results a second and nothing else
#   docker/alert-load.sh busy [folder]      the same beside RATE (100) ADT messages a second
#   docker/alert-load.sh fanout [folder]    ALERTS (100) alerts to each of SUBSCRIBERS (200), four times
#
# By environment variable: ALERT_WARM (seconds of warm-up, 90), ALERT_SECONDS (measured, 120).
set -euo pipefail
part=${1:?idle, busy or fanout}
out=${2:-target/alert-load}
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$out"
out=$(realpath "$out")
cd "$here/.."
if [ ! -s target/cp.txt ]; then mvn -q -Dquick dependency:build-classpath -Dmdep.outputFile=target/cp.txt; fi
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
warm=${ALERT_WARM:-90}
seconds=${ALERT_SECONDS:-120}
case $part in
    idle) arguments=(latency "$warm" "$seconds" 0) ;;
    busy) arguments=(latency "$warm" "$seconds" "${RATE:-100}") ;;
    fanout) arguments=(fanout "${SUBSCRIBERS:-200}" "${ALERTS:-100}") ;;
    *) echo "idle, busy or fanout"; exit 2 ;;
esac
csv=$out/alert-$part.csv
"$java" -Xmx1g -Dcsv="$csv" -cp "target/test-classes:target/classes:$(cat target/cp.txt)" \
    dev.tributary.flow.delivery.AlertLoad "${arguments[@]}" > "$out/alert-$part.log" 2>&1 || { tail -20 "$out/alert-$part.log"; exit 1; }
grep -E '^(started in|warm-up|measured|round)' "$out/alert-$part.log"
if [ "$part" = fanout ]; then
    "$here/chart.sh" "$csv" 1 4 "one alert to ${SUBSCRIBERS:-200} queues: deliveries a second by round"
else
    "$here/share.sh" "$csv" 2 "critical result, $part: percent of alerts at the subscriber within milliseconds"
fi
echo "raw data and chart: $out"
