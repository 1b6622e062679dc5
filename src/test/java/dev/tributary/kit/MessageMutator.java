package dev.tributary.kit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Breaks invented messages in the ways that networks and people break them. The same seed breaks them the same way. */
public final class MessageMutator {

    private static final List<MessageDraft> BASES = List.of(
            Messages.adtA01(),
            Messages.adtA02(),
            Messages.adtA08(),
            Messages.adtA40(),
            Messages.oruR01(),
            Messages.oruR01().withLineEnd("\r\n"),
            Messages.adtA01().withPid5("Sørensen^Åse").withCharset("UNICODE UTF-8", StandardCharsets.UTF_8),
            Messages.adtA01().withPid5("Sørensen^Åse").withCharset("8859/1", StandardCharsets.ISO_8859_1));

    private static final List<String> SCRAPS = List.of(
            "|",
            "^",
            "~",
            "\\",
            "&",
            "\r",
            "\n",
            "\r\n",
            "\0",
            "\"\"",
            "\\F\\",
            "\\X0D\\",
            "\\X0\\",
            "\\.br\\",
            "\\.sp",
            "\\C2D41\\",
            "\\M2442\\",
            "\\Zx\\",
            "\\\\\\\\\\\\",
            "MSH|^~\\&|",
            "MSH|",
            "PID",
            "pid|",
            "BHS|^~\\&|\r",
            "BTS|9\r",
            "ÿ",
            "\u00E9",
            "平",
            "|||||||||||||||",
            "&&&&&",
            "^^^^^",
            "~~~~~",
            "\u000B",
            "\u001C");

    private final Random random;
    private final List<byte[]> bases;

    /** @param seed of everything that follows */
    public MessageMutator(long seed) {
        this(seed, BASES.stream().map(MessageDraft::bytes).toList());
    }

    /**
     * @param seed of everything that follows
     * @param bases whole messages to break
     */
    public MessageMutator(long seed, List<byte[]> bases) {
        this.random = new Random(seed);
        this.bases = List.copyOf(bases);
    }

    /** @return the next broken message */
    public byte[] next() {
        byte[] bytes = bases.get(random.nextInt(bases.size()));
        for (int i = random.nextInt(5); i >= 0; i--) {
            bytes = mutated(bytes);
        }
        return bytes;
    }

    private byte[] mutated(byte[] bytes) {
        if (bytes.length == 0) {
            return bytes;
        }
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + 1 + random.nextInt(40));
        byte[] piece = Arrays.copyOfRange(bytes, from, to);
        return switch (random.nextInt(10)) {
            // drop
            case 0 -> joined(bytes, from, new byte[0], to);
            // repeat
            case 1 -> joined(bytes, to, repeated(piece, 1 + random.nextInt(50)), to);
            // cut short
            case 2 -> Arrays.copyOf(bytes, from);
            // insert a scrap, once or deep
            case 3, 4 -> joined(bytes, from, scrap(), from);
            case 5 -> joined(bytes, from, repeated(scrap(), 1 + random.nextInt(60)), from);
            // another byte
            case 6 -> joined(bytes, from, new byte[] {(byte) random.nextInt(256)}, from + 1);
            // move elsewhere
            case 7 -> moved(bytes, from, to, piece);
            // other delimiters
            case 8 -> replaced(bytes, "|^~\\&".charAt(random.nextInt(5)), "#*+?%A |\0".charAt(random.nextInt(9)));
            // a break in the header
            default -> joined(bytes, random.nextInt(Math.min(12, bytes.length)), scrap(), Math.min(12, bytes.length));
        };
    }

    private byte[] moved(byte[] bytes, int from, int to, byte[] piece) {
        byte[] without = joined(bytes, from, new byte[0], to);
        int at = random.nextInt(without.length + 1);
        return joined(without, at, piece, at);
    }

    private byte[] scrap() {
        return SCRAPS.get(random.nextInt(SCRAPS.size())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] repeated(byte[] piece, int times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            out.writeBytes(piece);
        }
        return out.toByteArray();
    }

    private static byte[] replaced(byte[] bytes, char what, char by) {
        byte[] copy = bytes.clone();
        for (int i = 0; i < copy.length; i++) {
            if (copy[i] == what) {
                copy[i] = (byte) by;
            }
        }
        return copy;
    }

    private static byte[] joined(byte[] bytes, int head, byte[] middle, int tail) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + middle.length);
        out.write(bytes, 0, head);
        out.writeBytes(middle);
        out.write(bytes, tail, bytes.length - tail);
        return out.toByteArray();
    }
}
