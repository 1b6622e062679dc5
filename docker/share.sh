#!/usr/bin/env bash
# How many percent of the rows of a CSV file are at or below a value of one column, as CSV and chart beside the file.
#
#   docker/share.sh FILE.csv COLUMN TITLE
set -euo pipefail
share=${1%.csv}-share.csv
{
    echo "milliseconds,percent"
    tail -n +2 "$1" | cut -d, -f"$2" | sed '/^$/d' | sort -n | awk '{ v[NR] = $1 } END {
        for (p = 0.5; p <= 99.5 && NR; p += 0.5) { i = int(NR * p / 100 + 0.999); printf "%s,%s\n", v[i < 1 ? 1 : i], p } }'
} > "$share"
"$(dirname "$0")/chart.sh" "$share" 1 2 "$3"
