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
import java.util.function.Function;
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
            checkSteps(rule, subscribers, problems);
        }
        problems.throwIfAny();
        return new Subscribers(subscribers);
    }

    private static void checkSteps(AlertRule rule, Map<String, Subscriber> subscribers, Problems problems) {
        Set<String> names = subscribers.keySet();
        Response response = rule.conduct().response();
        for (EscalationStep step : response == null ? List.<EscalationStep>of() : response.steps()) {
            for (String name : step.to()) {
                Subscriber addressed = subscribers.get(name);
                if (addressed == null) {
                    String near = NearestWord.cure(name, names);
                    problems.add(
                            rule.file(),
                            step.line(),
                            "an escalation step goes to '" + name + "', which is no subscriber",
                            near.isEmpty() ? "subscribers are " + names : near);
                } else if (addressed.filter().uncarried().contains(rule.resource())) {
                    problems.add(
                            rule.file(),
                            step.line(),
                            "an escalation step goes to '" + name + "', whose payload cannot carry it",
                            "name a subscriber whose payload is event, fhir, notice or text");
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
            Target target = new TargetReader(name, settings, problems).read();
            Set<String> uncarried = target == null ? Set.of() : target.payload().cannotCarry();
            carried("rules", settings.rules(), AlertRule::name, uncarried);
            carried("events", settings.events(), AlertRule::event, uncarried);
            SubscriberFilter filter = new SubscriberFilter(
                    Set.copyOf(settings.rules()),
                    Set.copyOf(settings.events()),
                    Set.copyOf(settings.severities()),
                    Set.copyOf(settings.facilities()),
                    Set.copyOf(settings.units()),
                    Set.copyOf(settings.panels()),
                    Set.copyOf(settings.practitioners()),
                    uncarried);
            return new Subscriber(name, filter, target, settings.expiresAfter(), settings.paused());
        }

        // who asks for all gets all that can be carried; who asks for one by name must be told that it never comes
        private void carried(String setting, List<String> words, Function<AlertRule, String> of, Set<String> not) {
            for (String word : words) {
                List<AlertRule> meant = rules.all().stream()
                        .filter(rule -> of.apply(rule).equals(word))
                        .toList();
                if (!meant.isEmpty() && meant.stream().allMatch(rule -> not.contains(rule.resource()))) {
                    problem(
                            "." + setting,
                            "'" + word + "' has no HL7 message that this subscriber's payload could carry",
                            "take it out, or send it to a subscriber whose payload is event, fhir, notice or text");
                }
            }
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
