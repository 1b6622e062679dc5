package dev.tributary.flow.routes;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Loads route files and makes the routes that the settings ask for, before Camel starts. */
public final class RouteFiles {

    private final List<RouteFile> files;

    /** @param files as found by {@link RouteFolder}; check them first with {@link RouteCheck} */
    public RouteFiles(List<RouteFile> files) {
        this.files = List.copyOf(files);
    }

    /**
     * Adds every route and template of the files.
     *
     * @param context not yet started
     * @throws IllegalStateException if Camel refuses a file that passed the check
     */
    public void loadInto(CamelContext context) {
        List<Resource> resources = files.stream()
                .map(file -> ResourceHelper.fromString(file.name(), file.text()))
                .toList();
        try {
            PluginHelper.getRoutesLoader(context).loadRoutes(resources);
        } catch (Exception e) {
            throw new IllegalStateException("a route file cannot be loaded: " + e.getMessage(), e);
        }
    }

    /**
     * Makes routes from the templates that {@link #loadInto} has added.
     *
     * @param context not yet started
     * @param routes what the settings ask for
     */
    public static void instantiate(CamelContext context, List<TemplatedRoute> routes) {
        ModelCamelContext model = (ModelCamelContext) context;
        for (TemplatedRoute route : routes) {
            TemplatedRouteBuilder builder =
                    TemplatedRouteBuilder.builder(context, route.template()).routeId(route.routeId());
            route.parameters().forEach(builder::parameter);
            RouteDefinition definition = model.getRouteDefinition(builder.add());
            definition.setDescription(route.description());
        }
    }
}
