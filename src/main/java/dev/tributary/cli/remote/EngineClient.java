package dev.tributary.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.cli.WrongInput;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Speaks to the REST of a running engine. What the engine does not do, it says why, and that is what the user reads. */
public final class EngineClient {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI engine;
    private final String authorization;

    EngineClient(URI engine, String user, String password) {
        this.engine = engine;
        this.authorization =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param path {@code /api/subscribers}
     * @return the answer
     * @throws WrongInput if the engine is away, does not know the user, or has no such thing
     */
    public JsonNode get(String path) {
        return send(request(path).GET());
    }

    /** The same with {@code POST} and no body. */
    public JsonNode post(String path) {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    /** @return one part of a path or query, escaped */
    public static String escaped(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(engine.resolve(path)).timeout(PATIENCE).header("Authorization", authorization);
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() == 401) {
                throw new WrongInput("the engine does not know this user and password");
            }
            if (answer.statusCode() == 403) {
                throw new WrongInput("this user may not do that; an operator may");
            }
            JsonNode body = answer.body().isBlank() ? JSON.nullNode() : JSON.readTree(answer.body());
            if (answer.statusCode() >= 400) {
                throw new WrongInput(body.path("detail").asText("the engine answered " + answer.statusCode()));
            }
            return body;
        } catch (IOException e) {
            throw new WrongInput("no engine answers at " + engine + ": start it, or name another with --url");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WrongInput("interrupted");
        }
    }
}
