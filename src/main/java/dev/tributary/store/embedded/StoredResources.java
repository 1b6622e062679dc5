package dev.tributary.store.embedded;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.dao.IJpaStorageResourceParser;
import ca.uhn.fhir.jpa.dao.JpaStorageResourceParser;
import ca.uhn.fhir.jpa.dao.TolerantJsonParser;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import dev.tributary.store.WrittenVersion;
import jakarta.persistence.EntityManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Finds current versions by reference with one plain query for all types, inside a running transaction. Going through
 * HAPI's own read would cost two queries a resource and mark the transaction for rollback where one is missing, and
 * Hibernate translates a query with a list anew each time, which took a quarter of the time of a message.
 */
final class StoredResources {

    private static final String COLUMNS = """
            select r.res_id, r.res_type, r.fhir_id, r.res_ver, r.res_published, r.res_updated, r.res_deleted_at,
                r.hash_sha256, r.has_tags, %s as indexed, h.res_text_vc, h.res_encoding, h.source_uri, h.request_id
            """.formatted(IndexTable.BITS);

    // Each is asked row by row with "limit 1", and what is found by links behind "offset 0": the plan is made while the
    // tables are short and kept while they grow, and one that walks through a table, or through an index for the sake
    // of
    // an order, costs as much as all the rest of a message
    private static final String VERSION = """
            left join lateral (
                select * from hfj_res_ver v where v.res_id = r.res_id and v.res_ver = r.res_ver limit 1) h on true
            """;

    private static final String BY_REFERENCE = COLUMNS + """
            from unnest(?::text[], ?::text[]) as k (type, id)
            cross join lateral (
                select * from hfj_resource t where t.res_type = k.type and t.fhir_id = k.id limit 1) r
            """ + VERSION;

    private static final String REFERRING = COLUMNS + """
            from (
                select distinct l.src_resource_id as id
                from hfj_resource t join hfj_res_link l on l.target_resource_id = t.res_id
                where t.res_type = ? and t.fhir_id = ? and t.res_deleted_at is null offset 0) s
            cross join lateral (
                select * from hfj_resource t where t.res_id = s.id and t.res_deleted_at is null limit 1) r
            """ + VERSION + " order by s.id";

    private static final String RECENT_OF_PATIENTS = """
            select k.id, s.fhir_id
            from unnest(?::text[]) as k (id)
            cross join lateral (
                select t.res_id from hfj_resource t
                where t.res_type = 'Patient' and t.fhir_id = k.id and t.res_deleted_at is null limit 1) p
            cross join lateral (
                select l.id, r.fhir_id
                from (
                    select distinct a.src_resource_id as id from hfj_res_link a
                    where a.target_resource_id = p.res_id and a.source_resource_type = ? offset 0) l
                cross join lateral (
                    select t.fhir_id from hfj_resource t where t.res_id = l.id and t.res_deleted_at is null limit 1) r
                order by l.id desc limit ?) s
            order by s.id desc
            """;

    /** A patient may have ten thousand results: a rule looks at so many of the latest. */
    private static final int RECENT = 200;

    private static final String PIDS = """
            select k.type || '/' || k.id, r.res_id from unnest(?::text[], ?::text[]) as k (type, id)
            cross join lateral (
                select t.res_id from hfj_resource t
                where t.res_type = k.type and t.fhir_id = k.id and t.res_deleted_at is null limit 1) r
            """;

    // by HAPI's index on the source
    private static final String WRITTEN = """
            select r.res_type, r.fhir_id, h.res_ver, h.res_updated
            from hfj_res_ver h join hfj_resource r on r.res_id = h.res_id
            where h.source_uri = ? and h.res_deleted_at is null order by r.res_type, r.fhir_id, h.res_ver
            """;

    private final JdbcTemplate sql;
    private final FhirContext context;
    private final EntityManager entities;
    private final IJpaStorageResourceParser parser;

    StoredResources(
            DataSource database, FhirContext context, EntityManager entities, IJpaStorageResourceParser parser) {
        this.sql = new JdbcTemplate(database);
        this.context = context;
        this.entities = entities;
        this.parser = parser;
    }

    /** @return what stands in the tables by {@code Type/id}, deleted ones too */
    Map<String, StoredVersion> versions(Collection<String> references) {
        Map<String, StoredVersion> found = new LinkedHashMap<>();
        if (!references.isEmpty()) {
            sql.query(
                    BY_REFERENCE,
                    row -> {
                        StoredVersion version = version(row);
                        found.put(version.reference(), version);
                    },
                    types(references),
                    ids(references));
        }
        return found;
    }

    /** @return every version with this source, by type, id and version */
    List<WrittenVersion> writtenBy(String source) {
        return sql.query(
                WRITTEN,
                (row, number) -> new WrittenVersion(
                        row.getString("res_type"),
                        row.getString("fhir_id"),
                        row.getLong("res_ver"),
                        row.getTimestamp("res_updated").toInstant()),
                source);
    }

    /** @return for statements of other tables that belong to these */
    JdbcTemplate sql() {
        return sql;
    }

    /** @return those of the references that lead to a resource that is not deleted */
    Set<String> existing(Collection<String> references) {
        return new HashSet<>(pids(references).keySet());
    }

    /** @return HAPI's number of each reference that leads to a resource that is not deleted */
    Map<String, Long> pids(Collection<String> references) {
        Map<String, Long> pids = new LinkedHashMap<>();
        if (!references.isEmpty()) {
            sql.query(
                    PIDS,
                    row -> {
                        pids.put(row.getString(1), row.getLong(2));
                    },
                    types(references),
                    ids(references));
        }
        return pids;
    }

    /** @return all resources with an indexed reference to this one */
    List<Resource> referringTo(String reference) {
        int slash = reference.indexOf('/');
        return sql
                .query(
                        REFERRING,
                        (row, number) -> version(row),
                        reference.substring(0, slash),
                        reference.substring(slash + 1))
                .stream()
                .map(StoredVersion::resource)
                .toList();
    }

    /**
     * @param patients {@code Patient/abc}
     * @return for each of them: the latest resources of one type with an indexed reference to it, latest first
     */
    Map<String, List<String>> recentReferring(String type, Collection<String> patients) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        patients.forEach(patient -> found.put(patient, new ArrayList<>()));
        sql.query(
                RECENT_OF_PATIENTS,
                row -> {
                    Objects.requireNonNull(found.get("Patient/" + row.getString(1)))
                            .add(type + "/" + row.getString(2));
                },
                ids(patients),
                type,
                RECENT);
        return found;
    }

    private static String[] types(Collection<String> references) {
        return references.stream()
                .map(reference -> reference.substring(0, reference.indexOf('/')))
                .toArray(String[]::new);
    }

    private static String[] ids(Collection<String> references) {
        return references.stream()
                .map(reference -> reference.substring(reference.indexOf('/') + 1))
                .toArray(String[]::new);
    }

    private StoredVersion version(ResultSet row) throws SQLException {
        long pid = row.getLong("res_id");
        String type = row.getString("res_type");
        long version = row.getLong("res_ver");
        boolean deleted = row.getTimestamp("res_deleted_at") != null;
        String text = row.getString("res_text_vc");
        boolean plain = text != null && "JSON".equals(row.getString("res_encoding")) && !row.getBoolean("has_tags");
        Resource resource;
        if (deleted) {
            resource = (Resource) context.getResourceDefinition(type).newInstance();
        } else if (plain) {
            resource = parse(pid, type, Objects.requireNonNull(text));
        } else {
            resource = readByHapi(pid);
        }
        Date updated = new Date(row.getTimestamp("res_updated").getTime());
        stamp(resource, row.getString("fhir_id"), version, updated);
        resource.getMeta().setSource(source(row.getString("source_uri"), row.getString("request_id")));
        return new StoredVersion(
                pid,
                version,
                new Date(row.getTimestamp("res_published").getTime()),
                Objects.requireNonNullElse(row.getString("hash_sha256"), ""),
                plain,
                row.getInt("indexed"),
                deleted,
                resource);
    }

    private Resource parse(long pid, String type, String text) {
        TolerantJsonParser json =
                new TolerantJsonParser(context, JpaStorageResourceParser.LENIENT_ERROR_HANDLER, JpaPid.fromId(pid));
        return (Resource) json.parseResource(context.getResourceDefinition(type).getImplementingClass(), text);
    }

    /** What is stored in one of HAPI's older or rarer ways. */
    private Resource readByHapi(long pid) {
        ResourceTable row = entities.createQuery(
                        "select r from ResourceTable r where r.myPid.myId = :pid", ResourceTable.class)
                .setParameter("pid", pid)
                .getSingleResult();
        return (Resource) parser.toResource(row, false);
    }

    /** Gives a resource the id, version and time of one of its versions. */
    static void stamp(Resource resource, String id, long version, Date updated) {
        String type = resource.fhirType();
        resource.setId(type + "/" + id + "/_history/" + version);
        resource.getMeta().setVersionId(Long.toString(version)).setLastUpdated(updated);
    }

    private static @Nullable String source(@Nullable String uri, @Nullable String requestId) {
        if (requestId == null || requestId.isEmpty()) {
            return uri;
        }
        return (uri == null ? "" : uri) + "#" + requestId;
    }
}
