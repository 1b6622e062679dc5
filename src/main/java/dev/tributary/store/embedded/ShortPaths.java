package dev.tributary.store.embedded;

import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.jpa.searchparam.extractor.SearchParamExtractorR4;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IIdType;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * HAPI's extraction of search parameters, which goes a short way where a parameter's path is but a row of names, as most
 * are: children by name instead of FHIRPath. Behind the names may stand what is common: {@code where(resolve() is Type)},
 * {@code where(system='phone')}, {@code as Type}. The answers are the same, and whatever else a path says, HAPI's own
 * FHIRPath answers.
 */
final class ShortPaths extends SearchParamExtractorR4 {

    private static final String TYPE = "[A-Z][A-Za-z]+";
    private static final String NAME = "[a-z][A-Za-z]*";

    private static final Pattern NAMES = Pattern.compile("(" + TYPE + ")((?:\\." + NAME + ")+)"
            + "(?:\\.where\\(resolve\\(\\) is (" + TYPE + ")\\)|\\.where\\((" + NAME
            + ") ?= ?'([^'\\\\]*)'\\))?");
    private static final Pattern AS = Pattern.compile("(" + TYPE + ")((?:\\." + NAME + ")+)\\.as\\((\\w+)\\)|\\(("
            + TYPE + ")((?:\\." + NAME + ")+) as (\\w+)\\)");
    private static final Pattern THERE =
            Pattern.compile("(" + TYPE + ")\\.(" + NAME + ")\\.exists\\(\\) and \\1\\.\\2 != false");

    /** Nothing behind the first name makes something of nothing. */
    private static final Pattern FIRST = Pattern.compile("\\(?(" + TYPE + ")\\.(" + NAME + ")(?:\\." + NAME
            + "|\\.where\\([^()]*(?:\\(\\)[^()]*)?\\)|\\.(?:as|ofType)\\(\\w+\\)| as \\w+)*\\)?");

    private static final List<Base> NOTHING = List.of();

    private final Map<String, Optional<ShortPath>> paths = new ConcurrentHashMap<>();
    private final Map<String, String[]> splits = new ConcurrentHashMap<>();

    /**
     * A path that needs no FHIRPath.
     *
     * @param type of the resource it starts from
     * @param names of elements, from there on
     * @param end what of the values at its end is meant
     */
    private record ShortPath(String type, List<String> names, End end) {}

    /** What of the values at the end of a path is meant. */
    private sealed interface End {}

    private record All() implements End {}

    /** Only the first name is known: without a value there the path has none. */
    private record Unknown() implements End {}

    private record LeadingTo(String target) implements End {}

    private record Where(String name, String value) implements End {}

    private record As(String type) implements End {}

    private record There() implements End {}

    /** @return the parts of a path between its bars, which HAPI looks for each time */
    @Override
    public String[] split(String path) {
        return splits.computeIfAbsent(path, super::split).clone();
    }

    @Override
    public IValueExtractor getPathValueExtractor(IBase resource, String path) {
        IValueExtractor shortWay = shortWay(resource, path);
        return shortWay == null ? super.getPathValueExtractor(resource, path) : shortWay;
    }

    /** @return false if the resource has no value for the parameter; true if it has one or that was not found out */
    boolean mayHaveValue(Resource resource, RuntimeSearchParam parameter) {
        String path = parameter.getPath();
        if (path == null || path.isBlank()) {
            return false;
        }
        for (String part : splits.computeIfAbsent(path, super::split)) {
            ShortPath known = known(part.trim());
            if (known == null || !resource.fhirType().equals(known.type())) {
                return true;
            }
            if (!(known.end() instanceof There)
                    && values(resource, known.names()).isEmpty()) {
                continue;
            }
            List<Base> values = values(resource, known);
            if (values == null || !values.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** @return the short way, or null if there is none */
    @Nullable
    IValueExtractor shortWay(IBase start, String path) {
        ShortPath known = known(path);
        if (known == null
                || !(start instanceof Resource resource)
                || resource instanceof Bundle
                || !resource.fhirType().equals(known.type())) {
            return null;
        }
        List<Base> values = values(resource, known);
        return values == null ? null : () -> values;
    }

    /** @return the way by FHIRPath */
    IValueExtractor longWay(IBase start, String path) {
        return super.getPathValueExtractor(start, path);
    }

    private @Nullable ShortPath known(String path) {
        return paths.computeIfAbsent(path, ShortPaths::parse).orElse(null);
    }

    private static Optional<ShortPath> parse(String path) {
        Matcher names = NAMES.matcher(path);
        if (names.matches()) {
            End end = names.group(3) != null
                    ? new LeadingTo(names.group(3))
                    : names.group(4) != null ? new Where(names.group(4), names.group(5)) : new All();
            return Optional.of(new ShortPath(names.group(1), names(names.group(2)), end));
        }
        Matcher as = AS.matcher(path);
        if (as.matches()) {
            int from = as.group(1) == null ? 4 : 1;
            return Optional.of(new ShortPath(as.group(from), names(as.group(from + 1)), new As(as.group(from + 2))));
        }
        Matcher there = THERE.matcher(path);
        if (there.matches()) {
            return Optional.of(new ShortPath(there.group(1), List.of(there.group(2)), new There()));
        }
        Matcher first = FIRST.matcher(path);
        return first.matches()
                ? Optional.of(new ShortPath(first.group(1), List.of(first.group(2)), new Unknown()))
                : Optional.empty();
    }

    private static List<String> names(String dotted) {
        return List.copyOf(Arrays.asList(dotted.substring(1).split("\\.")));
    }

    /** @return null if only FHIRPath knows */
    private static @Nullable List<Base> values(Resource resource, ShortPath path) {
        List<Base> values = values(resource, path.names());
        if (path.end() instanceof All) {
            return values;
        }
        if (path.end() instanceof There) {
            if (values.isEmpty()) {
                return List.of(new BooleanType(false));
            }
            return values.size() == 1 && values.get(0) instanceof BooleanType known && known.hasValue()
                    ? List.of(new BooleanType(known.booleanValue()))
                    : null;
        }
        if (values.isEmpty()) {
            return NOTHING;
        }
        if (path.end() instanceof LeadingTo leading) {
            return values.stream()
                    .filter(value -> leadsTo(value, leading.target()))
                    .toList();
        }
        if (path.end() instanceof As as) {
            // of several FHIRPath may complain
            return values.size() > 1 ? null : isA(values.get(0), as.type()) ? values : NOTHING;
        }
        return path.end() instanceof Where where ? where(values, where) : null;
    }

    private static List<Base> values(Resource resource, List<String> names) {
        List<Base> values = List.of(resource);
        for (String name : names) {
            List<Base> next = NOTHING;
            for (Base value : values) {
                Base[] children = value.listChildrenByName(name, false);
                for (Base child : children == null ? new Base[0] : children) {
                    if (child != null) {
                        if (next.isEmpty()) {
                            next = new ArrayList<>(children.length);
                        }
                        next.add(child instanceof IIdType id ? bare(id) : child);
                    }
                }
            }
            values = next;
        }
        return values;
    }

    private static @Nullable List<Base> where(List<Base> values, Where where) {
        List<Base> meant = new ArrayList<>(values.size());
        for (Base value : values) {
            Base[] children = value.isPrimitive() ? new Base[0] : value.listChildrenByName(where.name(), false);
            if (children.length > 1 || children.length == 1 && (children[0] == null || !children[0].isPrimitive())) {
                return null;
            }
            if (children.length == 1 && where.value().equals(children[0].primitiveValue())) {
                meant.add(value);
            }
        }
        return meant;
    }

    private static boolean isA(Base value, String type) {
        return value.fhirType().equals(type);
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
