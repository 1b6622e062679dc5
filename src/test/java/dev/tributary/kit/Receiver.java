package dev.tributary.kit;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** A subscriber's HTTP server that does as told and remembers what it got. */
public final class Receiver implements AutoCloseable {

    /** What it does with one request. */
    @FunctionalInterface
    public interface Manner {
        void handle(HttpExchange exchange) throws IOException;
    }

    /** One request as it came. */
    public record Request(Headers headers, String body) {}

    private final String scheme;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile Manner manner = answer(202);

    public Receiver() {
        this(0);
    }

    /** @param port 0 for any */
    public Receiver(int port) {
        this(port, null);
    }

    /** @param tls with the certificate it shows; null for plain HTTP */
    public Receiver(int port, SSLContext tls) {
        scheme = tls == null ? "http" : "https";
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            if (tls == null) {
                server = HttpServer.create(address, 0);
            } else {
                HttpsServer encrypted = HttpsServer.create(address, 0);
                encrypted.setHttpsConfigurator(new HttpsConfigurator(tls));
                server = encrypted;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            requests.add(new Request(exchange.getRequestHeaders(), new String(body, StandardCharsets.UTF_8)));
            try (exchange) {
                manner.handle(exchange);
            }
        });
        server.setExecutor(threads);
        server.start();
    }

    /** @return a manner that answers with this status and no body */
    public static Manner answer(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    public Receiver behave(Manner next) {
        manner = next;
        return this;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return scheme + "://127.0.0.1:" + port() + "/alerts";
    }

    public List<Request> requests() {
        return requests;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
