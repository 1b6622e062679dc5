package dev.tributary.kit;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import dev.tributary.store.CommitPlan;
import dev.tributary.store.FhirStore;
import dev.tributary.store.ResourceChange;
import dev.tributary.store.StoreTransaction;
import dev.tributary.store.TransactionBundle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Current versions as rows of one table, within the caller's transaction: as safe as the embedded store, and quick. */
public final class RowStore implements FhirStore {

    private static final FhirContext R4 = FhirContext.forR4Cached();

    private final JdbcTemplate sql;

    /** @param database gets a table {@code resource} */
    public RowStore(DataSource database) {
        this.sql = new JdbcTemplate(database);
        sql.execute("create table if not exists resource (reference text primary key, version int, body text)");
    }

    /** Empties it. */
    public void clear() {
        sql.execute("truncate resource");
    }

    @Override
    public boolean joinsTransactions() {
        return true;
    }

    @Override
    public Optional<Resource> read(String type, String id) {
        return Optional.ofNullable(readAll(List.of(type + "/" + id)).get(type + "/" + id));
    }

    @Override
    public Map<String, Resource> readAll(Collection<String> references) {
        Map<String, Resource> found = new LinkedHashMap<>();
        sql.query(
                "select reference, body from resource where reference = any (?)",
                row -> {
                    found.put(row.getString(1), parse(row.getString(2)));
                },
                (Object) references.toArray(String[]::new));
        return found;
    }

    @Override
    public List<Resource> referringTo(String reference) {
        return sql.query(
                "select body from resource where body like ? order by reference",
                (row, number) -> parse(row.getString(1)),
                "%\"reference\":\"" + reference + "\"%");
    }

    @Override
    public List<ResourceChange> commit(StoreTransaction transaction) {
        Map<String, Resource> now = readAll(transaction.writes().stream()
                .map(change -> TransactionBundle.reference(change.after()))
                .toList());
        Map<String, String> versions = new HashMap<>();
        now.forEach((reference, resource) ->
                versions.put(reference, resource.getMeta().getVersionId()));
        CommitPlan plan = CommitPlan.of(transaction, versions, reference -> Objects.requireNonNull(now.get(reference)));
        List<Resource> written = new ArrayList<>();
        for (ResourceChange change : plan.toWrite()) {
            Resource after = change.after().copy();
            String reference = TransactionBundle.reference(after);
            int version = 1 + Integer.parseInt(versions.getOrDefault(reference, "0"));
            after.setId(reference);
            after.getMeta()
                    .setVersionId(Integer.toString(version))
                    .setSource(transaction.cause().asUri());
            // two that make the same at once: the second waits, and fails with 23505
            try {
                sql.update(
                        version == 1
                                ? "insert into resource (version, body, reference) values (?, ?, ?)"
                                : "update resource set version = ?, body = ? where reference = ?",
                        version,
                        R4.newJsonParser().encodeResourceToString(after),
                        reference);
            } catch (DataAccessException e) {
                throw new FaultException(Fault.of(FaultCode.STORE_CONFLICT, "another writer was faster"));
            }
            written.add(after);
        }
        return plan.outcome(written);
    }

    private static Resource parse(String body) {
        return (Resource) R4.newJsonParser().parseResource(body);
    }

    /** @return the text of everything, by reference */
    public Map<String, String> all() {
        Map<String, String> all = new TreeMap<>();
        sql.query("select reference, body from resource", row -> {
            all.put(row.getString(1), row.getString(2));
        });
        return all;
    }
}
