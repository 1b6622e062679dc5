package dev.tributary.hl7;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.HapiContext;
import ca.uhn.hl7v2.model.Composite;
import ca.uhn.hl7v2.model.Group;
import ca.uhn.hl7v2.model.Message;
import ca.uhn.hl7v2.model.Primitive;
import ca.uhn.hl7v2.model.Structure;
import ca.uhn.hl7v2.model.Type;
import ca.uhn.hl7v2.model.Varies;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import dev.tributary.kit.MessageDraft;
import dev.tributary.kit.Messages;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** HAPI HL7 v2, an independent reader, finds the same leaves with the same texts. */
class HapiJudgeTest {

    @ParameterizedTest
    @MethodSource("messages")
    void findsWhatHapiFinds(MessageDraft draft) throws Exception {
        Hl7Message ours = Hl7Reader.read(draft.bytes(), StandardCharsets.UTF_8);
        Map<String, String> leaves = new TreeMap<>();
        for (Leaf leaf : ours.leaves()) {
            leaves.put(leaf.path().leaf().toString(), leaf.value().text());
        }

        assertThat(leaves).isEqualTo(hapi(draft.text())).hasSizeGreaterThan(15);
        assertThat(ours.issues()).isEmpty();
    }

    static Stream<MessageDraft> messages() {
        return Stream.of(
                Messages.adtA01(),
                Messages.adtA02(),
                Messages.adtA03(),
                Messages.adtA04(),
                Messages.adtA08(),
                Messages.adtA11(),
                Messages.adtA13(),
                Messages.adtA28(),
                Messages.adtA31(),
                Messages.adtA40(),
                Messages.oruR01(),
                Messages.adtA01()
                        .withPid5("O\\T\\Neil&van&x^I\\S\\da~\"\"^\"\"")
                        .plus("ZZ1|a^b&c|d~e^f"),
                Messages.oruR01().with("OBX[2]-5", "6\\F\\9~7.0\\E\\").plus("NTE|2||\\E\\ Zoë"));
    }

    private static Map<String, String> hapi(String text) throws Exception {
        try (HapiContext context = new DefaultHapiContext()) {
            context.setValidationContext(ValidationContextFactory.noValidation());
            Map<String, String> leaves = new TreeMap<>();
            Message message = context.getGenericParser().parse(text);
            walk(message, new HashMap<>(), leaves);
            return leaves;
        }
    }

    private static void walk(Group group, Map<String, Integer> seen, Map<String, String> leaves) throws HL7Exception {
        for (String name : group.getNames()) {
            for (Structure structure : group.getAll(name)) {
                if (structure instanceof Group inner) {
                    walk(inner, seen, leaves);
                } else if (!structure.isEmpty()) {
                    segment((ca.uhn.hl7v2.model.Segment) structure, seen, leaves);
                }
            }
        }
    }

    private static void segment(
            ca.uhn.hl7v2.model.Segment segment, Map<String, Integer> seen, Map<String, String> leaves)
            throws HL7Exception {
        int occurrence = seen.merge(segment.getName(), 1, Integer::sum);
        for (int field = 1; field <= segment.numFields(); field++) {
            Type[] repetitions = segment.getField(field);
            for (int r = 0; r < repetitions.length; r++) {
                leaf(repetitions[r], new int[] {occurrence, field, r + 1, 0, 0}, segment.getName(), leaves);
            }
        }
    }

    private static void leaf(Type type, int[] at, String name, Map<String, String> leaves) throws HL7Exception {
        if (type instanceof Varies varies) {
            leaf(varies.getData(), at, name, leaves);
        } else if (type instanceof Composite composite) {
            Type[] components = composite.getComponents();
            for (int c = 0; c < components.length; c++) {
                leaf(components[c], deeper(at, c + 1), name, leaves);
            }
            extra(composite, components.length, at, name, leaves);
        } else if (type instanceof Primitive primitive) {
            String value = primitive.getValue();
            if (value != null && !value.isEmpty()) {
                FieldPath path = new FieldPath(name, at[0], at[1], at[2], at[3], at[4]);
                leaves.put(path.leaf().toString(), value);
            }
            extra(primitive, 1, at, name, leaves);
        }
    }

    // what a type of the standard has no place for; numbered on after its own components
    private static void extra(Type type, int own, int[] at, String name, Map<String, String> leaves)
            throws HL7Exception {
        for (int e = 0; e < type.getExtraComponents().numComponents(); e++) {
            leaf(type.getExtraComponents().getComponent(e), deeper(at, own + e + 1), name, leaves);
        }
    }

    private static int[] deeper(int[] at, int number) {
        int[] deeper = at.clone();
        deeper[at[3] == 0 ? 3 : 4] = number;
        return deeper;
    }
}
