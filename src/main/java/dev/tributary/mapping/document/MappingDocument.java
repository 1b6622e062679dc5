package dev.tributary.mapping.document;

import java.util.List;
import java.util.Map;

/**
 * One table as written.
 *
 * @param kind of the table
 * @param name {@code PID[Patient]}, {@code ADT_A01}
 * @param file it stands in
 * @param line of its name
 * @param target type or resource it fills, from the head or the name; empty for messages
 * @param chain the element that ties the resources of a chain; empty if none
 * @param key alternatives of the resource's key, if the table has its own
 * @param events of a message table
 * @param structure of a message table, in HL7's notation; pieces, since an overlay may add some
 * @param fields data types of a Z segment's fields by number
 * @param rows in order
 */
public record MappingDocument(
        TableKind kind,
        String name,
        String file,
        int line,
        String target,
        String chain,
        List<Written> key,
        List<Written> events,
        Written structure,
        Map<String, Written> fields,
        List<Row> rows) {

    /** Keeps copies of the lists. */
    public MappingDocument {
        key = List.copyOf(key);
        events = List.copyOf(events);
        fields = Map.copyOf(fields);
        rows = List.copyOf(rows);
    }

    MappingDocument with(Written newStructure, Map<String, Written> newFields, List<Row> newRows) {
        return new MappingDocument(
                kind, name, file, line, target, chain, key, events, newStructure, newFields, newRows);
    }
}
