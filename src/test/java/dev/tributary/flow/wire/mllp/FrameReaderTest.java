package dev.tributary.flow.wire.mllp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

    private static final String VT = "\u000B";
    private static final String FS = "\u001C";
    private static final String A = "MSH|^~\\&|A\rPID|1\r";
    private static final String B = "MSH|^~\\&|B\rPID|2\r";

    private final FrameReader reader = new FrameReader(1_000);

    @Test
    void takesAFrameInOnePiece() {
        assertThat(feed(VT + A + FS + "\r")).containsExactly(A);
        assertThat(reader.isInFrame()).isFalse();
    }

    @Test
    void takesAFrameByteByByte() {
        List<String> frames = new ArrayList<>();
        for (char c : (VT + A + FS + "\r" + VT + B + FS + "\r").toCharArray()) {
            frames.addAll(feed(String.valueOf(c)));
        }
        assertThat(frames).containsExactly(A, B);
        assertThat(reader.junk()).isZero();
    }

    @Test
    void takesManyFramesOfOneRead() {
        assertThat(feed(VT + A + FS + "\r" + VT + B + FS + "\r" + VT + A + FS + "\r"))
                .containsExactly(A, B, A);
    }

    @Test
    void skipsAndCountsJunkBeforeTheStartBlock() {
        assertThat(feed("hello\r\n" + VT + A + FS + "\r")).containsExactly(A);
        assertThat(reader.junk()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r", "\n", "\r\n", "\u001C\r"})
    void takesAnyEndOfFrame(String end) {
        assertThat(feed(VT + A + FS + end)).containsExactly(A);
        assertThat(feed(VT + B + FS + end)).containsExactly(B);
        assertThat(reader.junk()).isZero();
    }

    @Test
    void anEndBlockInTheMiddleOfASegmentIsContent() {
        String odd = "MSH|^~\\&|A\rOBX|1|ST|||x" + FS + "y\r";
        assertThat(feed(VT + odd + FS + "\r")).containsExactly(odd);
    }

    @Test
    void anEndBlockInTheMiddleOfASegmentIsContentAlsoWhereTcpCutsBehindIt() {
        assertThat(feed(VT + "MSH|^~\\&|A\rOBX|1|ST|||x" + FS)).isEmpty();
        assertThat(reader.isUndecided()).isTrue();
        assertThat(feed("y\r" + FS + "\r")).containsExactly("MSH|^~\\&|A\rOBX|1|ST|||x" + FS + "y\r");
    }

    @Test
    void anUnterminatedLastSegmentEndsWhenNothingFollows() {
        assertThat(feed(VT + "MSH|^~\\&|A\rPID|1" + FS)).isEmpty();
        assertThat(reader.isUndecided()).isTrue();
        assertThat(text(reader.endUndecided())).isEqualTo("MSH|^~\\&|A\rPID|1");
        assertThat(feed("\r" + VT + B + FS + "\r")).containsExactly(B);
    }

    @Test
    void aMessageThatBeginsInsideAFrameCutsTheFirst() {
        reader.append(Unpooled.copiedBuffer(VT + "MSH|^~\\&|A\rPI" + VT + B + FS + "\r", ISO_8859_1));
        assertThat(reader.next()).isInstanceOfSatisfying(Frame.Cut.class, cut -> assertThat(text(cut))
                .isEqualTo("MSH|^~\\&|A\rPI"));
        assertThat(reader.next()).isInstanceOfSatisfying(Frame.Complete.class, whole -> assertThat(text(whole))
                .isEqualTo(B));
        assertThat(reader.next()).isNull();
    }

    @Test
    void aStartBlockInAValueIsContent() {
        String odd = "MSH|^~\\&|A\rOBX|1|ST|||x" + VT + "y\r";
        assertThat(feed(VT + odd + FS + "\r")).containsExactly(odd);
    }

    @Test
    void aFrameOfExactlyTheLimitIsTaken() {
        String longest = "MSH|" + "x".repeat(995) + "\r";
        assertThat(feed(VT + longest + FS + "\r")).containsExactly(longest);
    }

    @Test
    void aLargerFrameIsOversizeAndNothingMoreIsRead() {
        reader.append(Unpooled.copiedBuffer(VT + "MSH|" + "x".repeat(997), ISO_8859_1));
        assertThat(reader.next()).isInstanceOfSatisfying(Frame.Oversize.class, frame -> assertThat(text(frame))
                .startsWith("MSH|x"));
        assertThat(feed("x".repeat(100_000) + FS + "\r" + VT + A + FS + "\r")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void takesTheSameFramesHoweverTcpCutsThem(long seed) {
        Random random = new Random(seed);
        StringBuilder stream = new StringBuilder();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String message = "MSH|^~\\&|" + i + "|" + "x".repeat(random.nextInt(900)) + "\r";
            sent.add(message);
            stream.append(VT).append(message).append(FS).append(random.nextBoolean() ? "\r" : "\r\n");
        }
        List<String> taken = new ArrayList<>();
        int at = 0;
        while (at < stream.length()) {
            int end = Math.min(stream.length(), at + 1 + random.nextInt(3_000));
            taken.addAll(feed(stream.substring(at, end)));
            at = end;
        }
        assertThat(taken).isEqualTo(sent);
        assertThat(reader.junk()).isZero();
    }

    private List<String> feed(String bytes) {
        reader.append(Unpooled.copiedBuffer(bytes, ISO_8859_1));
        List<String> frames = new ArrayList<>();
        Frame frame = reader.next();
        while (frame != null) {
            frames.add(text(frame));
            frame = reader.next();
        }
        return frames;
    }

    private static String text(Frame frame) {
        return new String(frame.bytes(), ISO_8859_1);
    }
}
