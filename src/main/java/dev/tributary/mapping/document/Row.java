package dev.tributary.mapping.document;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row as written: keys and their values (docs/mapping-language.md §1).
 *
 * @param file it stands in
 * @param line where it begins
 * @param values by key; keys that take a list have one entry or more
 */
public record Row(String file, int line, Map<RowKey, List<Written>> values) {

    /** @return the value of a key that takes one; null if the row does not have it */
    public @Nullable Written get(RowKey key) {
        List<Written> all = values.get(key);
        return all == null || all.isEmpty() ? null : all.get(0);
    }

    /** @return the text of a key; empty if the row does not have it */
    public String text(RowKey key) {
        Written value = get(key);
        return value == null ? "" : value.text();
    }

    /** @return all values of a key; none if the row does not have it */
    public List<Written> all(RowKey key) {
        return values.getOrDefault(key, List.of());
    }

    /** @return whether the row has the key */
    public boolean has(RowKey key) {
        return values.containsKey(key);
    }

    /** @return whether the row does nothing but stand for a row of the guide */
    public boolean isOverruled() {
        return has(RowKey.OVERRULE);
    }

    /** @return the id within the table: {@code PID-8/gender}, or the row's own */
    public String localId() {
        if (has(RowKey.ID)) {
            return text(RowKey.ID);
        }
        String source = has(RowKey.AT) ? text(RowKey.AT) : text(RowKey.FROM);
        StringBuilder id = new StringBuilder(source);
        if (has(RowKey.TO)) {
            id.append('/').append(text(RowKey.TO));
        }
        if (has(RowKey.AT) && has(RowKey.USE)) {
            id.append('/').append(text(RowKey.USE));
        }
        if (has(RowKey.IGNORE)) {
            id.append("/ignore");
        }
        if (isOverruled()) {
            id.append("/overruled");
        }
        return id.toString();
    }

    /** @return this row with the other's values laid over; a value {@code null} there takes the key away */
    Row changedBy(Row change) {
        Map<RowKey, List<Written>> merged = new LinkedHashMap<>(values);
        if (!has(RowKey.ID)) {
            // the id stays what it was, whatever else changes
            merged.put(RowKey.ID, List.of(new Written(localId(), line, 1)));
        }
        change.values().forEach((key, value) -> {
            if (key != RowKey.ID) {
                merged.put(key, value);
            }
        });
        merged.values()
                .removeIf(value -> value.size() == 1 && value.get(0).text().equals(DocumentReader.NULL));
        return new Row(change.file(), change.line(), merged);
    }
}
