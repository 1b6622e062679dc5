package dev.tributary.alert;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Whom an alert is for, found when it was raised. Subscribers filter by it.
 *
 * @param unit where the patient is (PV1-3.1), as the record shows it; empty if unknown
 * @param recipients persons and groups of the audience
 * @param panels patient panels the patient is on
 * @param to subscribers addressed by name, whatever they filter; empty for whoever wants it
 */
public record Reach(String unit, List<Recipient> recipients, List<String> panels, List<String> to) {

    /** JMS property with the unit. */
    public static final String UNIT = "unit";
    /** JMS property with the panels, each between bars: {@code |diabetes|heart|}. */
    public static final String PANELS = "panels";
    /** JMS property with identifiers and references of the recipients, each between bars. */
    public static final String PRACTITIONERS = "practitioners";
    /** JMS property with the subscribers addressed by name, each between bars. */
    public static final String TO = "to";

    /** Nothing is known and nobody is addressed. */
    public static final Reach UNKNOWN = new Reach("", List.of(), List.of(), List.of());

    /** @return the same, addressed to these subscribers */
    public Reach addressedTo(List<String> subscribers) {
        return new Reach(unit, recipients, panels, subscribers);
    }

    /** @return identifiers and references of all recipients */
    public List<String> practitioners() {
        TreeSet<String> all = new TreeSet<>();
        for (Recipient recipient : recipients) {
            if (!recipient.reference().isEmpty()) {
                all.add(recipient.reference());
            }
            all.addAll(recipient.identifiers());
        }
        return new ArrayList<>(all);
    }

    /** @return what goes along as JMS properties; what is empty is left out */
    public Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        if (!unit.isEmpty()) {
            properties.put(UNIT, unit);
        }
        put(properties, PANELS, panels);
        put(properties, PRACTITIONERS, practitioners());
        put(properties, TO, to);
        return properties;
    }

    private static void put(Map<String, String> properties, String name, Collection<String> values) {
        if (!values.isEmpty()) {
            properties.put(name, "|" + String.join("|", values) + "|");
        }
    }
}
