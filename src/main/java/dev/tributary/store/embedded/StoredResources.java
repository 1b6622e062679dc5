package dev.tributary.store.embedded;

import ca.uhn.fhir.jpa.dao.IJpaStorageResourceParser;
import ca.uhn.fhir.jpa.model.entity.ResourceHistoryTable;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.Resource;

/**
 * Finds current versions by reference with one query per resource type, inside a running transaction. Going through
 * HAPI's own read would cost two queries a resource and mark the transaction for rollback where one is missing.
 */
final class StoredResources {

    // PostgreSQL plans long IN lists well; this only bounds the statement
    /** A patient may have ten thousand results: a rule looks at so many of the latest. */
    private static final int RECENT = 200;

    private static final int CHUNK = 500;

    private final EntityManager entities;
    private final IJpaStorageResourceParser parser;

    StoredResources(EntityManager entities, IJpaStorageResourceParser parser) {
        this.entities = entities;
        this.parser = parser;
    }

    /** @return rows of existing, not deleted resources by {@code Type/id}, each with its current version at hand */
    Map<String, ResourceTable> rows(Collection<String> references) {
        Map<String, ResourceTable> found = new LinkedHashMap<>();
        idsByType(references).forEach((type, ids) -> {
            for (int from = 0; from < ids.size(); from += CHUNK) {
                for (Object[] row : query(type, ids.subList(from, Math.min(ids.size(), from + CHUNK)))) {
                    found.put(type + "/" + ((ResourceTable) row[0]).getFhirId(), withVersion(row));
                }
            }
        });
        return found;
    }

    /** @return those of the references that lead to a resource that is not deleted */
    Set<String> existing(Collection<String> references) {
        Set<String> existing = new HashSet<>();
        idsByType(references).forEach((type, ids) -> {
            for (int from = 0; from < ids.size(); from += CHUNK) {
                entities.createQuery("""
                                select r.myFhirId from ResourceTable r
                                where r.myResourceType = :type and r.myFhirId in (:ids) and r.myDeleted is null""", String.class)
                        .setParameter("type", type)
                        .setParameter("ids", ids.subList(from, Math.min(ids.size(), from + CHUNK)))
                        .getResultList()
                        .forEach(id -> existing.add(type + "/" + id));
            }
        });
        return existing;
    }

    /** @return the rows of all resources with an indexed reference to this row */
    List<ResourceTable> referringTo(ResourceTable target) {
        return entities
                .createQuery("""
                        select r, h from ResourceTable r
                        join ResourceHistoryTable h on h.myResourceTable = r and h.myResourceVersion = r.myVersion
                        where r.myDeleted is null and r.myPid.myId in
                          (select l.mySourceResourcePid from ResourceLink l where l.myTargetResourcePid = :target)
                        order by r.myPid.myId""", Object[].class)
                .setParameter("target", target.getResourceId().getId())
                .getResultList()
                .stream()
                .map(StoredResources::withVersion)
                .toList();
    }

    /** @return the rows of the latest resources of one type with an indexed reference to this row */
    List<ResourceTable> referringTo(ResourceTable target, String type) {
        return entities
                .createQuery("""
                        select r, h from ResourceTable r
                        join ResourceHistoryTable h on h.myResourceTable = r and h.myResourceVersion = r.myVersion
                        where r.myDeleted is null and r.myResourceType = :type and r.myPid.myId in
                          (select l.mySourceResourcePid from ResourceLink l
                           where l.myTargetResourcePid = :target and l.mySourceResourceType = :type)
                        order by r.myPid.myId desc""", Object[].class)
                .setParameter("target", target.getResourceId().getId())
                .setParameter("type", type)
                .setMaxResults(RECENT)
                .getResultList()
                .stream()
                .map(StoredResources::withVersion)
                .toList();
    }

    Resource resource(ResourceTable row) {
        return (Resource) parser.toResource(row, false);
    }

    private static Map<String, List<String>> idsByType(Collection<String> references) {
        Map<String, List<String>> idsByType = new TreeMap<>();
        for (String reference : references) {
            int slash = reference.indexOf('/');
            idsByType
                    .computeIfAbsent(reference.substring(0, slash), type -> new ArrayList<>())
                    .add(reference.substring(slash + 1));
        }
        return idsByType;
    }

    private List<Object[]> query(String type, List<String> ids) {
        return entities.createQuery("""
                        select r, h from ResourceTable r
                        join ResourceHistoryTable h on h.myResourceTable = r and h.myResourceVersion = r.myVersion
                        where r.myResourceType = :type and r.myFhirId in (:ids) and r.myDeleted is null""", Object[].class)
                .setParameter("type", type)
                .setParameter("ids", ids)
                .getResultList();
    }

    private static ResourceTable withVersion(Object[] row) {
        ResourceTable resource = (ResourceTable) row[0];
        resource.setCurrentVersionEntity((ResourceHistoryTable) row[1]);
        return resource;
    }
}
