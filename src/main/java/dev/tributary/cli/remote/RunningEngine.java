package dev.tributary.cli.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tributary.cli.WrongInput;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** The REST interface of an engine that runs somewhere. What it does not do, it says why, and that is what the user reads. */
public final class RunningEngine {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI base;
    private final String login;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /**
     * @param base {@code http://127.0.0.1:8080}
     * @param user of the role operator
     * @param password of the user
     */
    RunningEngine(URI base, String user, String password) {
        this.base = base;
        this.login =
                "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param path {@code /api/subscribers}
     * @return the answer
     * @throws WrongInput if the engine cannot be reached or says no, with what it says
     */
    public JsonNode get(String path) {
        return send(request(path).GET().build());
    }

    /** The same with {@code POST} and no body. */
    public JsonNode post(String path) {
        return send(request(path).POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    /** @return one part of a path or query, escaped */
    public static String escaped(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", login);
    }

    /** @throws WrongInput if the engine cannot be reached or says no, with what it says */
    private JsonNode send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == 401 || response.statusCode() == 403) {
                throw new WrongInput(
                        "the engine at " + base + " does not accept the login, or the user may not do this:"
                                + " --user, and --password-file or the environment variable TRIBUTARY_PASSWORD or TRIBUTARY_ADMIN_PASSWORD");
            }
            JsonNode body = parse(response.body());
            if (response.statusCode() >= 300) {
                throw new WrongInput(body.path("detail").asText("the engine answered HTTP " + response.statusCode()));
            }
            return body;
        } catch (IOException e) {
            throw new WrongInput("no engine answers at " + base + ": start it, or name its address with --url");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WrongInput("interrupted");
        }
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
