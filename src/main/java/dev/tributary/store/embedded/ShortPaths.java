package dev.tributary.store.embedded;

import ca.uhn.fhir.jpa.searchparam.extractor.SearchParamExtractorR4;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * HAPI's extraction of search parameters, which goes a short way where a parameter's path is but a row of names, with or
 * without a {@code where(resolve() is Type)} behind it, as most are: children by name instead of FHIRPath. The answers are
 * the same, and whatever else a path says, HAPI's own FHIRPath answers.
 */
final class ShortPaths extends SearchParamExtractorR4 {

    private static final Pattern NAMES = Pattern.compile(
            "([A-Z][A-Za-z]+)((?:\\.[a-z][A-Za-z]*)+)(?:\\.where\\(resolve\\(\\) is ([A-Z][A-Za-z]+)\\))?");

    private final Map<String, Optional<ShortPath>> paths = new ConcurrentHashMap<>();

    /**
     * A path that needs no FHIRPath.
     *
     * @param type of the resource it starts from
     * @param names of elements, from there on
     * @param target what the references at its end lead to; null for anything
     */
    private record ShortPath(
            String type, List<String> names, @Nullable String target) {}

    @Override
    public IValueExtractor getPathValueExtractor(IBase resource, String path) {
        IValueExtractor shortWay = shortWay(resource, path);
        return shortWay == null ? super.getPathValueExtractor(resource, path) : shortWay;
    }

    /** @return the short way, or null if there is none */
    @Nullable
    IValueExtractor shortWay(IBase start, String path) {
        Optional<ShortPath> known = paths.computeIfAbsent(path, ShortPaths::parse);
        if (known.isEmpty()
                || !(start instanceof Resource resource)
                || resource instanceof Bundle
                || !resource.fhirType().equals(known.get().type())) {
            return null;
        }
        return () -> values(resource, known.get());
    }

    /** @return the way by FHIRPath */
    IValueExtractor longWay(IBase start, String path) {
        return super.getPathValueExtractor(start, path);
    }

    private static Optional<ShortPath> parse(String path) {
        Matcher names = NAMES.matcher(path);
        if (!names.matches()) {
            return Optional.empty();
        }
        return Optional.of(new ShortPath(
                names.group(1), List.of(names.group(2).substring(1).split("\\.")), names.group(3)));
    }

    private static List<Base> values(Resource resource, ShortPath path) {
        List<Base> values = List.of(resource);
        for (String name : path.names()) {
            List<Base> next = new ArrayList<>();
            for (Base value : values) {
                Base[] children = value.listChildrenByName(name, false);
                for (Base child : children == null ? new Base[0] : children) {
                    if (child != null) {
                        next.add(child instanceof IIdType id ? bare(id) : child);
                    }
                }
            }
            values = next;
        }
        String target = path.target();
        return target == null
                ? values
                : values.stream().filter(value -> leadsTo(value, target)).toList();
    }

    // as HAPI's engine hands out ids
    private static Base bare(IIdType id) {
        return (Base) id.toUnqualifiedVersionless().withResourceType(null);
    }

    private static boolean leadsTo(Base value, String target) {
        if (!(value instanceof Reference reference) || !reference.hasReference()) {
            return false;
        }
        String text = reference.getReference();
        return !text.startsWith("#") && target.equals(new IdType(text).getResourceType());
    }
}
