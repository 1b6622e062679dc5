package dev.tributary.base;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Resource ids from business keys: the same key is the same id on every machine and in every replay, so that every
 * write is {@code PUT type/id} and twice is once.
 */
public final class BusinessId {

    // a message makes dozens of ids; a digest is as it was new once it has been asked
    private static final ThreadLocal<MessageDigest> SHA1 = ThreadLocal.withInitial(BusinessId::sha1);

    // the name space of all Tributary ids: UUIDv5 of "tributary.dev" in the DNS name space (RFC 9562 §6.6)
    private static final byte[] NAME_SPACE =
            bytes(uuid5(bytes(0x6ba7b8109dad11d1L, 0x80b400c04fd430c8L), "tributary.dev"));

    private BusinessId() {}

    /**
     * @param resourceType {@code Patient}
     * @param parts what makes it that one and no other, such as system and value; order counts
     * @return a UUIDv5 in canonical form, valid as a FHIR id
     */
    public static String of(String resourceType, String... parts) {
        StringBuilder name = new StringBuilder(resourceType);
        for (String part : parts) {
            // the length keeps ("ab","c") and ("a","bc") apart
            name.append('|').append(part.length()).append(':').append(part);
        }
        return uuid5(NAME_SPACE, name.toString()).toString();
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    private static UUID uuid5(byte[] space, String name) {
        MessageDigest sha1 = SHA1.get();
        sha1.update(space);
        byte[] hash = sha1.digest(name.getBytes(StandardCharsets.UTF_8));
        long most = number(hash, 0) & ~0xF000L | 0x5000L;
        long least = number(hash, 8) & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
        return new UUID(most, least);
    }

    private static long number(byte[] bytes, int from) {
        long number = 0;
        for (int i = from; i < from + 8; i++) {
            number = number << 8 | (bytes[i] & 0xFF);
        }
        return number;
    }

    private static byte[] bytes(UUID uuid) {
        return bytes(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    private static byte[] bytes(long most, long least) {
        return ByteBuffer.allocate(16).putLong(most).putLong(least).array();
    }
}
