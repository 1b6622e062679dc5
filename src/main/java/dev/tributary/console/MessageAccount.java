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
 * @param written versions of resources it wrote; empty with a remote FHIR server, which does not say
 * @param deliveries of the alerts it raised
 * @param edits what it was made from, or changed to, by whom and why
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
        List<WrittenLine> written,
        List<DeliveryLine> deliveries,
        List<EditLine> edits,
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

    /**
     * What ties two messages.
     *
     * @param words what the other is to this one
     * @param other its number
     * @param more who, when and why
     */
    public record EditLine(String words, long other, String more) {}

    /**
     * A version of a resource that this message wrote.
     *
     * @param link where it is read as it was
     */
    public record WrittenLine(String resource, long version, String link) {}

    /**
     * The way of one of its alerts to one subscriber.
     *
     * @param words how far it got
     * @param again whether it may be sent again
     */
    public record DeliveryLine(String alert, String subscriber, String words, boolean again) {}

    /** An alert that this message raised. */
    public record AlertLine(String id, String rule, String standing, String at) {}
}
