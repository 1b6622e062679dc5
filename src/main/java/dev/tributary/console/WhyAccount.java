package dev.tributary.console;

import java.util.List;

/**
 * Why a resource is as it is, as it is drawn.
 *
 * @param reference {@code Observation/abc}
 * @param version the one in force
 * @param message number of the message that wrote it
 * @param received when that was received
 * @param note what is missing; empty if nothing is
 * @param elements each with the fields it comes from and the rows that carried it
 * @param rules the rows and lines of code tables that took part
 */
public record WhyAccount(
        String reference,
        String version,
        long message,
        String received,
        String note,
        List<MessageAccount.ElementLine> elements,
        List<Rule> rules) {

    /**
     * A row that took part.
     *
     * @param row its id
     * @param place file and line
     * @param codes lines of code tables it translated by; empty if none
     * @param others where other messages under the same row are listed
     */
    public record Rule(String row, String place, String codes, String others) {}

    /**
     * Messages that ran a row.
     *
     * @param row its id
     * @param looked how many messages of the same feed and type were looked at, the newest
     * @param uses those in which it ran, the newest first
     */
    public record Uses(String row, String place, String feed, String type, int looked, List<Use> uses) {}

    /** One of them. */
    public record Use(long message, String received, String controlId) {}
}
