package dev.tributary.console;

import java.util.Map;

/** What pages say after an action. The address carries the key only, so that a link cannot put words into our mouth. */
final class Said {

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("replay", "It is queued to be processed again, with today’s mapping."),
            Map.entry("release", "It was released: it goes first, then those that waited behind it."),
            Map.entry("skip", "It was passed over. Its lane goes on."),
            Map.entry("twice", "This form was already sent once. Nothing was done a second time."),
            Map.entry("acknowledged", "The alert is acknowledged."),
            Map.entry("resent", "It is in that subscriber’s queue again."),
            Map.entry("merged", "The merge is in the journal; the message is processed again behind it."),
            Map.entry("kept", "The file is kept and the set with it is in force."),
            Map.entry("back", "The change is taken back, and the set without it is in force."),
            Map.entry("begun", "The rehearsal has begun. It writes nothing."),
            Map.entry("cancelled", "The rehearsal stops; what it found until now stands below."),
            Map.entry("mapped", "The code has a line now, from the next message on."),
            Map.entry("proposed", "It waits for a second person to approve it."),
            Map.entry("approved", "Approved: the code has a line now, from the next message on."),
            Map.entry(
                    "behind",
                    "The line is in force, from the next message on. What is stored is not brought up to date yet, since that"
                            + " runs for another line: when it has ended, ask for it by POST /api/codes/remap."),
            Map.entry("declined", "The proposal is declined."),
            Map.entry("remap", "What is stored is brought up to date in the background; no alert is raised for it."),
            Map.entry("edited", "It was given in as a new message. The original stays as it came."),
            Map.entry("due", "Choose another password first: the generated one was printed where others may read it."),
            Map.entry("password", "The password is changed. The old one does not work any more."),
            Map.entry("revoked", "The token is revoked. It does not work any more."));

    private Said() {}

    static String words(String key) {
        return WORDS.getOrDefault(key, "");
    }
}
