package dev.tributary.alert.subscriber;

import dev.tributary.alert.AlertRules;
import dev.tributary.alert.Severity;
import dev.tributary.alert.rule.AlertRule;
import dev.tributary.alert.rule.EscalationStep;
import dev.tributary.alert.rule.Response;
import dev.tributary.base.NearestWord;
import dev.tributary.base.Problems;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All subscribers, checked. Immutable. */
public final class Subscribers {

    // a dot would make "a.dead" a subscriber whose queue is another's dead-letter queue
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private final Map<String, Subscriber> byName;

    private Subscribers(Map<String, Subscriber> byName) {
        this.byName = byName;
    }

    /**
     * @param settings by name
     * @param rules the rules that exist
     * @throws dev.tributary.base.ProblemsException with every mistake in every subscriber
     */
    public static Subscribers of(Map<String, SubscriberSettings> settings, AlertRules rules) {
        Problems problems = new Problems();
        Map<String, Subscriber> subscribers = new TreeMap<>();
        settings.forEach((name, value) -> subscribers.put(name, new Check(name, value, rules, problems).subscriber()));
        for (AlertRule rule : rules.all()) {
            checkSteps(rule, subscribers.keySet(), problems);
        }
        problems.throwIfAny();
        return new Subscribers(subscribers);
    }

    private static void checkSteps(AlertRule rule, Set<String> names, Problems problems) {
        Response response = rule.conduct().response();
        for (EscalationStep step : response == null ? List.<EscalationStep>of() : response.steps()) {
            for (String name : step.to()) {
                if (!names.contains(name)) {
                    String near = NearestWord.cure(name, names);
                    problems.add(
                            rule.file(),
                            step.line(),
                            "an escalation step goes to '" + name + "', which is no subscriber",
                            near.isEmpty() ? "subscribers are " + names : near);
                }
            }
        }
    }

    /** @return all, by name */
    public Collection<Subscriber> all() {
        return byName.values();
    }

    /** @return the one of that name */
    public Optional<Subscriber> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    private record Check(String name, SubscriberSettings settings, AlertRules rules, Problems problems) {

        Subscriber subscriber() {
            if (!NAME.matcher(name).matches()) {
                problem("", "'" + name + "' is no name", "use lower-case letters, digits and hyphens");
            }
            known("rules", settings.rules(), rules.names());
            known("events", settings.events(), rules.events());
            known("severities", settings.severities(), Severity.codes());
            SubscriberFilter filter = new SubscriberFilter(
                    Set.copyOf(settings.rules()),
                    Set.copyOf(settings.events()),
                    Set.copyOf(settings.severities()),
                    Set.copyOf(settings.facilities()),
                    Set.copyOf(settings.units()),
                    Set.copyOf(settings.panels()),
                    Set.copyOf(settings.practitioners()));
            return new Subscriber(name, filter, settings.url().isBlank() ? null : target(), settings.paused());
        }

        private void known(String setting, List<String> words, Collection<String> valid) {
            for (String word : words) {
                if (!valid.contains(word)) {
                    String near = NearestWord.cure(word, valid);
                    problem("." + setting, "'" + word + "' is not known", near.isEmpty() ? "valid are " + valid : near);
                }
            }
        }

        private @Nullable HttpTarget target() {
            URI url = url();
            positive("connect-timeout", settings.connectTimeout());
            positive("timeout", settings.timeout());
            positive("retry-min", settings.retryMin());
            if (settings.retryMax().compareTo(settings.retryMin()) < 0) {
                problem(".retry-max", "is less than retry-min", "make it the longest wait");
            }
            Map<String, String> headers = headers();
            if (url == null) {
                return null;
            }
            return new HttpTarget(
                    url,
                    settings.content(),
                    headers,
                    settings.connectTimeout(),
                    settings.timeout(),
                    settings.retryMin(),
                    settings.retryMax(),
                    (int) Math.min(Integer.MAX_VALUE, settings.maxResponse().toBytes()));
        }

        private @Nullable URI url() {
            try {
                URI url = new URI(settings.url());
                boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
                if (http && url.getHost() != null && url.getUserInfo() == null) {
                    return url;
                }
            } catch (URISyntaxException e) {
                // told below, without the text: an URL may hold a secret
            }
            problem(".url", "is no http or https address", "write https://host/path; user and password have settings");
            return null;
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
}
