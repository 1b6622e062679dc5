package dev.tributary.identity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;

/** A number within its authority. */
record IdentifierKey(String system, String value) implements Comparable<IdentifierKey> {

    private static final Comparator<IdentifierKey> ORDER =
            Comparator.comparing(IdentifierKey::system).thenComparing(IdentifierKey::value);

    /** As resources remember under which number they were told. */
    String text() {
        return system + "|" + value;
    }

    /** The number of this key's advisory lock; two keys that share one only wait for each other without need. */
    long lock() {
        return lock("identifier", system, value);
    }

    static long lock(String... parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                sha.update(part.getBytes(StandardCharsets.UTF_8));
                sha.update((byte) 0);
            }
            return ByteBuffer.wrap(sha.digest()).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public int compareTo(IdentifierKey other) {
        return ORDER.compare(this, other);
    }
}
