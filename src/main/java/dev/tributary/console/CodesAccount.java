package dev.tributary.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page of codes as it is drawn.
 *
 * @param rows work items, the most frequent first
 * @param proposals lines that wait for a second person
 * @param remap how far stored resources are brought up to date; null if they were not since the start
 * @param next address of the next page; empty on the last
 * @param once the word of each form
 */
public record CodesAccount(
        Filter filter,
        List<String> feeds,
        List<Row> rows,
        List<Waiting> proposals,
        @Nullable Remap remap,
        String next,
        String once) {

    /** What was asked. */
    public record Filter(String feed, String sender, String table, boolean resolved) {}

    /** One work item; {@code map} is where it is given a line. */
    public record Row(
            String code,
            String text,
            String system,
            String table,
            String feed,
            String sender,
            String unit,
            long count,
            String last,
            List<Long> examples,
            boolean resolved,
            String map) {}

    /** A line that waits. */
    public record Waiting(
            long id, String at, String who, String code, String table, String target, String comment, boolean own) {}

    /** How far stored resources are brought up to date. */
    public record Remap(String words, int percent, boolean running) {}

    /**
     * One code that is given a line.
     *
     * @param q words that were searched for
     * @param candidates what they found
     * @param about the loaded code systems
     * @param trouble why the line was not taken; empty if it was not sent yet
     */
    public record One(
            Row row,
            String q,
            List<Candidate> candidates,
            String about,
            boolean secondPerson,
            List<String> trouble,
            String comment,
            String once) {}

    /** One candidate. */
    public record Candidate(String system, String code, String display, String unit) {}
}
