package dev.tributary.console;

import dev.tributary.base.FaultException;
import dev.tributary.base.MessageId;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.hl7.HeaderPeek;
import dev.tributary.hl7.MessageHeader;
import dev.tributary.hl7.WireMessage;
import dev.tributary.journal.JournaledMessage;
import dev.tributary.journal.MessageEdits;
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
        Charset charset = feed.charset();
        return Arrays.equals(new String(message.bytes(), charset).getBytes(charset), message.bytes());
    }

    /** @return the text to be changed, a segment a line */
    String text(JournaledMessage message) {
        Charset charset = feeds.find(message.summary().feed())
                .map(FeedProperties::charset)
                .orElse(StandardCharsets.UTF_8);
        return new String(message.bytes(), charset).replace('\r', '\n');
    }

    /**
     * @param original stays as it came
     * @param text the changed one, with any line ends
     * @param why a sentence; no patient data
     * @param who the user's name
     * @return the new message's number
     */
    MessageId give(JournaledMessage original, String text, String why, String who) {
        if (why.isBlank() || why.length() > LONGEST_REASON) {
            throw new IllegalArgumentException("Say why, in 1 to " + LONGEST_REASON
                    + " characters without patient data: whoever compares the two later will want to know.");
        }
        if (!isPossible(original)) {
            throw new NotPossibleException(
                    "This message is not changed as text: it is larger than 1 MB, its feed is gone, or"
                            + " it holds bytes that its character set does not know, which would be lost.");
        }
        Charset charset = feeds.get(original.summary().feed()).charset();
        byte[] bytes = (text.strip().replace("\r\n", "\r").replace('\n', '\r') + "\r").getBytes(charset);
        MessageHeader header = HeaderPeek.of(bytes)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The text has no readable MSH segment at its start: nothing was given in."));
        try {
            return edits.give(
                    original.summary().id(),
                    new WireMessage(bytes, original.summary().feed(), "console", clock.instant()),
                    header,
                    who,
                    why.strip());
        } catch (FaultException e) {
            throw new NotPossibleException(
                    "The journal did not take it: " + e.fault().code() + ". Nothing was given in.");
        }
    }
}
