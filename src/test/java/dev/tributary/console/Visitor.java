package dev.tributary.console;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/** Keeps cookies as a browser does, and goes where it is sent only when told. */
final class Visitor {

    private final String address;
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    private Visitor(String address) {
        this.address = address;
    }

    /** @return somebody who has signed in by the form */
    static Visitor signedIn(String address, String user, String password) {
        Visitor visitor = new Visitor(address);
        visitor.post(
                "/login",
                Map.of("_csrf", token(page(visitor.get("/login"))), "to", "/", "username", user, "password", password));
        return visitor;
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(address + path)).GET());
    }

    Document visit(String path) {
        return page(get(path));
    }

    HttpResponse<String> post(String path, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(address + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", address)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Fills the form of a page that is sent to an address, and sends it. */
    HttpResponse<String> submit(Document page, String action, String... values) {
        Map<String, String> fields = new HashMap<>();
        var form = page.selectFirst("form[method=post][action=" + action + "]");
        if (form == null) {
            throw new IllegalArgumentException("no form goes to " + action + ": " + page.text());
        }
        form.select("input[name], textarea[name]").forEach(field -> fields.put(field.attr("name"), field.val()));
        form.select("select[name]")
                .forEach(field -> fields.put(
                        field.attr("name"), field.select("option[selected]").attr("value")));
        for (int i = 0; i < values.length; i += 2) {
            fields.put(values[i], values[i + 1]);
        }
        return post(action, fields);
    }

    static Document page(HttpResponse<String> answer) {
        return Jsoup.parse(answer.body());
    }

    static String token(Document page) {
        return page.select("input[name=_csrf]").attr("value");
    }

    String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("").replace(address, "");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return browser.send(request.header("Accept", "text/html, */*;q=0.8").build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
