/**
 * The files in {@code routes/}: where messages go. {@link dev.tributary.flow.routes.RouteFiles} finds them, checks all
 * of them before one route starts, and loads them; {@link dev.tributary.flow.routes.TemplatedRoutes} is how a room asks
 * for routes made from a template, one for each feed or subscriber in the settings.
 */
@NullMarked
package dev.tributary.flow.routes;

import org.jspecify.annotations.NullMarked;
