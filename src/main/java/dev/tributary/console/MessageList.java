package dev.tributary.console;

import java.util.List;

/**
 * One page of messages as it is drawn.
 *
 * @param filter what was asked, as it stands in the form
 * @param rows newest first
 * @param older the address of the next page; empty on the last
 * @param export where the same is to be had as a file, but for the name of the format; empty if it is not
 * @param narrowed whether anything was asked
 * @param query what was asked, as in the address
 * @param saved searches that this person keeps
 */
public record MessageList(
        Filter filter,
        List<String> feeds,
        List<Row> rows,
        String older,
        String export,
        boolean narrowed,
        String query,
        List<Saved> saved) {

    /** The form, as the person filled it in. */
    public record Filter(
            String q,
            String feed,
            String state,
            String type,
            String controlId,
            String reason,
            String from,
            String to) {}

    /** A search that is kept. */
    public record Saved(long id, String name, String query) {}

    /** One line. */
    public record Row(
            long id,
            String received,
            String feed,
            String type,
            String controlId,
            String sender,
            String state,
            String why) {}
}
