package dev.tributary.cli.send;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Whom to send to.
 *
 * @param host name or address
 * @param port of MLLP
 * @param connectTimeout how long to wait for the connection and the TLS handshake
 * @param tls what to speak TLS with; empty for plain TCP
 */
public record Receiver(String host, int port, Duration connectTimeout, Optional<SSLSocketFactory> tls) {

    /** @return an open connection, handshake done */
    public MllpConnection connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(connectTimeout.toMillis()));
            if (tls.isPresent()) {
                socket = handshake(tls.get(), socket);
            }
            return new MllpConnection(socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    private Socket handshake(SSLSocketFactory factory, Socket plain) throws IOException {
        SSLSocket secure = (SSLSocket) factory.createSocket(plain, host, port, true);
        SSLParameters parameters = secure.getSSLParameters();
        // the certificate must be the host's, as with HTTPS
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
        secure.setSoTimeout(Math.toIntExact(connectTimeout.toMillis()));
        secure.startHandshake();
        return secure;
    }

    @Override
    public String toString() {
        return host + ":" + port + (tls.isPresent() ? " (TLS)" : "");
    }
}
