package dev.tributary.cli.send;

import dev.tributary.hl7.Answer;
import dev.tributary.hl7.FrameInput;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** One connection to a receiver, used by one thread. */
public final class MllpConnection implements Closeable {

    private final Socket socket;
    private final OutputStream out;
    private final FrameInput in;

    MllpConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.in = new FrameInput(socket.getInputStream());
    }

    /** Sends a message as one frame in one write. */
    public void send(byte[] message) throws IOException {
        out.write(FrameInput.frame(message));
        out.flush();
    }

    /**
     * Waits for the answer to a message; answers to others, late ones mostly, are passed over.
     *
     * @param controlId MSA-2 that is waited for; empty takes any answer
     * @param deadline by {@link System#nanoTime()}
     * @return the answer
     * @throws SocketTimeoutException if the deadline passes
     */
    public Answer receive(String controlId, long deadline) throws IOException {
        while (true) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new SocketTimeoutException("no answer in time");
            }
            socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, left));
            Answer answer = Answer.of(in.next());
            // a receiver that could not read the message cannot name it: its rejection has an empty MSA-2
            if (controlId.isEmpty()
                    || answer.controlId().equals(controlId)
                    || answer.controlId().isEmpty()) {
                return answer;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
