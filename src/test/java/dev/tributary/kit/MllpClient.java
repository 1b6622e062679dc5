package dev.tributary.kit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A sender over a real socket, able to misbehave. */
public final class MllpClient implements AutoCloseable {

    /** Fails a test that would hang; no test depends on its length. */
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    /** @param socket connected, plain or TLS */
    public MllpClient(Socket socket) {
        try {
            this.socket = socket;
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            this.in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return a client of a port on loopback */
    public static MllpClient to(int port) {
        try {
            return new MllpClient(new Socket(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return VT, the text in UTF-8, FS, CR */
    public static byte[] frame(String message) {
        return frame(message.getBytes(StandardCharsets.UTF_8));
    }

    /** @return VT, the bytes, FS, CR */
    public static byte[] frame(byte[] message) {
        byte[] frame = Arrays.copyOf(new byte[] {0x0B}, message.length + 3);
        System.arraycopy(message, 0, frame, 1, message.length);
        frame[message.length + 1] = 0x1C;
        frame[message.length + 2] = 0x0D;
        return frame;
    }

    /** Sends one framed message and reads its answer. */
    public String ask(String message) {
        write(frame(message));
        return read();
    }

    /** Sends bytes as they are, in one write. */
    public void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends text as it is, in one write. */
    public void write(String bytes) {
        write(bytes.getBytes(StandardCharsets.UTF_8));
    }

    /** Ends the output; answers can still be read. */
    public void endOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the next answer's content as UTF-8 */
    public String read() {
        return new String(readBytes(), StandardCharsets.UTF_8);
    }

    /**
     * @return the next answer's content
     * @throws IllegalStateException if the engine closed the connection, or sent something that is no frame
     */
    public byte[] readBytes() {
        try {
            int first = in.read();
            if (first != 0x0B) {
                throw new IllegalStateException(first < 0 ? "closed by the engine" : "not a start block: " + first);
            }
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            int b = in.read();
            while (b != 0x1C) {
                if (b < 0) {
                    throw new IllegalStateException("closed in the middle of an answer");
                }
                content.write(b);
                b = in.read();
            }
            if (in.read() != 0x0D) {
                throw new IllegalStateException("no CR after the end block");
            }
            return content.toByteArray();
        } catch (SocketTimeoutException e) {
            throw new IllegalStateException("no answer", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return whether the engine ends the connection without sending anything more */
    public boolean isClosedByEngine() {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException reset) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return whether something has come that is not read yet */
    public boolean hasAnswer() {
        try {
            return in.available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
