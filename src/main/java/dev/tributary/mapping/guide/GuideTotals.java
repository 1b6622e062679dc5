package dev.tributary.mapping.guide;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/**
 * Rows of the guide, counted by what became of them.
 *
 * @param counts by verdict; every verdict has one
 */
public record GuideTotals(Map<GuideVerdict, Integer> counts) {

    /** @return the totals of some rows */
    public static GuideTotals of(Collection<GuideMatch> matches) {
        Map<GuideVerdict, Integer> counts = new EnumMap<>(GuideVerdict.class);
        for (GuideVerdict verdict : GuideVerdict.values()) {
            counts.put(verdict, 0);
        }
        matches.forEach(match -> counts.merge(match.verdict(), 1, Integer::sum));
        return new GuideTotals(Map.copyOf(counts));
    }

    /** @return how many rows have this verdict */
    public int of(GuideVerdict verdict) {
        return counts.getOrDefault(verdict, 0);
    }

    /** @return how many rows there are */
    public int rows() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** @return tenths of a percent of the rows that are executed or overruled with a reason, rounded down */
    public int accountedPermille() {
        return rows() == 0 ? 0 : (int) ((rows() - of(GuideVerdict.OPEN)) * 1000L / rows());
    }
}
