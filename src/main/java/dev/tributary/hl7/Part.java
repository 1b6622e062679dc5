package dev.tributary.hl7;

/**
 * A piece of a segment: a view that holds no text of its own until asked. What the message does not have is an empty
 * part, never null.
 */
public abstract sealed class Part permits Field, Repetition, Component, Subcomponent {

    final Body body;
    final int start;
    final int end;

    Part(Body body, int start, int end) {
        this.body = body;
        this.start = start;
        this.end = end;
    }

    /** @return whether the sender sent nothing here (which leaves what a receiver has; see {@link #isNull()}) */
    public final boolean isEmpty() {
        return start == end;
    }

    /** @return whether it is exactly two quotes: what a receiver has is to be deleted (HL7 v2.5.1 §2.5.3) */
    public final boolean isNull() {
        return end - start == 2
                && body.text().charAt(start) == '"'
                && body.text().charAt(start + 1) == '"';
    }

    /** @return what was sent, all of it, with delimiters and escape sequences */
    public final String raw() {
        return body.text().substring(start, end);
    }

    /**
     * @return the text of the first leaf: the value itself where it is not divided, otherwise its first (sub)component,
     *     as a receiver reads a field that a later version divides further; escape sequences resolved. {@code ""} stays
     *     two quotes: ask {@link #isNull()} first
     */
    public final String text() {
        return Escapes.resolve(body, start, leafEnd());
    }

    /**
     * @return all of it with escape sequences resolved, delimiters kept: for text that a sender left unescaped, such as
     *     {@code R&D} in an OBX-5 of type TX
     */
    public final String wholeText() {
        return Escapes.resolve(body, start, end);
    }

    /**
     * @param expected a text
     * @return whether {@link #text()} is this; makes no text where there is nothing to resolve
     */
    public final boolean hasText(String expected) {
        int to = leafEnd();
        if (body.next(body.separators().escape(), start, to) < to) {
            return text().equals(expected);
        }
        return expected.length() == to - start && body.text().startsWith(expected, start);
    }

    /** @return whether at least one leaf in it is populated and it is not {@link #isNull()}; asks for no text */
    public final boolean isValued() {
        if (start == end || isNull()) {
            return false;
        }
        Separators separators = body.separators();
        for (int at = start; at < end; at++) {
            char c = body.text().charAt(at);
            if (c != separators.component() && c != separators.subcomponent() && c != separators.repetition()) {
                return true;
            }
        }
        return false;
    }

    /** @return where it ends in the message's text, exclusive */
    public final int endOffset() {
        return end;
    }

    /** @return where it begins in the message's text; unique for each populated leaf */
    public final int offset() {
        return start;
    }

    /** @return where the first leaf ends */
    abstract int leafEnd();

    /** @return kind and length, never the value */
    @Override
    public final String toString() {
        return getClass().getSimpleName() + "[" + (end - start) + " characters]";
    }
}
