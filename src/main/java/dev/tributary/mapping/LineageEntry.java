package dev.tributary.mapping;

import dev.tributary.hl7.FieldPath;

/**
 * What became of one populated leaf of the message, or where one element came from. Each populated leaf has at least
 * one entry; each primitive element of the drafts has at least one of kind MAPPED or CONSTANT, ids and references apart.
 *
 * @param kind what became of it
 * @param source the leaf, or for a constant the field or segment that made its row run
 * @param reference the draft, {@code Patient/5f0c…}; empty if none
 * @param element {@code Patient.name[0].family}, as FHIRPath; empty if none
 * @param row id of the row, {@code PID[Patient]/PID-8/gender}; empty for UNMAPPED
 * @param codeLine {@code AdministrativeSex:3}, the line of a code table that translated it; empty if none
 * @param reason why it is ignored or not mapped; empty for the others
 */
public record LineageEntry(
        Kind kind, FieldPath source, String reference, String element, String row, String codeLine, String reason) {

    /** What became of a leaf. */
    public enum Kind {
        /** The element holds the leaf's value, or a translation or combination of it. */
        MAPPED,
        /** The element holds a constant, because the source is valued. */
        CONSTANT,
        /** The leaf is {@code ""} and became an {@link ElementDeletion}. */
        DELETED,
        /** A row leaves it out on purpose. */
        IGNORED,
        /** No row carried it. */
        UNMAPPED
    }
}
