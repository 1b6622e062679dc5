package dev.tributary.vocabulary;

/** Object identifiers as HL7 writes them: {@code 2.16.840.1.113883}. */
public final class Oid {

    private Oid() {}

    // HL7's validator takes nothing shorter for an OID of a system: 1.2 is what senders write who have none
    private static final int SHORTEST_ARC = 5;

    /** @return whether a text is one: 0, 1 or 2, then more numbers without leading zeros, as many as HL7's validator wants */
    public static boolean isOid(String text) {
        if (text.length() < 3 || text.charAt(0) < '0' || text.charAt(0) > '2' || text.charAt(1) != '.') {
            return false;
        }
        int digits = 0;
        for (int i = 2; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                if (digits == 0) {
                    return false;
                }
                digits = 0;
            } else if (c < '0' || c > '9' || (digits == 1 && text.charAt(i - 1) == '0')) {
                return false;
            } else {
                digits++;
            }
        }
        return digits > 0 && text.lastIndexOf('.') >= SHORTEST_ARC;
    }
}
