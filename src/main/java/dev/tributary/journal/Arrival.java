package dev.tributary.journal;

import dev.tributary.base.Fault;
import dev.tributary.hl7.MessageHeader;
import dev.tributary.hl7.WireMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to its commit.
 *
 * @param wire as it came
 * @param header null if refused and without a readable MSH
 * @param refusal null if it is to be processed
 * @param contentHash SHA-256 of the bytes
 * @param retransmitKey a UUID of feed, sender, MSH-10 and bytes; null where a repetition is no retransmit
 * @param receipt completed after the commit
 */
record Arrival(
        WireMessage wire,
        @Nullable MessageHeader header,
        @Nullable Fault refusal,
        byte[] contentHash,
        @Nullable String retransmitKey,
        CompletableFuture<Receipt> receipt) {

    static Arrival accepted(WireMessage wire, MessageHeader header) {
        byte[] hash = sha256().digest(wire.bytes());
        String key = header.controlId().isEmpty() ? null : retransmitKey(wire, header, hash);
        return new Arrival(wire, header, null, hash, key, new CompletableFuture<>());
    }

    static Arrival refused(WireMessage wire, @Nullable MessageHeader header, Fault why) {
        return new Arrival(wire, header, why, sha256().digest(wire.bytes()), null, new CompletableFuture<>());
    }

    /** @return MSH-3 and MSH-4, parted by a bar */
    String sender() {
        return header == null ? "" : RowText.of(header.sendingApplication() + "|" + header.sendingFacility());
    }

    String controlId() {
        return header == null ? "" : RowText.of(header.controlId());
    }

    /** @return what one sender may use once only, or null without MSH-10 */
    @Nullable
    String controlIdKey() {
        String controlId = controlId();
        return controlId.isEmpty() ? null : wire.feed() + "\n" + sender() + "\n" + controlId;
    }

    int size() {
        return wire.bytes().length;
    }

    private static String retransmitKey(WireMessage wire, MessageHeader header, byte[] contentHash) {
        MessageDigest digest = sha256();
        for (String part : new String[] {
            wire.feed().value(), header.sendingApplication(), header.sendingFacility(), header.controlId()
        }) {
            // the length keeps ("ab","c") and ("a","bc") apart
            digest.update((part.length() + ":" + part).getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest(contentHash), 0, 16);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
