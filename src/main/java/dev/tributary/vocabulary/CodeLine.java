package dev.tributary.vocabulary;

/**
 * One line of a code table: this code is that one.
 *
 * @param place {@code AdministrativeSex:3}, table and line in its file; for lineage
 * @param code as the sender writes it
 * @param text what it means, in the sender's words
 * @param system the sender's coding system, a name that {@link NamingTable} knows: {@code HL70001}
 * @param targetCode its FHIR counterpart; empty if it deliberately has none
 * @param targetDisplay the counterpart's display, may be empty
 * @param targetSystem the counterpart's system, may be empty where the element fixes it
 * @param validFrom first day as {@code yyyyMMdd}, empty if always
 * @param validUntil last day as {@code yyyyMMdd}, empty if for ever
 */
public record CodeLine(
        String place,
        String code,
        String text,
        String system,
        String targetCode,
        String targetDisplay,
        String targetSystem,
        String validFrom,
        String validUntil) {

    /** @return whether the line holds on a day; an unknown day (empty) is any day */
    boolean holdsOn(String day) {
        return day.isEmpty()
                || ((validFrom.isEmpty() || validFrom.compareTo(day) <= 0)
                        && (validUntil.isEmpty() || validUntil.compareTo(day) >= 0));
    }
}
