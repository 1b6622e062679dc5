package dev.tributary.mapping.plan;

import java.util.List;

/**
 * What makes a resource that one and no other.
 *
 * @param alternatives in order of preference
 * @param numbered whether resources with the same key in one message are counted; else they are one
 */
public record KeyRule(List<Alternative> alternatives, boolean numbered) {

    /** The rule of types without one. */
    static final KeyRule NONE = new KeyRule(List.of(), false);

    /** In brackets behind an element with codes: as they were sent, whatever a code table adds. */
    static final String SENT = "sent";

    /** Parts that make a key together. */
    public record Alternative(List<Part> parts) {}

    /** A piece of a key. */
    public sealed interface Part {

        /** @return whether the key may do without it */
        boolean optional();

        /**
         * An element of the resource.
         *
         * @param path names of elements
         * @param typeCode of identifiers: only those of this type; of codes: {@link #SENT}; empty for any
         */
        record Element(List<String> path, String typeCode, boolean optional) implements Part {}

        /** The first resource of this type that refers to this one, or, without {@code referring}, that is in the message. */
        record Other(String type, boolean referring, boolean optional) implements Part {}

        /** A field of the segment that made the resource. */
        record Field(SourceRef ref, boolean optional) implements Part {}

        /** The sender: MSH-3 and MSH-4. */
        record Sender(boolean optional) implements Part {}
    }
}
