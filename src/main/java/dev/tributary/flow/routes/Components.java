package dev.tributary.flow.routes;

import dev.tributary.base.NearestWord;
import dev.tributary.base.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.EndpointUriFactory;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The Camel components that are here, and the options of their endpoints. */
final class Components {

    private static final String SERVICES = "META-INF/services/org/apache/camel/component/";

    /** Ours, which need the engine: what they are to a check without one. */
    private static final Map<String, String> OWN = Map.of("hl7-feed", "", "broker", "jms");

    /** These hand unknown options on to the address. */
    private static final Set<String> LENIENT = Set.of("http", "https");

    private final CamelContext camel;
    private final Set<String> schemes;
    private final Map<String, Set<String>> options = new HashMap<>();

    Components(CamelContext camel) {
        this.camel = camel;
        this.schemes = schemes();
    }

    void check(RouteUse use, Problems problems) {
        String scheme = use.scheme();
        if (scheme.isEmpty() || scheme.contains("{{") || scheme.contains("${")) {
            return;
        }
        if (!schemes.contains(scheme)) {
            problems.add(
                    use.file(),
                    use.line(),
                    "there is no component '" + scheme + "'",
                    NearestWord.cure(scheme, schemes));
            return;
        }
        if (LENIENT.contains(scheme)) {
            return;
        }
        Set<String> known = options.computeIfAbsent(scheme, this::optionsOf);
        use.options().forEach((option, line) -> {
            boolean exists = known.isEmpty() && !OWN.containsKey(scheme)
                    || option.indexOf('.') >= 0
                    || option.contains("{{")
                    || known.stream().anyMatch(option::equalsIgnoreCase);
            if (!exists) {
                problems.add(
                        use.file(),
                        line,
                        "component " + scheme + " has no option '" + option + "'",
                        NearestWord.cure(option, known));
            }
        });
    }

    private Set<String> optionsOf(String scheme) {
        String like = OWN.getOrDefault(scheme, scheme);
        EndpointUriFactory options =
                like.isEmpty() ? null : camel.getCamelContextExtension().getEndpointUriFactory(like);
        return options == null ? Set.of() : new TreeSet<>(options.propertyNames());
    }

    private static Set<String> schemes() {
        try {
            Set<String> schemes = new TreeSet<>(OWN.keySet());
            for (Resource resource :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:" + SERVICES + "*")) {
                String name = resource.getFilename();
                if (name != null && !name.isEmpty()) {
                    schemes.add(name);
                }
            }
            return schemes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
