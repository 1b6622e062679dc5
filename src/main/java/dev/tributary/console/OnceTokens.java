package dev.tributary.console;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A word for each form that does something, good for one sending: a double click, a reload and the browser's "send
 * again" do nothing a second time. Words of the last ten thousand sendings are remembered while the engine runs.
 */
final class OnceTokens {

    private static final int MOST = 10_000;
    private static final int LONGEST = 64;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Boolean> used = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    };

    /** @return a new word for a form */
    String next() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * @param word of the form
     * @return whether it comes for the first time
     * @throws IllegalArgumentException if a form came without one
     */
    synchronized boolean first(String word) {
        if (word.isEmpty() || word.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "the form came without its word: open the page again and send it from there");
        }
        return used.put(word, true) == null;
    }
}
