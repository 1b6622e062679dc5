package dev.tributary.store.embedded;

import ca.uhn.fhir.interceptor.model.RequestPartitionId;
import ca.uhn.fhir.jpa.cache.IResourceTypeCacheSvc;
import ca.uhn.fhir.jpa.cache.ISearchParamIdentityCacheSvc;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.model.entity.BaseResourceIndex;
import ca.uhn.fhir.jpa.model.entity.BaseResourceIndexedSearchParam;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamToken;
import ca.uhn.fhir.jpa.model.entity.ResourceLink;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import ca.uhn.fhir.jpa.searchparam.extractor.ISearchParamExtractor;
import ca.uhn.fhir.jpa.searchparam.extractor.ISearchParamExtractorSvc;
import ca.uhn.fhir.jpa.searchparam.extractor.ResourceIndexedSearchParams;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Asks HAPI's own extraction what is to be indexed of a resource. The targets of its references are looked up before.
 * HAPI walks through the whole resource for what it contains, asks every parameter of the type once for each kind of
 * parameter, and puts composites together that only Lucene would index; of the usual resource ({@link QuickExtraction})
 * only the parameters that have a value are asked.
 */
final class IndexExtraction {

    /**
     * What HAPI would write of one resource beside its text.
     *
     * @param flags the row of the resource, with what HAPI notes there about its index
     * @param rows entities of HAPI's index tables
     */
    record Found(ResourceTable flags, Collection<BaseResourceIndex> rows) {}

    private static final Pattern REFERENCE =
            Pattern.compile("\"reference\":\"([A-Z][A-Za-z]{1,63}/[A-Za-z0-9.-]{1,64})[\"/]");

    private final ISearchParamExtractorSvc extractor;
    private final QuickExtraction quick;
    private final ISearchParamIdentityCacheSvc identities;
    private final IResourceTypeCacheSvc types;
    private final Set<Long> noted = ConcurrentHashMap.newKeySet();

    IndexExtraction(
            ISearchParamExtractorSvc extractor,
            QuickExtraction quick,
            ISearchParamIdentityCacheSvc identities,
            IResourceTypeCacheSvc types) {
        this.extractor = extractor;
        this.quick = quick;
        this.identities = identities;
        this.types = types;
    }

    /**
     * @param text a resource as HAPI stores it: quotes within its values are escaped, so that this looks like nothing else
     * @return {@code Type/id} of every resource of this store that it refers to
     */
    static Set<String> references(String text) {
        Set<String> references = new TreeSet<>();
        Matcher found = REFERENCE.matcher(text);
        while (found.find()) {
            references.add(found.group(1));
        }
        return references;
    }

    /**
     * @param targets of references, by reference; null for one that is not there
     * @param at when the resource was changed
     * @return what HAPI knows about one transaction, here about many
     */
    TransactionDetails details(Map<String, @Nullable Long> targets, Date at) {
        TransactionDetails details = new TransactionDetails(at);
        targets.forEach((reference, pid) -> {
            IdType id = new IdType(reference);
            details.addResolvedResourceId(
                    id, pid == null ? null : JpaPid.fromIdAndResourceType(pid, id.getResourceType()));
        });
        return details;
    }

    short typeId(String type) {
        return types.getResourceTypeId(type);
    }

    /**
     * @param resource with its id
     * @param pid HAPI's number for it
     * @param details of {@link #details}, with all its targets
     * @return what is to be written
     */
    Found extract(Resource resource, long pid, TransactionDetails details) {
        ResourceTable row = new ResourceTable();
        row.setId(JpaPid.fromId(pid));
        row.setResourceType(resource.fhirType());
        row.setResourceTypeId(typeId(resource.fhirType()));
        row.setFhirId(resource.getIdElement().getIdPart());
        ResourceIndexedSearchParams found = quick.of(resource, row, details);
        if (found == null) {
            found = byHapi(resource, row, details);
        }
        for (ResourceLink link : found.myLinks) {
            if (link.getTargetResourceType() != null) {
                link.setTargetResourceTypeId(typeId(link.getTargetResourceType()));
            }
        }
        found.populateResourceTableSearchParamsPresentFlags(row);
        List<BaseResourceIndex> rows = new ArrayList<>();
        for (Collection<? extends BaseResourceIndex> some : List.of(
                found.myStringParams,
                found.myTokenParams,
                found.myNumberParams,
                found.myQuantityParams,
                found.myQuantityNormalizedParams,
                found.myDateParams,
                found.myUriParams,
                found.myCoordsParams,
                found.myLinks,
                found.myComboTokenNonUnique,
                found.myComboStringUniques)) {
            finish(some, row, pid);
            // hashes are part of what makes two of them equal, and were just computed
            rows.addAll(new HashSet<>(some));
        }
        return new Found(row, rows);
    }

    private ResourceIndexedSearchParams byHapi(Resource resource, ResourceTable row, TransactionDetails details) {
        ResourceIndexedSearchParams found = ResourceIndexedSearchParams.withSets();
        extractor.extractFromResource(
                RequestPartitionId.allPartitions(),
                new SystemRequestDetails(),
                found,
                ResourceIndexedSearchParams.withLists(row),
                row,
                resource,
                details,
                true,
                ISearchParamExtractor.ALL_PARAMS);
        return found;
    }

    private static void finish(Collection<? extends BaseResourceIndex> indexes, ResourceTable row, long pid) {
        for (BaseResourceIndex index : indexes) {
            index.setResourceId(pid);
            index.setPartitionId(row.getPartitionId());
            index.calculateHashes();
            if (index instanceof ResourceIndexedSearchParamToken token) {
                token.truncateFieldsForDB();
            }
        }
    }

    /** HAPI keeps a list of all parameters that were ever indexed. */
    void note(BaseResourceIndex added) {
        if (added instanceof BaseResourceIndexedSearchParam parameter
                && (parameter.getHashIdentity() == null || noted.add(parameter.getHashIdentity()))) {
            identities.findOrCreateSearchParamIdentity(
                    parameter.getHashIdentity(), parameter.getResourceType(), parameter.getParamName());
        }
    }
}
