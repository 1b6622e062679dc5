package dev.tributary.flow.routes;

import dev.tributary.base.NearestWord;
import dev.tributary.base.Problems;
import dev.tributary.base.ProblemsException;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Loads route files and makes the routes that the settings ask for, before Camel starts. */
public final class RouteFiles {

    private final List<RouteFile> files;

    /** @param files as found by {@link RouteFolder}; what they refer to is checked by {@link RouteCheck} */
    public RouteFiles(List<RouteFile> files) {
        this.files = List.copyOf(files);
    }

    /**
     * Adds every route and template of the files.
     *
     * @param context not yet started
     * @throws ProblemsException with what Camel cannot read in each of the files
     */
    public void loadInto(CamelContext context) {
        Problems problems = new Problems();
        for (RouteFile file : files) {
            try {
                PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString(file.name(), file.text()));
            } catch (Exception e) {
                MarkedYamlEngineException marked = marked(e);
                problems.add(
                        file.name(),
                        marked == null ? 0 : RouteReader.line(marked.getProblemMark()),
                        marked == null ? String.valueOf(e.getMessage()) : firstLine(marked),
                        "");
            }
        }
        problems.throwIfAny();
    }

    private static @Nullable MarkedYamlEngineException marked(@Nullable Throwable e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof MarkedYamlEngineException marked) {
                return marked;
            }
        }
        return null;
    }

    private static String firstLine(MarkedYamlEngineException e) {
        return Optional.ofNullable(e.getProblem())
                .or(() -> Optional.ofNullable(e.getMessage()))
                .orElse("cannot be read")
                .lines()
                .findFirst()
                .orElse("cannot be read");
    }

    /**
     * Makes routes from the templates that {@link #loadInto} has added.
     *
     * @param context not yet started
     * @param routes what the settings ask for
     * @throws ProblemsException with every route whose template is missing or asks for other parameters
     */
    public static void instantiate(CamelContext context, List<TemplatedRoute> routes) {
        ModelCamelContext model = (ModelCamelContext) context;
        Problems problems = new Problems();
        for (TemplatedRoute route : routes) {
            if (model.getRouteTemplateDefinition(route.template()) == null) {
                List<String> there = model.getRouteTemplateDefinitions().stream()
                        .map(RouteTemplateDefinition::getId)
                        .toList();
                String cure = NearestWord.cure(route.template(), there);
                problems.add(
                        "routes/",
                        0,
                        "route " + route.routeId() + " needs the routeTemplate '" + route.template()
                                + "', which no file has",
                        cure.isEmpty() ? "copy the shipped file back" : cure);
            } else {
                make(context, model, route, problems);
            }
        }
        problems.throwIfAny();
    }

    private static void make(CamelContext context, ModelCamelContext model, TemplatedRoute route, Problems problems) {
        try {
            TemplatedRouteBuilder builder =
                    TemplatedRouteBuilder.builder(context, route.template()).routeId(route.routeId());
            route.parameters().forEach(builder::parameter);
            RouteDefinition definition = model.getRouteDefinition(builder.add());
            definition.setDescription(route.description());
        } catch (RuntimeException e) {
            problems.add(
                    "routes/",
                    0,
                    "route " + route.routeId() + " cannot be made from routeTemplate '" + route.template() + "': "
                            + e.getMessage(),
                    "");
        }
    }
}
