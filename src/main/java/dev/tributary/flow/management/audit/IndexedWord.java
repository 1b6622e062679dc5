package dev.tributary.flow.management.audit;

/**
 * A number, a word or a reference, made such that PostgreSQL takes it and an index holds it: a strange one must not keep
 * anybody from the message it stands in, whose lane may wait for it.
 */
final class IndexedWord {

    /** At most 3 bytes each: well below the 2,700 bytes that an index takes as one entry. */
    private static final int LONGEST = 600;

    private IndexedWord() {}

    /** @return the same, cut to 600 characters, with U+FFFD for what a {@code text} cannot hold */
    static String of(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        StringBuilder held = new StringBuilder(cut.length());
        cut.codePoints()
                .map(point -> point == 0 || point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE
                        ? '\uFFFD'
                        : point)
                .forEach(held::appendCodePoint);
        return held.toString();
    }
}
