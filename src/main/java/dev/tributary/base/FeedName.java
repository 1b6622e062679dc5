package dev.tributary.base;

import java.util.regex.Pattern;

/**
 * The name of a feed: one sender's stream of messages, as configuration, metrics and the console call it.
 *
 * @param value lower-case letters, digits and hyphens, starting with a letter, 40 characters at most
 */
public record FeedName(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    /** The feed that exists without configuration: MLLP on port 2575. */
    public static final FeedName DEFAULT = new FeedName("default");

    /** @throws IllegalArgumentException if the name has another form */
    public FeedName {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "feed name '" + value + "': use lower-case letters, digits and hyphens, starting with a letter");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
