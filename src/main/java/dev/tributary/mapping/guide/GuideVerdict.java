package dev.tributary.mapping.guide;

import java.util.Locale;

/** What our tables make of a row of the guide. */
public enum GuideVerdict {
    /** It runs as the guide has it. */
    WRITTEN("executed as written"),
    /** It runs, with a person's ruling beside it. */
    RULED("executed under a ruling"),
    /** It does not run, for a reason that stands in its place. */
    OVERRULED("overruled, with the reason"),
    /** It does not run, or leaves something open that nobody has ruled. */
    OPEN("not executed");

    private final String heading;

    GuideVerdict(String heading) {
        this.heading = heading;
    }

    /** @return in words, for people */
    public String heading() {
        return heading;
    }

    /** @return in one word, for programs */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
