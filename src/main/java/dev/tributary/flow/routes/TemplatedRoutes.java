package dev.tributary.flow.routes;

import java.util.List;

/** The routes that a part of the settings asks for; as a Spring bean it is asked once, before Camel starts. */
@FunctionalInterface
public interface TemplatedRoutes {

    /** @return the routes, in the order in which they start */
    List<TemplatedRoute> routes();
}
