package dev.tributary.store.embedded;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.dao.IJpaStorageResourceParser;
import ca.uhn.fhir.jpa.dao.JpaStorageResourceParser;
import ca.uhn.fhir.jpa.dao.TolerantJsonParser;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import jakarta.persistence.EntityManager;
import java.sql.ResultSet;
import java.sql.SQLException;
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

    private static final String BY_REFERENCE = COLUMNS + """
            from unnest(?::text[], ?::text[]) as k (type, id)
            join hfj_resource r on r.res_type = k.type and r.fhir_id = k.id
            left join hfj_res_ver h on h.res_id = r.res_id and h.res_ver = r.res_ver
            """;

    private static final String REFERRING = COLUMNS + """
            from hfj_resource r left join hfj_res_ver h on h.res_id = r.res_id and h.res_ver = r.res_ver
            where r.res_deleted_at is null and r.res_id in (
                select l.src_resource_id from hfj_resource t join hfj_res_link l on l.target_resource_id = t.res_id
                where t.res_type = ? and t.fhir_id = ? and t.res_deleted_at is null)
            order by r.res_id
            """;

    private static final String RECENT_REFERRING = COLUMNS + """
            from hfj_resource r left join hfj_res_ver h on h.res_id = r.res_id and h.res_ver = r.res_ver
            where r.res_deleted_at is null and r.res_type = ? and r.res_id in (
                select l.src_resource_id from hfj_resource t join hfj_res_link l on l.target_resource_id = t.res_id
                where t.res_type = ? and t.fhir_id = ? and t.res_deleted_at is null and l.source_resource_type = ?)
            order by r.res_id desc limit ?
            """;

    /** A patient may have ten thousand results: a rule looks at so many of the latest. */
    private static final int RECENT = 200;

    private static final String PIDS = """
            select r.res_type || '/' || r.fhir_id, r.res_id from unnest(?::text[], ?::text[]) as k (type, id)
            join hfj_resource r on r.res_type = k.type and r.fhir_id = k.id where r.res_deleted_at is null
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

    /** @return the latest resources of one type with an indexed reference to this one */
    List<Resource> referringTo(String reference, String type) {
        int slash = reference.indexOf('/');
        return sql
                .query(
                        RECENT_REFERRING,
                        (row, number) -> version(row),
                        type,
                        reference.substring(0, slash),
                        reference.substring(slash + 1),
                        type,
                        RECENT)
                .stream()
                .map(StoredVersion::resource)
                .toList();
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
