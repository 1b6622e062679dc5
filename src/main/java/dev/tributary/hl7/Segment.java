package dev.tributary.hl7;

/** One line of a message. */
public final class Segment {

    /** The name of lines that begin with no segment name. */
    public static final String UNNAMED = "???";

    private final Body body;
    private final String name;
    private final int position;
    private final int occurrence;
    private final Line line;
    private final FieldIndex index;
    private final int firstSeparator;
    private final int separators;
    private final boolean declaresDelimiters;
    private final boolean named;

    Segment(
            Body body,
            String name,
            int position,
            int occurrence,
            Line line,
            FieldIndex index,
            int firstSeparator,
            int separators) {
        this.body = body;
        this.name = name;
        this.position = position;
        this.occurrence = occurrence;
        this.line = line;
        this.index = index;
        this.firstSeparator = firstSeparator;
        this.separators = separators;
        this.declaresDelimiters = SegmentNames.declaresDelimiters(name);
        this.named = !name.equals(UNNAMED);
    }

    /** @return three upper-case characters, {@code PID}; {@link #UNNAMED} where the line begins with no name */
    public String name() {
        return name;
    }

    /** @return the place in the message, from 1 */
    public int position() {
        return position;
    }

    /** @return the place among the segments of the same name, from 1 */
    public int occurrence() {
        return occurrence;
    }

    /** @return where its first byte is in the message */
    public int byteStart() {
        return line.byteStart();
    }

    /** @return the byte after its last, the line end not counted */
    public int byteEnd() {
        return line.byteEnd();
    }

    /** @return the line as sent, without its end */
    public String raw() {
        return body.text().substring(line.start(), line.end());
    }

    /** @return the number of the last field that was sent, empty or not; 0 where the segment is a bare name */
    public int fieldCount() {
        return hasNameField() ? separators : separators + 1;
    }

    /**
     * @param n from 1, as in the standard: MSH-1 is the field separator and MSH-2 the others, each undivided. In an
     *     unnamed line the text before the first separator is field 1
     * @return the field; an empty one where the segment is shorter
     */
    public Field field(int n) {
        Field.checked(n);
        if (n > fieldCount()) {
            return new Field(body, line.end(), line.end());
        }
        if (declaresDelimiters) {
            if (n <= 2) {
                return delimiters(n);
            }
            return between(n - 2, n - 1);
        }
        return hasNameField() ? between(n - 1, n) : between(n - 2, n - 1);
    }

    /** @return whether nothing was sent in the n-th field, from 1; looks without making the field */
    public boolean isEmpty(int n) {
        if (n > fieldCount()) {
            return true;
        }
        if (declaresDelimiters) {
            return n > 2 ? isEmptyBetween(n - 2, n - 1) : field(n).isEmpty();
        }
        return hasNameField() ? isEmptyBetween(n - 1, n) : field(n).isEmpty();
    }

    /** @return the number of the field in which a place of the message's text is, which must lie in this segment */
    public int fieldAt(int offset) {
        int low = 1;
        int high = fieldCount();
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (field(middle).offset() <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private boolean isEmptyBetween(int from, int to) {
        return separator(to) == separator(from) + 1;
    }

    /** @return the path of a whole field of this segment, first repetition */
    public FieldPath path(int field) {
        return new FieldPath(name, occurrence, field, 1, 0, 0);
    }

    private Field delimiters(int n) {
        Body undivided = body.undivided();
        if (separators == 0) {
            return new Field(undivided, line.end(), line.end());
        }
        int at = index.at(firstSeparator);
        return n == 1 ? new Field(undivided, at, at + 1) : new Field(undivided, at + 1, separator(1));
    }

    private Field between(int from, int to) {
        int start = from < 0 ? line.start() : separator(from) + 1;
        return new Field(body, start, separator(to));
    }

    private int separator(int n) {
        return n < separators ? index.at(firstSeparator + n) : line.end();
    }

    private boolean hasNameField() {
        return named && !declaresDelimiters;
    }

    /** @return name and place, never a value */
    @Override
    public String toString() {
        return occurrence == 1 ? name : name + "[" + occurrence + "]";
    }
}
