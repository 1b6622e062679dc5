package dev.tributary.flow.rehearsal;

import java.util.List;

/**
 * One kind of difference.
 *
 * @param element what differs, without places in lists: {@code Patient.name.family}; or {@code issue}, {@code deletion}
 * @param before what the set in force gives; empty if nothing
 * @param after what the changed set gives; empty if nothing
 * @param others whether it stands for all further values of the element, which are too many to be told one by one
 * @param count how often it was found
 * @param examples numbers of the first few messages with it
 */
public record Difference(
        String element, String before, String after, boolean others, long count, List<Long> examples) {}
