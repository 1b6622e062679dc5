package dev.tributary.console;

import dev.tributary.base.NearestWord;
import java.util.Collection;

/** There is no such thing; the message says what there is. */
final class NotFoundException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_NAME = 60;

    NotFoundException(String message) {
        super(message);
    }

    /** @return one that names the nearest words that do exist */
    static NotFoundException among(String kind, String name, Collection<String> existing) {
        String cure = name.length() > LONGEST_NAME ? "" : NearestWord.cure(name, existing);
        return new NotFoundException("There is no " + kind + " of that name"
                + (cure.isEmpty() ? "; there are: " + String.join(", ", existing) : ": " + cure));
    }
}
