package dev.tributary.hl7;

import ca.uhn.hl7v2.model.AbstractSegment;
import ca.uhn.hl7v2.model.Group;
import ca.uhn.hl7v2.model.v251.message.ACK;
import ca.uhn.hl7v2.parser.DefaultModelClassFactory;
import ca.uhn.hl7v2.parser.ModelClassFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** What HL7 v2.5.1 calls the fields of its segments. */
public final class FieldNames {

    private static final Pattern SEGMENT = Pattern.compile("[A-Z][A-Z0-9]{2}");
    private static final int MOST_KNOWN = 400;
    private static final Map<String, List<String>> KNOWN = new ConcurrentHashMap<>();

    private FieldNames() {}

    /**
     * @param segment {@code PID}
     * @param field from 1
     * @return {@code Patient Identifier List}; empty for a segment or field that v2.5.1 does not have
     */
    public static String of(String segment, int field) {
        List<String> names = KNOWN.get(segment);
        if (names == null) {
            names = read(segment);
            if (KNOWN.size() < MOST_KNOWN) {
                KNOWN.put(segment, names);
            }
        }
        return field >= 1 && field <= names.size() ? names.get(field - 1) : "";
    }

    private static List<String> read(String segment) {
        // Z segments and what is no name at all have no class
        if (!SEGMENT.matcher(segment).matches() || segment.startsWith("Z")) {
            return List.of();
        }
        try {
            Class<?> type = Class.forName("ca.uhn.hl7v2.model.v251.segment." + segment);
            Group parent = new ACK();
            AbstractSegment made = (AbstractSegment) type.getConstructor(Group.class, ModelClassFactory.class)
                    .newInstance(parent, new DefaultModelClassFactory());
            return List.of(made.getNames());
        } catch (ClassNotFoundException e) {
            return List.of();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("HAPI's segment " + segment + " cannot be made", e);
        }
    }
}
