package dev.tributary.flow.routes;

import dev.tributary.base.NearestWord;
import dev.tributary.base.Problem;
import dev.tributary.base.Problems;
import dev.tributary.base.ProblemsException;
import dev.tributary.flow.routes.RouteUse.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Finds the mistakes in route files before one route starts: text that is no YAML or no route, components and options that
 * do not exist, beans and {@code direct:} endpoints that nobody has, ids given twice.
 */
public final class RouteCheck {

    /** The beans that shipped routes may call, for a check without an engine. */
    public static final Set<String> ENGINE_BEANS = Set.of("intake", "routeIntake", "fileIntake", "courier");

    private final List<RouteFile> files;
    private final Collection<String> beans;

    /**
     * @param files as found by {@link RouteFolder}
     * @param beans names that {@code bean:} may use, beside those the files make themselves
     */
    public RouteCheck(List<RouteFile> files, Collection<String> beans) {
        this.files = List.copyOf(files);
        this.beans = Set.copyOf(beans);
    }

    /**
     * Everything, in a Camel context of its own in which nothing is started; for the command line.
     *
     * @return every mistake, by file and line
     */
    public List<Problem> alone() {
        Problems problems = new Problems();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getPropertiesComponent().setIgnoreMissingProperty(true);
            problems.addAll(references(camel));
            if (problems.isEmpty()) {
                new RouteFiles(files).loadInto(camel);
            }
        } catch (ProblemsException e) {
            problems.addAll(e.problems());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return problems.all();
    }

    /**
     * What the files refer to.
     *
     * @param camel knows the components
     * @return every mistake, by file and line
     */
    public List<Problem> references(CamelContext camel) {
        Problems problems = new Problems();
        List<RouteUse> uses = new ArrayList<>();
        files.forEach(file -> uses.addAll(RouteReader.read(file, problems)));
        Set<String> own = new TreeSet<>(beans);
        Set<String> direct = new TreeSet<>();
        for (RouteUse use : uses) {
            if (use.kind() == Kind.OWN_BEAN) {
                own.add(use.text());
            } else if (use.kind() == Kind.CONSUMER && isInternal(use)) {
                direct.add(use.scheme() + ":" + use.name());
            }
        }
        Components components = new Components(camel);
        for (RouteUse use : uses) {
            switch (use.kind()) {
                case BEAN -> bean(use, use.text(), own, problems);
                case CONSUMER -> components.check(use, problems);
                case PRODUCER -> producer(use, own, direct, components, problems);
                default -> {
                    // names, not references
                }
            }
        }
        twice(uses, problems);
        return problems.all();
    }

    private static void producer(
            RouteUse use, Set<String> own, Set<String> direct, Components components, Problems problems) {
        if (use.scheme().equals("bean") && !isComputed(use.name())) {
            bean(use, use.name(), own, problems);
        }
        if (isInternal(use) && !isComputed(use.name()) && !direct.contains(use.scheme() + ":" + use.name())) {
            problems.add(
                    use.file(),
                    use.line(),
                    "no route starts from " + use.scheme() + ":" + use.name(),
                    NearestWord.cure(use.scheme() + ":" + use.name(), direct));
        }
        components.check(use, problems);
    }

    private static void bean(RouteUse use, String name, Set<String> own, Problems problems) {
        if (!isComputed(name) && !own.contains(name) && name.indexOf('.') < 0) {
            problems.add(use.file(), use.line(), "there is no bean '" + name + "'", NearestWord.cure(name, own));
        }
    }

    private static void twice(List<RouteUse> uses, Problems problems) {
        Map<String, RouteUse> first = new HashMap<>();
        for (RouteUse use : uses) {
            if (use.kind() == Kind.ROUTE || use.kind() == Kind.TEMPLATE) {
                RouteUse other = first.putIfAbsent(use.text(), use);
                if (other != null) {
                    problems.add(
                            use.file(),
                            use.line(),
                            "the id '" + use.text() + "' is taken by " + other.file() + ":" + other.line(),
                            "give every route and template an id of its own");
                }
            }
        }
    }

    private static boolean isInternal(RouteUse use) {
        return use.scheme().equals("direct") || use.scheme().equals("seda");
    }

    private static boolean isComputed(String name) {
        return name.contains("{{") || name.contains("${");
    }
}
