package dev.tributary.store.embedded;

import ca.uhn.fhir.jpa.api.dao.IFhirSystemDao;
import ca.uhn.fhir.jpa.dao.IJpaStorageResourceParser;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.model.entity.ResourceHistoryTable;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.Resource;

/**
 * Finds current versions by reference with one query per resource type, inside a running transaction. Going through
 * HAPI's own read would cost two queries a resource and mark the transaction for rollback where one is missing.
 */
final class StoredResources {

    // PostgreSQL plans long IN lists well; this only bounds the statement
    private static final int CHUNK = 500;

    private final EntityManager entities;
    private final IJpaStorageResourceParser parser;
    private final IFhirSystemDao<?, ?> systemDao;

    StoredResources(EntityManager entities, IJpaStorageResourceParser parser, IFhirSystemDao<?, ?> systemDao) {
        this.entities = entities;
        this.parser = parser;
        this.systemDao = systemDao;
    }

    /** @return rows of existing, not deleted resources by {@code Type/id}, each with its current version at hand */
    Map<String, ResourceTable> rows(Collection<String> references) {
        Map<String, List<String>> idsByType = new TreeMap<>();
        for (String reference : references) {
            int slash = reference.indexOf('/');
            idsByType
                    .computeIfAbsent(reference.substring(0, slash), type -> new ArrayList<>())
                    .add(reference.substring(slash + 1));
        }
        Map<String, ResourceTable> found = new LinkedHashMap<>();
        idsByType.forEach((type, ids) -> {
            for (int from = 0; from < ids.size(); from += CHUNK) {
                for (Object[] row : query(type, ids.subList(from, Math.min(ids.size(), from + CHUNK)))) {
                    found.put(type + "/" + ((ResourceTable) row[0]).getFhirId(), withVersion(row));
                }
            }
        });
        return found;
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

    /** Loads index rows of resources about to be written, so that HAPI need not ask for each table of each resource. */
    void prepareForUpdate(Collection<ResourceTable> rows) {
        List<JpaPid> pids = rows.stream().map(ResourceTable::getPersistentId).toList();
        systemDao.preFetchResources(pids, true);
    }

    Resource resource(ResourceTable row) {
        return (Resource) parser.toResource(row, false);
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
