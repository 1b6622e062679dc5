package dev.tributary.hl7;

/** Looks at every escape sequence of a message once, so that its issues are complete before anyone reads a value. */
final class EscapeCheck {

    private final Body body;
    private final Issues issues;
    private int next;

    EscapeCheck(Body body, Issues issues) {
        this.body = body;
        this.issues = issues;
        this.next = find(0);
    }

    /** Checks one segment; segments must come in order. */
    void check(Segment segment, Line line) {
        int from = line.start();
        if (SegmentNames.declaresDelimiters(segment.name())) {
            // the delimiters themselves are no sequences
            Field delimiters = segment.field(2);
            from = delimiters.offset() + delimiters.raw().length();
        }
        if (next < from) {
            next = find(from);
        }
        int reported = 0;
        while (next < line.end()) {
            int close = close(next + 1, line.end());
            boolean unterminated = close == line.end()
                    || body.text().charAt(close) != body.separators().escape();
            ReadIssueKind kind = unterminated
                    ? ReadIssueKind.ESCAPE_MALFORMED
                    : Escapes.fault(body.text().substring(next + 1, close), body);
            if (kind != null) {
                int field = fieldAt(segment, next);
                if (field != reported) {
                    report(kind, segment, field, unterminated, close - next - 1);
                    reported = field;
                }
            }
            // the end of a sequence that stays as sent may begin the next
            next = find(kind == null || unterminated ? close + 1 : close);
        }
    }

    private void report(ReadIssueKind kind, Segment segment, int field, boolean unterminated, int length) {
        String shape = unterminated ? "has no end" : "has " + length + " characters of no known meaning";
        issues.add(
                kind,
                field == 0 ? segment.toString() : segment.path(field).toString(),
                "an escape sequence " + shape + "; it and its like in this field stay as sent");
    }

    private int find(int from) {
        char escape = body.separators().escape();
        int at = escape == '\0' ? -1 : body.text().indexOf(escape, from);
        return at < 0 ? Integer.MAX_VALUE : at;
    }

    /** A sequence ends at the next escape character, or fails at the next delimiter. */
    private int close(int from, int end) {
        Separators separators = body.separators();
        for (int at = from; at < end; at++) {
            char c = body.text().charAt(at);
            if (c == separators.escape()
                    || c == separators.field()
                    || c == separators.component()
                    || c == separators.repetition()
                    || (c == separators.subcomponent() && c != '\0')) {
                return at;
            }
        }
        return end;
    }

    private static int fieldAt(Segment segment, int position) {
        int low = 0;
        int high = segment.fieldCount();
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (segment.field(middle).offset() <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
