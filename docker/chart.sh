#!/usr/bin/env bash
# A line chart in SVG of two columns of a CSV file, counted from 1, beside the file.
#
#   docker/chart.sh FILE.csv X Y TITLE
set -euo pipefail
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
            printf "<line x1=\"60\" y1=\"%d\" x2=\"700\" y2=\"%d\" stroke=\"#ddd\"/>\n", gy, gy
            printf "<text x=\"54\" y=\"%d\" text-anchor=\"end\">%.4g</text>\n", gy + 4, my * i / 4
            printf "<text x=\"%d\" y=\"298\" text-anchor=\"middle\">%.4g</text>\n", 60 + i * 160, mx * i / 4
        }
        printf "<text x=\"380\" y=\"314\" text-anchor=\"middle\">%s</text>\n", xl
        printf "<text x=\"60\" y=\"35\" fill=\"#666\">%s</text>\n", yl
        printf "<polyline fill=\"none\" stroke=\"#1565c0\" stroke-width=\"1.5\" points=\""
        for (i = 1; i <= n; i++) printf "%.1f,%.1f ", 60 + 640 * x[i] / mx, 280 - 240 * y[i] / my
        print "\"/></svg>"
    }' "$1" > "${1%.csv}-$(head -1 "$1" | cut -d, -f"$3").svg"
