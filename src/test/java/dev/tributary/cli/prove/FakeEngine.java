package dev.tributary.cli.prove;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** The HTTP side of an engine that says what a test wants it to say: a check that finds nothing must be able to find it. */
final class FakeEngine implements AutoCloseable {

    private final HttpServer server;
    private final EngineUnderTest engine;

    /** @param answers by path and query */
    FakeEngine(Path folder, Function<String, String> answers) throws IOException {
        engine = new EngineUnderTest(Path.of("none.jar"), folder, List.of());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), engine.httpPort()), 0);
        server.createContext("/", exchange -> {
            byte[] body = answers.apply(exchange.getRequestURI().toString()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    EngineUnderTest engine() {
        return engine;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
