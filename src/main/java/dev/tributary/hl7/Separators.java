package dev.tributary.hl7;

/**
 * The delimiters a message declares in MSH-1 and MSH-2 (HL7 v2.5.1 §2.5.4). NUL stands for "declares none" and never
 * matches a character of the message, not even a NUL.
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

    /** Divides nothing: how MSH-1 and MSH-2 themselves are read. */
    static final Separators NOTHING = new Separators('\0', '\0', '\0', '\0', '\0');

    /**
     * Reads MSH-2, which senders cut short or misspell.
     *
     * @param field MSH-1
     * @param msh2 as sent; a missing or unusable component or repetition separator becomes the usual one, a missing
     *     escape or subcomponent none. {@code ^~&} is taken for a forgotten escape character, not for one that is
     *     {@code &}. A truncation character (v2.7, fifth) has no use in reading.
     */
    static Separators declared(char field, String msh2) {
        boolean escapeForgotten = msh2.length() == 3 && msh2.charAt(2) == '&';
        char component = delimiter(msh2, 0, '^');
        char repetition = delimiter(msh2, 1, '~');
        char escape = escapeForgotten ? '\0' : delimiter(msh2, 2, '\0');
        char subcomponent = escapeForgotten ? '&' : delimiter(msh2, 3, '\0');
        if (msh2.isEmpty()) {
            escape = '\\';
            subcomponent = '&';
        }
        return new Separators(
                field,
                free(component, field),
                free(repetition, field, component),
                free(escape, field, component, repetition),
                free(subcomponent, field, component, repetition, escape));
    }

    /** @return whether a character may delimit: printable ASCII that no word, number or name contains */
    static boolean canDelimit(char c) {
        return c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
    }

    private static char delimiter(String msh2, int at, char missing) {
        return at < msh2.length() && canDelimit(msh2.charAt(at)) ? msh2.charAt(at) : missing;
    }

    // a character declared twice keeps its first meaning
    private static char free(char candidate, char... taken) {
        for (char other : taken) {
            if (candidate == other) {
                return '\0';
            }
        }
        return candidate;
    }
}
