package dev.tributary.hl7.preprocess;

import java.util.List;

/**
 * A message after a feed's steps.
 *
 * @param bytes a copy that was changed, or the very bytes handed in where no step had anything to do
 * @param changes what was changed, in the order of the steps
 */
public record Preprocessed(byte[] bytes, List<Change> changes) {

    /** Keeps a copy of the list. */
    public Preprocessed {
        changes = List.copyOf(changes);
    }
}
