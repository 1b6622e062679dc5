package dev.tributary.console;

import java.util.List;

/**
 * One message as it is drawn.
 *
 * @param raw the message as text, a segment a line; empty if it is too large to show
 * @param note why a part of the page is missing; empty if none is
 * @param leaves every populated value with what became of it
 * @param resources what the message says, as FHIR
 * @param issues what reading and mapping noted
 * @param once the word of each form
 */
public record MessageAccount(
        MessageView message,
        String received,
        String acknowledged,
        String raw,
        String note,
        List<SegmentBlock> segments,
        List<ResourceBlock> resources,
        List<String> issues,
        List<String> mended,
        String loss,
        List<StepLine> timeline,
        List<AlertLine> alerts,
        boolean canReplay,
        boolean canRelease,
        boolean canSkip,
        String once) {

    /** One segment. */
    public record SegmentBlock(String name, List<LeafLine> leaves) {}

    /**
     * @param path {@code PID-3.1}
     * @param name of the field
     * @param kind {@code mapped}, {@code ignored}, {@code unmapped}, {@code deleted}
     * @param why rows, or the reason
     */
    public record LeafLine(String path, String name, String value, String kind, String why) {}

    /** One resource. */
    public record ResourceBlock(String reference, boolean stored, List<ElementLine> elements) {}

    /**
     * @param element {@code name[0].family}
     * @param from paths of the leaves that fill it, by spaces
     * @param why the rows, with file and line, and lines of code tables
     */
    public record ElementLine(String element, String value, String from, String why) {}

    /** One line of the timeline. */
    public record StepLine(String at, String what, String detail) {}

    /** An alert that this message raised. */
    public record AlertLine(String id, String rule, String standing, String at) {}
}
