package dev.tributary.store.embedded;

import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** What one transaction has read so far, and what of its writes is not in the tables yet. Not thread-safe. */
final class OpenWrites {

    /**
     * A version that is to become a row.
     *
     * @param text as HAPI stores it
     * @param source {@code meta.source}
     */
    record NewVersion(long version, Date updated, String text, String source) {}

    /** One resource with all versions it got since the tables were last written; only the last is indexed. */
    static final class Pending {
        /** Null if the resource is new. */
        final @Nullable StoredVersion base;

        final List<NewVersion> versions = new ArrayList<>();
        Resource now;
        String hash;

        Pending(@Nullable StoredVersion base, Resource now, String hash) {
            this.base = base;
            this.now = now;
            this.hash = hash;
        }

        /** @return whether it refers to that as a whole reference, as its text shows */
        boolean refersTo(String reference) {
            return text().contains("\"reference\":\"" + reference + "\"");
        }

        /** @return of the latest version */
        String text() {
            return versions.get(versions.size() - 1).text();
        }
    }

    private final Map<String, Optional<StoredVersion>> read = new HashMap<>();
    /** By type, then by patient: what refers to the patient in the tables, latest first; of patients that were asked for. */
    private final Map<String, Map<String, List<String>>> ofPatients = new HashMap<>();
    /** By reference, sorted: rows are locked in the same order by everybody. */
    private final Map<String, Pending> pending = new TreeMap<>();

    boolean knows(String reference) {
        return read.containsKey(reference) || pending.containsKey(reference);
    }

    void remember(String reference, @Nullable StoredVersion version) {
        read.put(reference, Optional.ofNullable(version));
    }

    void forget(String reference) {
        read.remove(reference);
    }

    /** @return what the tables hold, or null if nothing */
    @Nullable
    StoredVersion stored(String reference) {
        return read.getOrDefault(reference, Optional.empty()).orElse(null);
    }

    /** @return as it is by now, in the tables or not; null if there is none or it is deleted */
    @Nullable
    Resource now(String reference) {
        Pending open = pending.get(reference);
        if (open != null) {
            return open.now;
        }
        StoredVersion stored = stored(reference);
        return stored == null || stored.deleted() ? null : stored.resource();
    }

    /** @return of the content as it is by now; empty if there is none */
    String hash(String reference) {
        Pending open = pending.get(reference);
        StoredVersion stored = stored(reference);
        return open != null ? open.hash : stored == null ? "" : stored.hash();
    }

    void write(String reference, Resource now, String hash, NewVersion version) {
        Pending open = pending.computeIfAbsent(reference, its -> new Pending(stored(its), now, hash));
        open.now = now;
        open.hash = hash;
        open.versions.add(version);
    }

    Map<String, Pending> pending() {
        return pending;
    }

    /** @return references of all patients that were read */
    List<String> patients() {
        return read.keySet().stream()
                .filter(reference -> reference.startsWith("Patient/"))
                .toList();
    }

    /** @return what of a type refers to the patient in the tables, or null if that was not asked yet */
    @Nullable
    List<String> ofPatient(String type, String patient) {
        return ofPatients.getOrDefault(type, Map.of()).get(patient);
    }

    void rememberOfPatients(String type, Map<String, List<String>> references) {
        ofPatients.computeIfAbsent(type, its -> new HashMap<>()).putAll(references);
    }

    /** The pending ones are in the tables now. */
    void written() {
        pending.clear();
        ofPatients.clear();
    }
}
