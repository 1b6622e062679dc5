package dev.tributary.cli.prove;

import dev.tributary.cli.send.FrameAnswers;
import dev.tributary.hl7.Answer;
import dev.tributary.hl7.FrameInput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One MLLP connection that may be cut at any byte. */
final class Wire {

    private static final int PATIENCE_MILLIS = 40_000;

    private final int port;
    private @Nullable Socket socket;
    private @Nullable FrameInput in;

    Wire(int port) {
        this.port = port;
    }

    /**
     * Sends a frame and waits for its answer.
     *
     * @param content of the frame
     * @param out told as soon as there is a connection that the frame can go out on
     * @param fault what goes wrong on this side
     * @return the acknowledgments of the answer; none if this side hung up
     * @throws IOException if the other side did, or did not answer in time
     */
    List<Answer> exchange(byte[] content, Runnable out, WireFault fault) throws IOException {
        Socket open = connected();
        out.run();
        byte[] frame = FrameInput.frame(content);
        if (fault == WireFault.CUT_FRAME) {
            open.getOutputStream().write(frame, 0, frame.length / 2);
            open.getOutputStream().flush();
            drop();
            return List.of();
        }
        open.getOutputStream().write(frame);
        open.getOutputStream().flush();
        if (fault == WireFault.CUT_BEFORE_ANSWER) {
            drop();
            return List.of();
        }
        if (fault == WireFault.CUT_ANSWER) {
            var unused = open.getInputStream().read(new byte[16]);
            drop();
            return List.of();
        }
        FrameInput frames = in;
        if (frames == null) {
            throw new IOException("not connected");
        }
        return FrameAnswers.of(Answer.of(frames.next()));
    }

    void drop() {
        Socket open = socket;
        socket = null;
        in = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException closing) {
                // gone either way
                return;
            }
        }
    }

    private Socket connected() throws IOException {
        Socket open = socket;
        if (open == null) {
            open = new Socket(InetAddress.getLoopbackAddress(), port);
            open.setTcpNoDelay(true);
            open.setSoTimeout(PATIENCE_MILLIS);
            socket = open;
            in = new FrameInput(open.getInputStream());
        }
        return open;
    }
}
