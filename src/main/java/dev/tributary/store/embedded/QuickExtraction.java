package dev.tributary.store.embedded;

import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.jpa.model.dao.JpaPid;
import ca.uhn.fhir.jpa.model.entity.BaseResourceIndexedSearchParam;
import ca.uhn.fhir.jpa.model.entity.NormalizedQuantitySearchLevel;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamCoords;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamString;
import ca.uhn.fhir.jpa.model.entity.ResourceIndexedSearchParamToken;
import ca.uhn.fhir.jpa.model.entity.ResourceLink;
import ca.uhn.fhir.jpa.model.entity.ResourceLink.ResourceLinkForLocalReferenceParams;
import ca.uhn.fhir.jpa.model.entity.ResourceTable;
import ca.uhn.fhir.jpa.model.entity.StorageSettings;
import ca.uhn.fhir.jpa.searchparam.extractor.ISearchParamExtractor.ISearchParamFilter;
import ca.uhn.fhir.jpa.searchparam.extractor.ISearchParamExtractor.SearchParamSet;
import ca.uhn.fhir.jpa.searchparam.extractor.PathAndRef;
import ca.uhn.fhir.jpa.searchparam.extractor.ResourceIndexedSearchParams;
import ca.uhn.fhir.rest.api.RestSearchParameterTypeEnum;
import ca.uhn.fhir.rest.api.server.storage.TransactionDetails;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.DomainResource;
import org.hl7.fhir.r4.model.Enumerations.ResourceType;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What is to be indexed of a usual resource: nothing contained, references within this store only. The values are made
 * into rows by HAPI, parameter by parameter, but only parameters that have a value are asked, and each only once. Thread-safe.
 */
final class QuickExtraction {

    private static final Pattern LOCAL = Pattern.compile("([A-Z][A-Za-z]+)/[A-Za-z0-9.-]{1,64}");

    private static final Set<String> TYPES = Set.of(Arrays.stream(ResourceType.values())
            .map(ResourceType::toCode)
            .filter(code -> code != null)
            .toArray(String[]::new));

    private final ShortPaths paths;
    private final ISearchParamRegistry registry;
    private final boolean usable;

    QuickExtraction(ShortPaths paths, ISearchParamRegistry registry, StorageSettings settings) {
        this.paths = paths;
        this.registry = registry;
        this.usable = !settings.isIndexOnContainedResources()
                && !settings.isIndexOnUpliftedRefchains()
                && settings.getIndexMissingFields() != StorageSettings.IndexEnabledEnum.ENABLED
                && settings.getNormalizedQuantitySearchLevel()
                        == NormalizedQuantitySearchLevel.NORMALIZED_QUANTITY_SEARCH_NOT_SUPPORTED
                && settings.getTreatReferencesAsLogical().stream().noneMatch(each -> each.startsWith("*"));
    }

    /**
     * @param resource with its id
     * @param row of the resource; learns whether it has links
     * @param details which of its references lead to something
     * @return what HAPI's extraction would find; null if that must be asked
     */
    @Nullable
    ResourceIndexedSearchParams of(Resource resource, ResourceTable row, TransactionDetails details) {
        String type = resource.fhirType();
        if (!usable
                || resource instanceof DomainResource whole && whole.hasContained()
                || !registry.getActiveComboSearchParams(type, SearchParamLookupContextEnum.INDEX)
                        .isEmpty()) {
            return null;
        }
        Map<String, RuntimeSearchParam> links = new HashMap<>();
        Map<RestSearchParameterTypeEnum, List<RuntimeSearchParam>> valued =
                new EnumMap<>(RestSearchParameterTypeEnum.class);
        for (RuntimeSearchParam parameter : registry.getActiveSearchParams(type, SearchParamLookupContextEnum.INDEX)
                .values()) {
            RestSearchParameterTypeEnum kind = parameter.getParamType();
            if (kind != RestSearchParameterTypeEnum.COMPOSITE && paths.mayHaveValue(resource, parameter)) {
                valued.computeIfAbsent(kind, its -> new ArrayList<>()).add(parameter);
                if (kind == RestSearchParameterTypeEnum.REFERENCE) {
                    links.put(parameter.getName(), parameter);
                }
            }
        }
        ResourceIndexedSearchParams found = ResourceIndexedSearchParams.withSets();
        if (!links.isEmpty() && !link(paths.extractResourceLinks(resource, false), links, row, details, found)) {
            return null;
        }
        row.setHasLinks(!found.myLinks.isEmpty());
        valued.forEach((kind, parameters) -> add(resource, kind, asked -> parameters, found));
        for (var some : List.of(
                found.myNumberParams,
                found.myQuantityParams,
                found.myDateParams,
                found.myUriParams,
                found.myTokenParams,
                found.myStringParams,
                found.myCoordsParams)) {
            some.forEach(index -> {
                index.setResource(row);
                index.setUpdated(details.getTransactionDate());
            });
        }
        return found;
    }

    private void add(
            Resource resource,
            RestSearchParameterTypeEnum kind,
            ISearchParamFilter asked,
            ResourceIndexedSearchParams found) {
        switch (kind) {
            case STRING -> found.myStringParams.addAll(paths.extractSearchParamStrings(resource, asked));
            case NUMBER -> found.myNumberParams.addAll(paths.extractSearchParamNumber(resource, asked));
            case QUANTITY -> found.myQuantityParams.addAll(paths.extractSearchParamQuantity(resource, asked));
            case DATE -> found.myDateParams.addAll(paths.extractSearchParamDates(resource, asked));
            case URI -> found.myUriParams.addAll(paths.extractSearchParamUri(resource, asked));
            case TOKEN -> paths.extractSearchParamTokens(resource, asked).forEach(index -> addTo(found, index));
            case SPECIAL -> paths.extractSearchParamSpecial(resource, asked).forEach(index -> addTo(found, index));
            case REFERENCE, COMPOSITE, HAS -> {}
        }
    }

    // a token's text is indexed as a string, a special parameter may be a place on earth
    private static void addTo(ResourceIndexedSearchParams found, BaseResourceIndexedSearchParam index) {
        if (index instanceof ResourceIndexedSearchParamToken token) {
            found.myTokenParams.add(token);
        } else if (index instanceof ResourceIndexedSearchParamCoords coords) {
            found.myCoordsParams.add(coords);
        } else if (index instanceof ResourceIndexedSearchParamString string) {
            found.myStringParams.add(string);
        }
    }

    private static boolean link(
            SearchParamSet<PathAndRef> references,
            Map<String, RuntimeSearchParam> parameters,
            ResourceTable row,
            TransactionDetails details,
            ResourceIndexedSearchParams found) {
        for (PathAndRef one : references) {
            RuntimeSearchParam parameter = parameters.get(one.getSearchParamName());
            if (one.getRef() == null || parameter == null || one.isCanonical()) {
                return false;
            }
            IIdType id = one.getRef().getReferenceElement();
            String value = id.getValue();
            if (value == null || !LOCAL.matcher(value).matches() || !TYPES.contains(id.getResourceType())) {
                return false;
            }
            found.myPopulatedResourceLinkParameters.add(one.getSearchParamName());
            JpaPid target = (JpaPid) details.getResolvedResourceId(new IdType(value));
            if (target == null
                    || parameter.hasTargets() && !parameter.getTargets().contains(id.getResourceType())) {
                continue;
            }
            found.myLinks.add(ResourceLink.forLocalReference(ResourceLinkForLocalReferenceParams.instance()
                    .setSourcePath(one.getPath())
                    .setSourceResource(row)
                    .setTargetResourceType(id.getResourceType())
                    .setTargetResourcePid(target.getId())
                    .setTargetResourceId(id.getIdPart())
                    .setUpdated(details.getTransactionDate())
                    .setTargetResourcePartitionablePartitionId(target.getPartitionablePartitionId())));
        }
        return true;
    }
}
