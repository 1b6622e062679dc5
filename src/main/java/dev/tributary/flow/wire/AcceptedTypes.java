package dev.tributary.flow.wire;

import dev.tributary.hl7.MessageHeader;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The message types a feed takes (MSH-9.1 and MSH-9.2). Immutable. */
final class AcceptedTypes {

    private final Set<String> types;

    /** @param types {@code ADT} for all its triggers, {@code ORU^R01} for one; empty for everything */
    AcceptedTypes(List<String> types) {
        this.types = types.stream().map(type -> type.toUpperCase(Locale.ROOT)).collect(Collectors.toSet());
    }

    boolean accept(MessageHeader header) {
        return types.isEmpty()
                || types.contains(header.messageCode().toUpperCase(Locale.ROOT))
                || types.contains(header.type().toUpperCase(Locale.ROOT));
    }
}
