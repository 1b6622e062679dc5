package dev.tributary.store.embedded;

import ca.uhn.fhir.jpa.model.entity.BaseResourceIndex;
import ca.uhn.fhir.jpa.model.entity.EntityIndexStatusEnum;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import dev.tributary.base.KillPoint;
import dev.tributary.store.embedded.OpenWrites.NewVersion;
import dev.tributary.store.embedded.OpenWrites.Pending;
import jakarta.persistence.EntityManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.BatchPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Writes what a transaction has gathered into HAPI's tables: resources, versions, index rows, links. Only index rows
 * that differ are touched. The columns are those of HAPI FHIR {@link StoreSchema#VERSION}; {@code WriterContractTest}
 * compares every row with what HAPI itself writes.
 */
final class TableWriter {

    private static final String INSERT_RESOURCE = """
            insert into hfj_resource (res_id, res_version, has_tags, res_published, res_updated, fhir_id, sp_has_links,
                hash_sha256, sp_index_status, sp_cmpstr_uniq_present, sp_cmptoks_present, sp_coords_present,
                sp_date_present, sp_number_present, sp_quantity_nrml_present, sp_quantity_present, sp_string_present,
                sp_token_present, sp_uri_present, res_type, res_type_id, search_url_present, res_ver)
            values (?, 'R4', false, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, false, ?)
            """;

    private static final String UPDATE_RESOURCE = """
            update hfj_resource set res_updated = ?, sp_has_links = ?, hash_sha256 = ?, sp_index_status = ?,
                sp_cmpstr_uniq_present = ?, sp_cmptoks_present = ?, sp_coords_present = ?, sp_date_present = ?,
                sp_number_present = ?, sp_quantity_nrml_present = ?, sp_quantity_present = ?, sp_string_present = ?,
                sp_token_present = ?, sp_uri_present = ?, res_ver = ?
            where res_id = ? and res_ver = ? and res_deleted_at is null
            """;

    private static final String INSERT_VERSION = """
            insert into hfj_res_ver (pid, res_version, has_tags, res_published, res_updated, res_encoding, res_id,
                res_text_vc, res_type, res_type_id, res_ver, source_uri)
            values (?, 'R4', false, ?, ?, 'JSON', ?, ?, ?, ?, ?, ?)
            """;

    private final JdbcTemplate sql;
    private final EntityManager entities;
    private final StoredResources stored;
    private final IndexExtraction extraction;
    private final MissingTargets missingTargets;
    private final List<IndexTable> indexes;
    private final SequenceNumbers numbers;

    TableWriter(
            JdbcTemplate sql,
            EntityManager entities,
            StoredResources stored,
            IndexExtraction extraction,
            MissingTargets missingTargets) {
        this.sql = sql;
        this.entities = entities;
        this.stored = stored;
        this.extraction = extraction;
        this.missingTargets = missingTargets;
        this.indexes = IndexTable.all(entities.getEntityManagerFactory());
        this.numbers = new SequenceNumbers(sql);
    }

    /** One resource on its way into the tables. */
    private record Work(String reference, Pending pending, long pid, Set<String> targets, IndexExtraction.Found found) {

        boolean isNew() {
            return pending.base == null;
        }

        Date published() {
            StoredVersion base = pending.base;
            return base == null ? pending.versions.get(0).updated() : base.published();
        }

        NewVersion last() {
            return pending.versions.get(pending.versions.size() - 1);
        }
    }

    /** Writes all that is pending and remembers it as what the tables hold. */
    void write(OpenWrites open) {
        if (open.pending().isEmpty()) {
            return;
        }
        // what HAPI did in this transaction first, and let it not believe afterwards that it knows these rows
        entities.flush();
        entities.clear();
        List<Work> works = extract(open);
        writeResources(works.stream().filter(Work::isNew).toList());
        updateResources(works.stream().filter(work -> !work.isNew()).toList());
        writeVersions(works);
        KillPoint.INDEXING.reached();
        writeIndexes(works);
        settleTargets(works);
        for (Work work : works) {
            Pending done = work.pending();
            open.remember(
                    work.reference(),
                    new StoredVersion(
                            work.pid(),
                            work.last().version(),
                            work.published(),
                            done.hash,
                            true,
                            IndexTable.bits(work.found().rows()),
                            false,
                            done.now));
        }
        open.written();
    }

    private List<Work> extract(OpenWrites open) {
        Map<String, Long> pids = new HashMap<>();
        Map<String, Set<String>> targets = new HashMap<>();
        Set<String> unknown = new TreeSet<>();
        open.pending().forEach((reference, pending) -> {
            StoredVersion base = pending.base;
            pids.put(reference, base == null ? numbers.next("SEQ_RESOURCE_ID") : base.pid());
            Set<String> its = IndexExtraction.references(pending.text());
            targets.put(reference, its);
            unknown.addAll(its);
        });
        unknown.removeAll(pids.keySet());
        unknown.removeIf(reference -> {
            StoredVersion read = open.stored(reference);
            if (read == null || read.deleted()) {
                return false;
            }
            pids.put(reference, read.pid());
            return true;
        });
        pids.putAll(stored.pids(unknown));
        List<Work> works = new ArrayList<>();
        open.pending().forEach((reference, pending) -> {
            Map<String, @Nullable Long> its = new TreeMap<>();
            targets.getOrDefault(reference, Set.of()).forEach(target -> its.put(target, pids.get(target)));
            long pid = pids.getOrDefault(reference, 0L);
            Date at = pending.versions.get(pending.versions.size() - 1).updated();
            TransactionDetails details = extraction.details(its, at);
            Set<String> missing = new HashSet<>();
            its.forEach((target, found) -> {
                if (found == null) {
                    missing.add(target);
                }
            });
            works.add(new Work(reference, pending, pid, missing, extraction.extract(pending.now, pid, details)));
        });
        return works;
    }

    private void writeResources(List<Work> works) {
        batch(INSERT_RESOURCE, works, (statement, work) -> {
            ResourceTable row = work.found().flags();
            statement.setLong(1, work.pid());
            statement.setTimestamp(2, timestamp(work.published()));
            statement.setTimestamp(3, timestamp(work.last().updated()));
            statement.setString(4, row.getFhirId());
            int next = setFlags(statement, 5, work);
            statement.setString(next++, row.getResourceType());
            statement.setShort(next++, row.getResourceTypeId());
            statement.setLong(next, work.last().version());
        });
    }

    private void updateResources(List<Work> works) {
        int[] changed = batch(UPDATE_RESOURCE, works, (statement, work) -> {
            StoredVersion base = work.pending().base;
            statement.setTimestamp(1, timestamp(work.last().updated()));
            int next = setFlags(statement, 2, work);
            statement.setLong(next++, work.last().version());
            statement.setLong(next++, work.pid());
            statement.setLong(next, base == null ? 0 : base.version());
        });
        for (int count : changed) {
            if (count == 0) {
                throw new FaultException(
                        Fault.of(FaultCode.STORE_CONFLICT, "another writer was faster: read and merge again"));
            }
        }
    }

    private static int setFlags(PreparedStatement statement, int from, Work work) throws SQLException {
        ResourceTable row = work.found().flags();
        int next = from;
        statement.setBoolean(next++, row.isHasLinks());
        statement.setString(next++, work.pending().hash);
        statement.setShort(next++, (short) EntityIndexStatusEnum.INDEXED_RDBMS_ONLY.ordinal());
        statement.setBoolean(next++, row.isParamsComboStringUniquePresent());
        statement.setBoolean(next++, row.isParamsComboTokensNonUniquePresent());
        statement.setBoolean(next++, row.isParamsCoordsPopulated());
        statement.setBoolean(next++, row.isParamsDatePopulated());
        statement.setBoolean(next++, row.isParamsNumberPopulated());
        statement.setBoolean(next++, row.isParamsQuantityNormalizedPopulated());
        statement.setBoolean(next++, row.isParamsQuantityPopulated());
        statement.setBoolean(next++, row.isParamsStringPopulated());
        statement.setBoolean(next++, row.isParamsTokenPopulated());
        statement.setBoolean(next++, row.isParamsUriPopulated());
        return next;
    }

    private record VersionOf(Work work, NewVersion version) {}

    private void writeVersions(List<Work> works) {
        List<VersionOf> versions = new ArrayList<>();
        works.forEach(work -> work.pending().versions.forEach(version -> versions.add(new VersionOf(work, version))));
        batch(INSERT_VERSION, versions, (statement, one) -> {
            ResourceTable row = one.work().found().flags();
            statement.setLong(1, numbers.next("SEQ_RESOURCE_HISTORY_ID"));
            statement.setTimestamp(2, timestamp(one.work().published()));
            statement.setTimestamp(3, timestamp(one.version().updated()));
            statement.setLong(4, one.work().pid());
            statement.setString(5, one.version().text());
            statement.setString(6, row.getResourceType());
            statement.setShort(7, row.getResourceTypeId());
            statement.setLong(8, one.version().version());
            if (one.version().source().isEmpty()) {
                statement.setNull(9, Types.VARCHAR);
            } else {
                statement.setString(9, one.version().source());
            }
        });
    }

    /** A row to be added. */
    private record NewRow(BaseResourceIndex index, List<@Nullable Object> values) {}

    private void writeIndexes(List<Work> works) {
        Map<Class<?>, List<BaseResourceIndex>> found = new HashMap<>();
        works.forEach(work -> work.found().rows().forEach(index -> found.computeIfAbsent(
                        index.getClass(), entity -> new ArrayList<>())
                .add(index)));
        for (IndexTable table : indexes) {
            Map<List<@Nullable Object>, NewRow> wanted = new LinkedHashMap<>();
            for (BaseResourceIndex index : found.getOrDefault(table.entity(), List.of())) {
                List<@Nullable Object> values = table.values(index);
                wanted.put(table.content(values), new NewRow(index, values));
            }
            Long[] changed = works.stream()
                    .filter(work ->
                            work.pending().base != null && (work.pending().base.indexed() & table.bit()) != 0)
                    .map(Work::pid)
                    .toArray(Long[]::new);
            List<Long> unwanted = new ArrayList<>();
            if (changed.length > 0) {
                sql.query(
                        table.selectOf(),
                        row -> {
                            if (wanted.remove(table.content(table.values(row))) == null) {
                                unwanted.add(row.getLong(1));
                            }
                        },
                        (Object) changed);
            }
            if (!unwanted.isEmpty()) {
                sql.update(table.delete(), (Object) unwanted.toArray(Long[]::new));
            }
            batch(table.insert(), List.copyOf(wanted.values()), (statement, row) -> {
                extraction.note(row.index());
                table.set(statement, numbers.next(table.sequence()), row.values());
            });
        }
    }

    private void settleTargets(List<Work> works) {
        Set<String> created = new TreeSet<>();
        Map<String, Set<String>> missing = new TreeMap<>();
        for (Work work : works) {
            if (work.isNew()) {
                created.add(work.reference());
            }
            if (!work.targets().isEmpty()) {
                missing.put(work.reference(), work.targets());
            }
        }
        missingTargets.settle(created, missing);
    }

    private static Timestamp timestamp(Date date) {
        return new Timestamp(date.getTime());
    }

    private interface Setter<T> {
        void set(PreparedStatement statement, T row) throws SQLException;
    }

    private <T> int[] batch(String statement, List<T> rows, Setter<T> setter) {
        if (rows.isEmpty()) {
            return new int[0];
        }
        return sql.batchUpdate(statement, new BatchPreparedStatementSetter() {
            @Override
            public void setValues(PreparedStatement prepared, int i) throws SQLException {
                setter.set(prepared, rows.get(i));
            }

            @Override
            public int getBatchSize() {
                return rows.size();
            }
        });
    }
}
