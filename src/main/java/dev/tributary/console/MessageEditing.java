package dev.tributary.console;

import dev.tributary.base.FaultException;
import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.flow.wire.Admission;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.hl7.HeaderPeek;
import dev.tributary.hl7.MessageHeader;
import dev.tributary.hl7.WireMessage;
import dev.tributary.journal.JournaledMessage;
import dev.tributary.journal.MessageEdits;
import dev.tributary.journal.OutcomeUnknownException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;

/** Gives a message that a person has changed in again, as a new one on the same feed. */
final class MessageEditing {

    private static final int LONGEST_REASON = 200;
    private static final int LARGEST = 1 << 20;

    private final MessageEdits edits;
    private final FeedRegistry feeds;
    private final Clock clock;

    MessageEditing(MessageEdits edits, FeedRegistry feeds, Clock clock) {
        this.edits = edits;
        this.feeds = feeds;
        this.clock = clock;
    }

    /** @return whether the message can be changed as text: it is not too large, and no byte is lost by being shown */
    boolean isPossible(JournaledMessage message) {
        FeedProperties feed = feeds.find(message.summary().feed()).orElse(null);
        if (feed == null || message.bytes().length > LARGEST) {
            return false;
        }
        Charset charset = charset(message.bytes(), feed.charset());
        return charset.canEncode()
                && Arrays.equals(new String(message.bytes(), charset).getBytes(charset), message.bytes());
    }

    /** @return the text to be changed, a segment a line */
    String text(JournaledMessage message) {
        Charset fallback = feeds.find(message.summary().feed())
                .map(FeedProperties::charset)
                .orElse(StandardCharsets.UTF_8);
        return new String(message.bytes(), charset(message.bytes(), fallback)).replace('\r', '\n');
    }

    /**
     * A changed text that the journal may be asked to take.
     *
     * @param original the number of the message it was made of
     * @param wire as it would be journaled
     * @param header of it
     * @param why as given
     */
    record Changed(MessageId original, WireMessage wire, MessageHeader header, String why) {}

    /**
     * @param original stays as it came
     * @param text the changed one, with any line ends
     * @param why a sentence; no patient data
     * @return what can be given in
     * @throws IllegalArgumentException if a sender's message like this would be refused, or if it has letters that the
     *     character set it will be read by lacks
     */
    Changed changed(JournaledMessage original, String text, String why) {
        if (why.isBlank() || why.length() > LONGEST_REASON) {
            throw new IllegalArgumentException("Say why, in 1 to " + LONGEST_REASON
                    + " characters without patient data: whoever compares the two later will want to know.");
        }
        if (!isPossible(original)) {
            throw new NotPossibleException(
                    "This message is not changed as text: it is larger than 1 MB, its feed is gone, or"
                            + " it holds bytes that its character set does not know, which would be lost.");
        }
        FeedName name = original.summary().feed();
        FeedProperties feed = feeds.get(name);
        byte[] bytes = bytes(
                text.strip().replace("\r\n", "\r").replace('\n', '\r') + "\r",
                charset(original.bytes(), feed.charset()),
                feed.charset());
        new Admission(name, feed).against(bytes).ifPresent(fault -> {
            throw new IllegalArgumentException("Nothing was given in: " + fault.detail() + ".");
        });
        MessageHeader header = HeaderPeek.of(bytes, feed.charset()).orElseThrow();
        return new Changed(
                original.summary().id(), new WireMessage(bytes, name, "console", clock.instant()), header, why.strip());
    }

    /**
     * @param changed the text, by {@link #changed}
     * @param who the user's name
     * @return the new message's number
     */
    MessageId give(Changed changed, String who) {
        try {
            return edits.give(changed.original(), changed.wire(), changed.header(), who, changed.why());
        } catch (OutcomeUnknownException e) {
            throw new NotPossibleException(String.valueOf(e.getMessage()));
        } catch (FaultException e) {
            throw new NotPossibleException(
                    "The journal did not take it: " + e.fault().code() + ". Nothing was given in.");
        }
    }

    /**
     * @param first the original's character set, in which the changed MSH-18 is found
     * @param fallback the feed's
     */
    private static byte[] bytes(String text, Charset first, Charset fallback) {
        Charset charset = charset(text.getBytes(first), fallback);
        byte[] bytes = charset.canEncode() ? text.getBytes(charset) : new byte[0];
        if (!new String(bytes, charset).equals(text)
                || !charset(bytes, fallback).equals(charset)) {
            throw new IllegalArgumentException("Nothing was given in: as " + charset.name()
                    + ", which MSH-18 names or the feed where MSH-18 is empty, the text would not be read as it stands."
                    + " Leave out the letters that this character set lacks, or name another in MSH-18, such as"
                    + " UNICODE UTF-8.");
        }
        return bytes;
    }

    /** @return what the reader reads the bytes by: MSH-18 before the feed, whatever letters the header itself holds */
    private static Charset charset(byte[] bytes, Charset fallback) {
        byte[] plain = bytes.clone();
        // a byte order mark is passed over
        for (int i = 3; i < plain.length; i++) {
            plain[i] = plain[i] < 0 ? (byte) '?' : plain[i];
        }
        Charset named =
                HeaderPeek.of(plain, fallback).map(MessageHeader::charset).orElse(fallback);
        // eight-bit letters under a declared ASCII are read as the feed's
        return named.equals(StandardCharsets.US_ASCII) ? fallback : named;
    }
}
