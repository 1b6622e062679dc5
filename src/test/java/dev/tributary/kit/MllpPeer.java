package dev.tributary.kit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A sender on a real socket that writes just the bytes it is told to and reads one answer at a time. */
public final class MllpPeer implements AutoCloseable {

    private static final int VT = 0x0B;
    private static final int FS = 0x1C;
    private static final int CR = 0x0D;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private MllpPeer(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** Connects to a port of this machine. */
    public static MllpPeer connect(int port) {
        try {
            Socket socket = new Socket();
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10_000);
            socket.setSoTimeout(60_000);
            socket.setTcpNoDelay(true);
            return new MllpPeer(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the frame of one message: VT, bytes, FS, CR */
    public static byte[] frame(byte[] message) {
        byte[] frame = new byte[message.length + 3];
        frame[0] = VT;
        System.arraycopy(message, 0, frame, 1, message.length);
        frame[frame.length - 2] = FS;
        frame[frame.length - 1] = CR;
        return frame;
    }

    /** Writes bytes as they are, in one go. */
    public MllpPeer write(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        try {
            out.write(all.toByteArray());
            out.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one framed message and reads its answer. */
    public String send(byte[] message) {
        return write(frame(message)).readAnswer();
    }

    /** @return the next answer without its frame */
    public String readAnswer() {
        try {
            int b = in.read();
            if (b != VT) {
                throw b < 0 ? new EOFException("closed by the engine") : new IOException("answer starts with " + b);
            }
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            while ((b = in.read()) != FS) {
                if (b < 0) {
                    throw new EOFException("closed within an answer");
                }
                answer.write(b);
            }
            if (in.read() != CR) {
                throw new IOException("no CR after FS");
            }
            return answer.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return the next {@code count} answers in order */
    public List<String> readAnswers(int count) {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(readAnswer());
        }
        return answers;
    }

    /** @return MSA-1 of an answer */
    public static String msa1(String answer) {
        return msa(answer, 1);
    }

    /** @return MSA-2 of an answer */
    public static String msa2(String answer) {
        return msa(answer, 2);
    }

    private static String msa(String answer, int field) {
        for (String segment : answer.split("\r")) {
            if (segment.startsWith("MSA")) {
                String[] fields = segment.split("\\|", -1);
                return field < fields.length ? fields[field] : "";
            }
        }
        throw new AssertionError("no MSA in an answer of " + answer.length() + " characters");
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
