package dev.tributary.cli.send;

import dev.tributary.hl7.AckCode;
import dev.tributary.hl7.AckStamp;
import dev.tributary.hl7.Acknowledgment;
import dev.tributary.hl7.FrameInput;
import dev.tributary.hl7.HeaderPeek;
import dev.tributary.hl7.MessageHeader;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ServerSocketFactory;

/** A receiver on a real socket. What it answers to a message is a list of frames; {@link #HANG_UP} closes the connection. */
public final class TestReceiver implements Closeable {

    public static final byte[] HANG_UP = {};

    private final ServerSocket server;
    private final Function<byte[], List<byte[]>> answers;
    private final List<byte[]> received = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    TestReceiver(ServerSocketFactory factory, Function<byte[], List<byte[]>> answers) throws IOException {
        this.server = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.answers = answers;
        start(this::accept);
    }

    public static TestReceiver answering(Function<byte[], List<byte[]>> answers) throws IOException {
        return new TestReceiver(ServerSocketFactory.getDefault(), answers);
    }

    /** A receiver on sockets of another kind, such as TLS. */
    public static TestReceiver accepting(ServerSocketFactory factory) throws IOException {
        return new TestReceiver(factory, message -> List.of(ack(message, AckCode.AA)));
    }

    public static TestReceiver accepting() throws IOException {
        return answering(message -> List.of(ack(message, AckCode.AA)));
    }

    public static byte[] ack(byte[] message, AckCode code) {
        return Acknowledgment.answer(header(message), code, Optional.empty(), stamp());
    }

    static MessageHeader header(byte[] message) {
        return HeaderPeek.of(message).orElseThrow();
    }

    static AckStamp stamp() {
        return new AckStamp("R1", Instant.parse("2026-03-02T08:00:00Z"), ZoneOffset.UTC);
    }

    public String port() {
        return Integer.toString(server.getLocalPort());
    }

    public List<byte[]> received() {
        return received;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                // otherwise the second of its writes waits 40 ms for the delayed ACK of the first
                socket.setTcpNoDelay(true);
                open.add(socket);
                start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            FrameInput in = new FrameInput(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (true) {
                byte[] message = in.next();
                received.add(message);
                List<byte[]> frames = answers.apply(message);
                for (byte[] frame : frames) {
                    if (frame.length == 0) {
                        return;
                    }
                    // byte by byte in two writes, with junk before: what networks and receivers do
                    out.write(new byte[] {'\r', 0x0B});
                    out.flush();
                    out.write(frame);
                    out.write(new byte[] {0x1C, 0x0D});
                    out.flush();
                }
            }
        } catch (IOException closed) {
            // the client has what it wanted
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "test-receiver");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
