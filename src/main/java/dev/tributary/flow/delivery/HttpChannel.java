package dev.tributary.flow.delivery;

import dev.tributary.alert.subscriber.HttpTarget;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** POSTs an alert. Redirects are not followed: patient data goes where the settings say and nowhere else. */
final class HttpChannel implements Channel<HttpTarget> {

    // what belongs to a client and not to a request: few clients, each with one thread, for many subscribers
    private record Kind(Duration connectTimeout, @Nullable Path trust) {}

    private final Map<Kind, HttpClient> clients = new ConcurrentHashMap<>();

    @Override
    public Attempt carry(HttpTarget target, Parcel parcel) {
        HttpRequest request = EventRequest.of(parcel, target);
        CompletableFuture<HttpResponse<BoundedBody.Glance>> answer;
        try {
            answer = client(target).sendAsync(request, head -> new BoundedBody(target.maxResponse()));
        } catch (IOException | GeneralSecurityException e) {
            return Attempt.again(e.getClass().getSimpleName());
        }
        try {
            // the client's own timeout ends with the first byte of the answer; a subscriber that drips must not hold
            // the queue
            return judge(answer.get(target.timeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            return Attempt.again("interrupted");
        } catch (ExecutionException | TimeoutException e) {
            answer.cancel(true);
            return Attempt.again(
                    (e.getCause() == null ? e : e.getCause()).getClass().getSimpleName());
        }
    }

    private static Attempt judge(HttpResponse<BoundedBody.Glance> answer) {
        String status = String.valueOf(answer.statusCode());
        Outcome outcome = Outcome.of(answer.statusCode());
        boolean page = answer.body().markup()
                && answer.headers()
                        .firstValue("Content-Type")
                        .map(type -> type.toLowerCase(Locale.ROOT).contains("html"))
                        .orElse(false);
        // a log-in or "out of order" page of something in between: the subscriber itself has not seen the alert
        return outcome == Outcome.DELIVERED && page ? Attempt.again(status + "-html") : new Attempt(outcome, status);
    }

    private HttpClient client(HttpTarget target) throws IOException, GeneralSecurityException {
        Kind kind = new Kind(target.connectTimeout(), target.trust());
        HttpClient known = clients.get(kind);
        if (known == null) {
            known = HttpClient.newBuilder()
                    .version(Version.HTTP_1_1)
                    .followRedirects(Redirect.NEVER)
                    .connectTimeout(kind.connectTimeout())
                    .sslContext(Trust.in(kind.trust()))
                    .build();
            clients.put(kind, known);
        }
        return known;
    }
}
