package dev.tributary.alert.subscriber;

import dev.tributary.alert.AlertRules;
import dev.tributary.alert.Severity;
import dev.tributary.alert.rule.AlertRule;
import dev.tributary.alert.rule.EscalationStep;
import dev.tributary.alert.rule.Response;
import dev.tributary.base.NearestWord;
import dev.tributary.base.Problems;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** All subscribers, checked. Immutable. */
public final class Subscribers {

    // a dot would make "a.dead" a subscriber whose queue is another's dead-letter queue
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

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
            return new Subscriber(
                    name,
                    filter,
                    new TargetReader(name, settings, problems).read(),
                    settings.expiresAfter(),
                    settings.paused());
        }

        private void known(String setting, List<String> words, Collection<String> valid) {
            for (String word : words) {
                if (!valid.contains(word)) {
                    String near = NearestWord.cure(word, valid);
                    problem("." + setting, "'" + word + "' is not known", near.isEmpty() ? "valid are " + valid : near);
                }
            }
        }

        private void problem(String setting, String what, String cure) {
            problems.add("tributary.subscribers." + name + setting, 0, what, cure);
        }
    }
}
