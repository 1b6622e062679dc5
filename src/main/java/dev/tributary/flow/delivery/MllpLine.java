package dev.tributary.flow.delivery;

import dev.tributary.alert.subscriber.MllpTarget;
import dev.tributary.hl7.Answer;
import dev.tributary.hl7.FrameInput;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** One connection to a system that takes HL7 v2. For one thread. */
final class MllpLine implements AutoCloseable {

    private final Socket socket;
    private final DeadlineInput input;
    private final FrameInput frames;

    private MllpLine(Socket socket, int maxResponse) throws IOException {
        this.socket = socket;
        this.input = new DeadlineInput(socket);
        this.frames = new FrameInput(input, maxResponse);
    }

    /**
     * @throws IOException if it cannot be reached, or its certificate is not trusted
     * @throws GeneralSecurityException if the authorities in the settings cannot be read
     */
    static MllpLine open(MllpTarget target) throws IOException, GeneralSecurityException {
        Socket socket = new Socket();
        try {
            int connect = (int) target.connectTimeout().toMillis();
            socket.connect(new InetSocketAddress(target.host(), target.port()), connect);
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            if (target.tls()) {
                socket.setSoTimeout(connect);
                socket = encrypted(socket, target);
            }
            return new MllpLine(socket, target.maxResponse());
        } catch (IOException | GeneralSecurityException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket encrypted(Socket plain, MllpTarget target) throws IOException, GeneralSecurityException {
        SSLSocket socket = (SSLSocket)
                Trust.in(target.trust()).getSocketFactory().createSocket(plain, target.host(), target.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        // without this any certificate of a trusted authority would do, whoever's it is
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** @return whether nothing has come since the last answer: what comes unasked belongs to nothing we will send */
    boolean isQuiet() {
        try {
            return !socket.isClosed() && input.isQuiet();
        } catch (IOException e) {
            return false;
        }
    }

    void send(byte[] message) throws IOException {
        socket.getOutputStream().write(FrameInput.frame(message));
        socket.getOutputStream().flush();
    }

    /**
     * @param timeout from now to the last byte
     * @return the next frame
     * @throws SocketTimeoutException if it is not there in time, however slowly it drips
     */
    Answer receive(Duration timeout) throws IOException {
        input.deadline = System.nanoTime() + timeout.toNanos();
        return Answer.of(frames.next());
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it is gone already, and that is what was wanted
        }
    }

    /** A socket's input that ends at one moment and not only after silence. */
    private static final class DeadlineInput extends InputStream {

        private final Socket socket;
        private final InputStream in;
        private long deadline;

        private DeadlineInput(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
        }

        // a closed connection shows only when it is read
        private boolean isQuiet() throws IOException {
            if (in.available() > 0) {
                return false;
            }
            socket.setSoTimeout(1);
            try {
                in.read();
                return false;
            } catch (SocketTimeoutException e) {
                return true;
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new SocketTimeoutException("no answer in time");
            }
            socket.setSoTimeout((int) Math.min(Integer.MAX_VALUE, left));
            return in.read(buffer, offset, length);
        }
    }
}
