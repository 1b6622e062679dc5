package dev.tributary.journal;

/** Text from the wire, made such that PostgreSQL takes it: a strange byte must not cost a message. */
final class RowText {

    private static final int LONGEST = 250;

    private RowText() {}

    /** @return the same, cut to 250 characters, with U+FFFD for what a {@code text} cannot hold */
    static String of(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return repaired(cut);
            }
        }
        return cut;
    }

    private static String repaired(String text) {
        StringBuilder repaired = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> point == 0 || isLoneSurrogate(point) ? '\uFFFD' : point)
                .forEach(repaired::appendCodePoint);
        return repaired.toString();
    }

    private static boolean isLoneSurrogate(int point) {
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    }
}
