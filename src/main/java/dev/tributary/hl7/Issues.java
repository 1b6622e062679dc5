package dev.tributary.hl7;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects what is odd. Of each kind the first thousand are told one by one; of rubbish the rest is told as a number. */
final class Issues {

    private static final int TOLD = 1_000;

    private final List<ReadIssue> told = new ArrayList<>();
    private final Map<ReadIssueKind, Integer> counts = new EnumMap<>(ReadIssueKind.class);

    void add(ReadIssueKind kind, String where, String detail) {
        if (counts.merge(kind, 1, Integer::sum) <= TOLD) {
            told.add(new ReadIssue(kind, where, detail));
        }
    }

    List<ReadIssue> all() {
        counts.forEach((kind, count) -> {
            if (count > TOLD) {
                told.add(new ReadIssue(kind, "", (count - TOLD) + " more of this kind"));
            }
        });
        return told;
    }
}
