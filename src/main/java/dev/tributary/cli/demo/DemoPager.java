package dev.tributary.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A subscriber that prints what it is told: the ward's pager. Listens on a free port of this machine only. */
public final class DemoPager implements AutoCloseable {

    /** Its name as a subscriber. */
    public static final String NAME = "demo-pager";

    private final HttpServer server;
    private final PrintStream out;

    /** @param out where pages are printed */
    public DemoPager(PrintStream out) {
        this.out = out;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/page", this::take);
        server.start();
    }

    /** @return where alerts are to be delivered */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/page";
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode event = new ObjectMapper().readTree(exchange.getRequestBody());
            JsonNode data = event.path("data");
            out.println("         pager: "
                    + data.path("text").asText(event.path("type").asText()));
            exchange.sendResponseHeaders(204, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
