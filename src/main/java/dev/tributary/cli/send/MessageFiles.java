package dev.tributary.cli.send;

import dev.tributary.cli.WrongInput;
import dev.tributary.hl7.Batch;
import dev.tributary.hl7.BatchMessage;
import dev.tributary.hl7.FrameInput;
import dev.tributary.hl7.HeaderPeek;
import dev.tributary.hl7.MessageHeader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the messages in files: one or many a file, one after the other, in batches, or in MLLP frames. */
public final class MessageFiles {

    private final List<OutgoingMessage> messages = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();

    private MessageFiles() {}

    /**
     * @param files to read
     * @return every message in order, with CR at the end of each segment as the wire wants it
     * @throws WrongInput naming every file that cannot be read and every part that is no message
     */
    public static List<OutgoingMessage> read(List<Path> files) {
        MessageFiles found = new MessageFiles();
        for (Path file : files) {
            found.bytes(file).ifPresent(bytes -> found.split(file, bytes));
        }
        return found.orWrong();
    }

    /**
     * @param files to read
     * @return each file as one message, not a byte changed: a whole batch, or something broken
     * @throws WrongInput naming every file that cannot be read
     */
    static List<OutgoingMessage> asTheyAre(List<Path> files) {
        MessageFiles found = new MessageFiles();
        for (Path file : files) {
            found.bytes(file)
                    .ifPresent(bytes -> found.messages.add(new OutgoingMessage(
                            file.toString(), HeaderPeek.of(bytes).orElse(MessageHeader.NONE), bytes)));
        }
        return found.orWrong();
    }

    private List<OutgoingMessage> orWrong() {
        if (!reasons.isEmpty()) {
            throw new WrongInput(reasons);
        }
        return List.copyOf(messages);
    }

    private Optional<byte[]> bytes(Path file) {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException missing) {
            reasons.add(file + ": there is no such file");
        } catch (IOException unreadable) {
            reasons.add(file + ": cannot be read (" + unreadable.getClass().getSimpleName() + ")");
        }
        return Optional.empty();
    }

    private void split(Path file, byte[] bytes) {
        int before = messages.size();
        for (byte[] part : parts(file, bytes)) {
            Batch batch = Batch.split(part);
            for (BatchMessage place : batch.messages()) {
                byte[] message = withCarriageReturns(batch.bytes(place));
                String source = file + " #" + (messages.size() - before + 1);
                Optional<MessageHeader> header = HeaderPeek.of(message);
                if (header.isEmpty()) {
                    reasons.add(file + ": bytes " + place.start() + " to " + place.end()
                            + " are no HL7 v2 message: no MSH (--as-is sends them all the same)");
                } else {
                    messages.add(new OutgoingMessage(source, header.get(), message));
                }
            }
        }
        if (messages.size() == before && reasons.isEmpty()) {
            reasons.add(file + ": there is no message in it");
        }
    }

    private List<byte[]> parts(Path file, byte[] bytes) {
        boolean framed = false;
        for (byte b : bytes) {
            framed |= b == FrameInput.START;
        }
        if (!framed) {
            return List.of(bytes);
        }
        List<byte[]> frames = new ArrayList<>();
        FrameInput reader = new FrameInput(new ByteArrayInputStream(bytes));
        try {
            while (true) {
                frames.add(reader.next());
            }
        } catch (EOFException end) {
            if (frames.isEmpty()) {
                reasons.add(file + ": begins an MLLP frame (0x0B) and never ends it (0x1C 0x0D)");
            }
        } catch (IOException tooLong) {
            reasons.add(file + ": " + tooLong.getMessage());
        }
        return frames;
    }

    private static byte[] withCarriageReturns(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 1);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\n') {
                out.write(bytes[i]);
            } else if (i == 0 || bytes[i - 1] != '\r') {
                out.write('\r');
            }
        }
        if (bytes.length > 0 && bytes[bytes.length - 1] != '\r' && bytes[bytes.length - 1] != '\n') {
            out.write('\r');
        }
        return out.toByteArray();
    }
}
