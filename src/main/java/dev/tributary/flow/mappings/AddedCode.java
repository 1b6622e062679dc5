package dev.tributary.flow.mappings;

/**
 * A line that was added while the engine ran.
 *
 * @param folder of the sender
 * @param table its file's name without the ending, {@code administrative-sex}
 * @param line of the file, from 1
 * @param code as the sender writes it
 * @param text in the sender's words
 * @param system the sender's coding system
 * @param targetCode its FHIR counterpart
 * @param targetDisplay the counterpart's display
 * @param targetSystem the counterpart's system
 * @param comment who added it, when, and why
 */
public record AddedCode(
        String folder,
        String table,
        int line,
        String code,
        String text,
        String system,
        String targetCode,
        String targetDisplay,
        String targetSystem,
        String comment) {}
