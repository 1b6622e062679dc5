package dev.tributary.alert.subscriber;

import dev.tributary.base.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Target} of one subscriber's settings and collects what is wrong with them. */
final class TargetReader {

    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern MAIL_ADDRESS = Pattern.compile("[^\\s@<>,;\"]+@[^\\s@<>,;\"]+");
    private static final int SMTP = 25;
    private static final int SUBMISSION = 587;
    private static final int SUBMISSION_TLS = 465;

    private final String name;
    private final SubscriberSettings settings;
    private final Problems problems;

    TargetReader(String name, SubscriberSettings settings, Problems problems) {
        this.name = name;
        this.settings = settings;
        this.problems = problems;
    }

    /** @return the target, or null if there is none or a mistake in it was told */
    @Nullable
    Target read() {
        if (settings.url().isBlank()) {
            return null;
        }
        positive("connect-timeout", settings.connectTimeout());
        positive("timeout", settings.timeout());
        Retry retry = retry();
        URI url = url();
        if (url == null) {
            return null;
        }
        return switch (url.getScheme().toLowerCase(Locale.ROOT)) {
            case "http", "https" -> http(url, retry);
            case "mllp", "mllps" -> mllp(url, retry);
            case "file" -> folder(url, retry);
            case "smtp" -> mail(url, retry);
            default -> none();
        };
    }

    private @Nullable Target none() {
        problem(
                ".url",
                "is no address that alerts can go to",
                "write https://host/path, mllp://host:port, mllps://host:port, file:///folder or smtp://host:port");
        return null;
    }

    private @Nullable URI url() {
        try {
            URI url = new URI(settings.url());
            boolean place = url.getHost() != null || "file".equalsIgnoreCase(url.getScheme());
            if (url.getScheme() != null && place && url.getUserInfo() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // told below, without the text: an URL may hold a secret
        }
        problem(".url", "is no address", "write https://host/path or the like; user and password have settings");
        return null;
    }

    private Retry retry() {
        positive("retry-min", settings.retryMin());
        if (settings.retryMax().compareTo(settings.retryMin()) < 0) {
            problem(".retry-max", "is less than retry-min", "make it the longest wait");
        }
        if (settings.opensAfter() < 1) {
            problem(".opens-after", "is less than 1", "write how many failures in a row open the circuit");
        }
        return new Retry(settings.retryMin(), settings.retryMax(), settings.opensAfter());
    }

    private Target http(URI url, Retry retry) {
        Payload payload = payload(Payload.EVENT, Payload.FHIR, Payload.ORIGINAL, Payload.BUILT);
        return new HttpTarget(
                url,
                payload,
                settings.content(),
                headers(),
                trust(),
                settings.connectTimeout(),
                settings.timeout(),
                maxResponse(),
                retry);
    }

    private Target mllp(URI url, Retry retry) {
        if (url.getPort() < 1) {
            problem(".url", "names no port", "write mllp://host:port");
        }
        return new MllpTarget(
                url.getHost(),
                url.getPort(),
                "mllps".equalsIgnoreCase(url.getScheme()),
                trust(),
                payload(Payload.ORIGINAL, Payload.BUILT),
                settings.mllp().onError(),
                settings.mllp().onReject(),
                settings.connectTimeout(),
                settings.timeout(),
                maxResponse(),
                retry);
    }

    private @Nullable Target folder(URI url, Retry retry) {
        // file:out is a folder below the working directory, file:///srv/out an absolute one
        String path = url.getPath() == null ? url.getSchemeSpecificPart() : url.getPath();
        if (path.isBlank()) {
            problem(".url", "names no folder", "write file:///srv/alerts or file:alerts");
            return null;
        }
        return new FolderTarget(
                Path.of(path), payload(Payload.EVENT, Payload.FHIR, Payload.ORIGINAL, Payload.BUILT), retry);
    }

    private Target mail(URI url, Retry retry) {
        MailSettings mail = settings.mail();
        if (!MAIL_ADDRESS.matcher(mail.from()).matches()) {
            problem(".mail.from", "is no mail address", "write tributary@hospital.example");
        }
        if (mail.to().isEmpty()) {
            problem(".mail.to", "names nobody", "list the recipients' addresses");
        }
        mail.to().stream()
                .filter(to -> !MAIL_ADDRESS.matcher(to).matches())
                .forEach(to -> problem(".mail.to", "holds what is no mail address", "write name@hospital.example"));
        int usual =
                switch (mail.security()) {
                    case NONE -> SMTP;
                    case STARTTLS -> SUBMISSION;
                    case TLS -> SUBMISSION_TLS;
                };
        return new MailTarget(
                url.getHost(),
                url.getPort() < 1 ? usual : url.getPort(),
                mail.security(),
                trust(),
                settings.username(),
                settings.password(),
                mail.from(),
                List.copyOf(mail.to()),
                payload(Payload.NOTICE, Payload.TEXT),
                settings.connectTimeout(),
                settings.timeout(),
                retry);
    }

    private @Nullable Path trust() {
        if (settings.trust().isEmpty()) {
            return null;
        }
        Path file = Path.of(settings.trust());
        try (InputStream pem = Files.newInputStream(file)) {
            if (CertificateFactory.getInstance("X.509")
                    .generateCertificates(pem)
                    .isEmpty()) {
                problem(".trust", "'" + file + "' holds no certificate", "name a PEM file with the authorities");
            }
        } catch (IOException | GeneralSecurityException e) {
            problem(".trust", "'" + file + "' cannot be read", "name a PEM file with the authorities");
        }
        return file;
    }

    // the first is what is meant when nothing is said
    private Payload payload(Payload... possible) {
        Payload wanted = settings.payload();
        if (wanted == null) {
            return possible[0];
        }
        List<String> words = new ArrayList<>();
        for (Payload payload : possible) {
            if (payload == wanted) {
                return wanted;
            }
            words.add(payload.name().toLowerCase(Locale.ROOT));
        }
        problem(
                ".payload",
                "'" + wanted.name().toLowerCase(Locale.ROOT) + "' does not go there",
                "possible are " + String.join(", ", words));
        return possible[0];
    }

    private int maxResponse() {
        return (int) Math.min(Integer.MAX_VALUE, settings.maxResponse().toBytes());
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>(settings.headers());
        headers.forEach((header, value) -> {
            if (!HEADER.matcher(header).matches() || value.chars().anyMatch(Character::isISOControl)) {
                problem(".headers", "'" + header + "' cannot be sent", "see RFC 9110 §5.1 and §5.5");
            }
        });
        List<String> ways = new ArrayList<>();
        if (!settings.bearerToken().isEmpty()) {
            ways.add("Bearer " + settings.bearerToken());
        }
        if (!settings.username().isEmpty()) {
            ways.add("Basic "
                    + Base64.getEncoder()
                            .encodeToString((settings.username() + ":" + settings.password())
                                    .getBytes(StandardCharsets.UTF_8)));
        }
        if (ways.size() > 1) {
            problem("", "bearer-token and username are both set", "keep one");
        }
        ways.forEach(way -> headers.put("Authorization", way));
        return Map.copyOf(headers);
    }

    private void positive(String setting, Duration value) {
        if (value.isZero() || value.isNegative()) {
            problem("." + setting, "is not a time", "write 10s");
        }
    }

    private void problem(String setting, String what, String cure) {
        problems.add("tributary.subscribers." + name + setting, 0, what, cure);
    }
}
