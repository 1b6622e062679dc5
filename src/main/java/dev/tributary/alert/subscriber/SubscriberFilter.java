package dev.tributary.alert.subscriber;

import dev.tributary.alert.Reach;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which alerts a subscriber wants. An empty set wants all.
 *
 * <p>It is said twice: {@link #selectorOf} to the broker, which does the work, and {@link #wants} to the ledger, which
 * must know who will get an alert. The two agree.
 *
 * @param rules names
 * @param events names
 * @param severities codes
 * @param facilities MSH-4, first component
 * @param units where the patient is (PV1-3.1)
 * @param panels patient panels; the patient is on one of them
 * @param practitioners identifiers or references; one of them is a recipient
 * @param uncarried FHIR types of what an alert is about that the subscriber's payload cannot carry; empty for none
 */
public record SubscriberFilter(
        Set<String> rules,
        Set<String> events,
        Set<String> severities,
        Set<String> facilities,
        Set<String> units,
        Set<String> panels,
        Set<String> practitioners,
        Set<String> uncarried) {

    /** JMS property with the FHIR type of what the alert is about. */
    public static final String RESOURCE = "resource";

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
        units = new TreeSet<>(units);
        panels = new TreeSet<>(panels);
        practitioners = new TreeSet<>(practitioners);
        uncarried = new TreeSet<>(uncarried);
    }

    /** @return a JMS selector (Jakarta Messaging 3.1 §3.8), empty if everything is wanted */
    public String selector() {
        List<String> conditions = new ArrayList<>();
        in(conditions, RULE, rules);
        in(conditions, EVENT, events);
        in(conditions, SEVERITY, severities);
        in(conditions, FACILITY, facilities);
        if (!uncarried.isEmpty()) {
            // what an engine of before sent does not say, and may pass
            conditions.add("(" + RESOURCE + " IS NULL OR " + in(RESOURCE, "NOT IN", uncarried) + ")");
        }
        in(conditions, Reach.UNIT, units);
        oneOf(conditions, Reach.PANELS, panels);
        oneOf(conditions, Reach.PRACTITIONERS, practitioners);
        return String.join(" AND ", conditions);
    }

    /**
     * @param subscriber whose filter this is
     * @return what the broker is told: what is addressed to nobody and fits, and what is addressed to the subscriber
     */
    public String selectorOf(String subscriber) {
        String fits = selector();
        List<String> named = new ArrayList<>();
        oneOf(named, Reach.TO, Set.of(subscriber));
        return "(" + Reach.TO + " IS NULL" + (fits.isEmpty() ? "" : " AND " + fits) + ") OR " + named.get(0);
    }

    // a property with many values holds each between bars: |a|b|
    private static void oneOf(List<String> conditions, String property, Collection<String> values) {
        if (!values.isEmpty()) {
            conditions.add(values.stream()
                    .map(value -> property + " LIKE '%|"
                            + value.replace("'", "''")
                                    .replace("\\", "\\\\")
                                    .replace("%", "\\%")
                                    .replace("_", "\\_")
                            + "|%' ESCAPE '\\'")
                    .collect(Collectors.joining(" OR ", "(", ")")));
        }
    }

    private static void in(List<String> conditions, String property, Collection<String> values) {
        if (!values.isEmpty()) {
            conditions.add(in(property, "IN", values));
        }
    }

    private static String in(String property, String operator, Collection<String> values) {
        return values.stream()
                .map(value -> "'" + value.replace("'", "''") + "'")
                .collect(Collectors.joining(",", property + " " + operator + " (", ")"));
    }

    /**
     * @param subscriber whose filter this is
     * @param focus what the alert is about, {@code Observation/abc}
     * @return whether it gets an alert, as the broker decides it
     */
    public boolean wants(
            String subscriber, String rule, String event, String severity, String facility, String focus, Reach reach) {
        if (!reach.to().isEmpty()) {
            return reach.to().contains(subscriber);
        }
        return admits(rules, rule)
                && admits(events, event)
                && admits(severities, severity)
                && admits(facilities, facilityName(facility))
                && !uncarried.contains(resourceOf(focus))
                && admits(units, reach.unit())
                && (panels.isEmpty() || !Collections.disjoint(panels, reach.panels()))
                && (practitioners.isEmpty() || !Collections.disjoint(practitioners, reach.practitioners()));
    }

    private static boolean admits(Set<String> wanted, String value) {
        return wanted.isEmpty() || wanted.contains(value);
    }

    /** @return the FHIR type in {@code Observation/abc} */
    public static String resourceOf(String focus) {
        int end = focus.indexOf('/');
        return end < 0 ? focus : focus.substring(0, end);
    }

    /** @return the first component of MSH-4: its name without identifier and type (HL7 v2.5.1 §2.A.33) */
    public static String facilityName(String facility) {
        int end = facility.indexOf('^');
        return end < 0 ? facility : facility.substring(0, end);
    }
}
