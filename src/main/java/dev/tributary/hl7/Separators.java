package dev.tributary.hl7;

/**
 * The delimiters a message declares in MSH-1 and MSH-2 (HL7 v2.5.1 §2.5.4).
 *
 * @param field usually {@code |}
 * @param component usually {@code ^}
 * @param repetition usually {@code ~}
 * @param escape usually a backslash; NUL where the sender declares none
 * @param subcomponent usually {@code &}; NUL where the sender declares none
 */
public record Separators(char field, char component, char repetition, char escape, char subcomponent) {

    /** What nearly everyone sends. */
    public static final Separators DEFAULT = new Separators('|', '^', '~', '\\', '&');
}
