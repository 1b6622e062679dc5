package dev.tributary.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page for trying a mapping as it is drawn.
 *
 * @param message number in the journal, as typed
 * @param text of a message
 * @param feeds all there are
 * @param files of {@code mappings/} that can be changed
 * @param file that is changed; empty if none is
 * @param content what it shall hold
 * @param opened what the file held when it was opened, as a fingerprint
 * @param help what may stand in it
 * @param why the reason, as typed
 * @param problems what is wrong with the changed set
 * @param trouble what else was wrong; empty if nothing
 * @param tried what came of the message; null if none was tried
 * @param tested what came of the tests; null if they did not run
 * @param traffic the rehearsal; null if there was none
 * @param history the latest changes
 * @param managedElsewhere whether files can only be handed out
 * @param once the word of each form
 */
public record TryAccount(
        String message,
        String text,
        String feed,
        List<String> feeds,
        List<String> files,
        String file,
        String content,
        String opened,
        List<Help> help,
        String why,
        String days,
        List<Mistake> problems,
        String trouble,
        @Nullable Result tried,
        @Nullable Tests tested,
        @Nullable TrafficView traffic,
        List<Change> history,
        boolean managedElsewhere,
        String once) {

    /** Keys of one part of a file. */
    public record Help(String title, List<Key> keys) {}

    /** One key. */
    public record Key(String name, String meaning) {}

    /** @param line in the editor; 0 if the mistake is in another file */
    public record Mistake(String words, int line) {}

    /** What came of one message. */
    public record Result(
            List<MessageAccount.SegmentBlock> segments,
            List<MessageAccount.ResourceBlock> resources,
            List<String> issues,
            String loss,
            String fhir,
            List<String> notes) {}

    /** What came of the tests. */
    public record Tests(int all, long failed, List<String> failures) {}

    /** One change of a file. */
    public record Change(
            long id, String at, String who, String why, String path, List<String> lines, boolean canTakeBack) {}
}
