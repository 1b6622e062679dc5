package dev.tributary.alert.subscriber;

import dev.tributary.alert.Alert;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which alerts a subscriber wants. An empty set wants all.
 *
 * <p>It is said twice: {@link #selector} to the broker, which does the work, and {@link #wants} to the ledger, which
 * must know who will get an alert. The two agree.
 *
 * @param rules names
 * @param events names
 * @param severities codes
 * @param facilities MSH-4, first component
 */
public record SubscriberFilter(Set<String> rules, Set<String> events, Set<String> severities, Set<String> facilities) {

    /** JMS property with the rule's name. */
    public static final String RULE = "rule";

    /** JMS property with the event. */
    public static final String EVENT = "event";

    /** JMS property with the severity's code. */
    public static final String SEVERITY = "severity";

    /** JMS property with MSH-4, first component. */
    public static final String FACILITY = "facility";

    /** Takes the sets in a fixed order, so that equal filters give equal selectors. */
    public SubscriberFilter {
        rules = new TreeSet<>(rules);
        events = new TreeSet<>(events);
        severities = new TreeSet<>(severities);
        facilities = new TreeSet<>(facilities);
    }

    /** @return a JMS selector (Jakarta Messaging 3.1 §3.8), empty if everything is wanted */
    public String selector() {
        List<String> conditions = new ArrayList<>();
        in(conditions, RULE, rules);
        in(conditions, EVENT, events);
        in(conditions, SEVERITY, severities);
        in(conditions, FACILITY, facilities);
        return String.join(" AND ", conditions);
    }

    private static void in(List<String> conditions, String property, Collection<String> values) {
        if (!values.isEmpty()) {
            conditions.add(values.stream()
                    .map(value -> "'" + value.replace("'", "''") + "'")
                    .collect(Collectors.joining(",", property + " IN (", ")")));
        }
    }

    /** @return whether the subscriber gets this alert */
    public boolean wants(Alert alert) {
        return wants(alert.rule(), alert.event(), alert.severity().code(), alert.facility());
    }

    /** The same for an alert that was read back from the outbox. */
    public boolean wants(String rule, String event, String severity, String facility) {
        return admits(rules, rule)
                && admits(events, event)
                && admits(severities, severity)
                && admits(facilities, facilityName(facility));
    }

    private static boolean admits(Set<String> wanted, String value) {
        return wanted.isEmpty() || wanted.contains(value);
    }

    /** @return the first component of MSH-4: its name without identifier and type (HL7 v2.5.1 §2.A.33) */
    public static String facilityName(String facility) {
        int end = facility.indexOf('^');
        return end < 0 ? facility : facility.substring(0, end);
    }
}
