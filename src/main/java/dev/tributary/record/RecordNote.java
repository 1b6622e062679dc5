package dev.tributary.record;

/**
 * Something a message said that the record did not take on, for the journal's account of the message.
 *
 * @param reference of the resource
 * @param kind why
 * @param element which element, or empty for the whole resource
 */
public record RecordNote(String reference, Kind kind, String element) {

    /** Why something was left out. */
    public enum Kind {
        /** A newer message has stated this already. */
        OLDER_THAN_KNOWN,
        /** The feed does not own this, and something is known already. */
        NOT_OWNED,
        /** A result does not go back from final to preliminary. */
        RESULT_WOULD_GO_BACK,
        /** There is nothing that this message could cancel. */
        NOTHING_TO_CANCEL,
        /** By its rule this is never deleted: identifiers, whose a resource is, what the timeline of a visit decides. */
        NOT_DELETABLE,
        /** What is to be merged, moved or renumbered is not known, or is the target already. */
        NOTHING_TO_MOVE
    }
}
