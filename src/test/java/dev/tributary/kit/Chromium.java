package dev.tributary.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real browser without a window, asked by its own DevTools protocol: clicks are mouse events at the place where a thing
 * is drawn, so that what is hidden or covered cannot be clicked.
 */
public final class Chromium implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger number = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();

    private Chromium(Process process, String page) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(page), new Answers())
                .join();
        ask("Page.enable", Map.of());
    }

    /** @return where the browser of this machine is; empty if it has none */
    public static Optional<Path> find() {
        String path = System.getenv().getOrDefault("PATH", "");
        return NAMES.stream()
                .flatMap(name ->
                        Arrays.stream(path.split(java.io.File.pathSeparator)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * @param program from {@link #find}
     * @param folder of its own, empty
     */
    public static Chromium start(Path program, Path folder) {
        try {
            Process process = new ProcessBuilder(
                            program.toString(),
                            "--headless=new",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-dev-shm-usage",
                            "--no-first-run",
                            "--window-size=1280,900",
                            "--remote-debugging-port=0",
                            "--user-data-dir=" + folder,
                            "about:blank")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Path port = folder.resolve("DevToolsActivePort");
            Awaitility.await().atMost(SOON).until(() -> Files.exists(port) && Files.size(port) > 0);
            String address = "http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list";
            return new Chromium(process, page(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String page(String address) {
        HttpClient client = HttpClient.newHttpClient();
        return Awaitility.await()
                .atMost(SOON)
                .until(
                        () -> {
                            JsonNode pages = JSON.readTree(client.send(
                                            HttpRequest.newBuilder(URI.create(address))
                                                    .build(),
                                            BodyHandlers.ofString())
                                    .body());
                            for (JsonNode page : pages) {
                                if (page.path("type").asText().equals("page")) {
                                    return page.path("webSocketDebuggerUrl").asText();
                                }
                            }
                            return "";
                        },
                        found -> !found.isEmpty());
    }

    /** Goes to an address and waits until the page is there. */
    public void open(String address) {
        ask("Page.navigate", Map.of("url", address));
        await("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    /** Sets the width and height of the window. */
    public void resize(int width, int height) {
        ask(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Asks for dark or light pages, as a person's system does. */
    public void prefer(String scheme) {
        ask(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Clicks in the middle of what a selector finds first. */
    public void click(String selector) {
        click(selector, 1);
    }

    /** Clicks twice, as an impatient person does. */
    public void doubleClick(String selector) {
        click(selector, 2);
    }

    private void click(String selector, int times) {
        await("document.querySelector(" + quoted(selector) + ") !== null");
        JsonNode place = answered("""
                (() => { const e = document.querySelector(%s); e.scrollIntoView({block: 'center'});
                  const r = e.getBoundingClientRect(); return {x: r.x + r.width / 2, y: r.y + r.height / 2}; })()
                """.formatted(quoted(selector)));
        for (int n = 1; n <= times; n++) {
            for (String type : List.of("mousePressed", "mouseReleased")) {
                ask(
                        "Input.dispatchMouseEvent",
                        Map.of(
                                "type",
                                type,
                                "x",
                                place.path("x").asDouble(),
                                "y",
                                place.path("y").asDouble(),
                                "button",
                                "left",
                                "clickCount",
                                n));
            }
        }
    }

    /** Clicks into a field and types. */
    public void type(String selector, String text) {
        click(selector);
        ask("Input.insertText", Map.of("text", text));
    }

    /** Presses a key that stands for itself, {@code Tab} or {@code Enter}. */
    public void press(String key) {
        String text = key.equals("Enter") ? "\r" : "";
        int code = key.equals("Enter") ? 13 : 9;
        ask(
                "Input.dispatchKeyEvent",
                Map.of("type", "keyDown", "key", key, "text", text, "windowsVirtualKeyCode", code));
        ask("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
    }

    /** @return what an expression gives, as text */
    public String text(String expression) {
        return answered("String(" + expression + ")").asText();
    }

    /** Waits until an expression is true. */
    public void await(String expression) {
        Awaitility.await().atMost(SOON).ignoreExceptions().until(() -> ask("Boolean(" + expression + ")")
                .asBoolean());
    }

    /**
     * Keeps what is seen, the whole length of the page. Asked again until it is given: a browser between two pages has no
     * width yet and says so.
     */
    public void picture(Path file) {
        byte[] png = Awaitility.await()
                .atMost(SOON)
                .ignoreExceptions()
                .until(
                        () -> Base64.getDecoder()
                                .decode(ask("Page.captureScreenshot", Map.of("captureBeyondViewport", true))
                                        .path("data")
                                        .asText()),
                        bytes -> bytes.length > 0);
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks until there is an answer: a page that is just being replaced has none. */
    private JsonNode answered(String expression) {
        return Awaitility.await().atMost(SOON).ignoreExceptions().until(() -> ask(expression), answer -> true);
    }

    private JsonNode ask(String expression) {
        JsonNode answer = ask("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(answer.path("exceptionDetails").toString());
        }
        return answer.path("result").path("value");
    }

    private JsonNode ask(String method, Map<String, Object> parameters) {
        int id = number.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        ObjectNode question = JSON.createObjectNode().put("id", id).put("method", method);
        question.set("params", JSON.valueToTree(parameters));
        socket.sendText(question.toString(), true).join();
        return answer.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static String quoted(String text) {
        return JSON.valueToTree(text).toString();
    }

    private final class Answers implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }

        private void take(String message) {
            try {
                JsonNode answer = JSON.readTree(message);
                CompletableFuture<JsonNode> waiting =
                        asked.remove(answer.path("id").asInt());
                if (waiting != null && answer.has("error")) {
                    waiting.completeExceptionally(
                            new IllegalStateException(answer.path("error").toString()));
                } else if (waiting != null) {
                    waiting.complete(answer.path("result"));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        socket.abort();
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroyForcibly);
    }
}
