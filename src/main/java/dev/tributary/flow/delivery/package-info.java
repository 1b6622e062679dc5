/**
 * Alerts on their way to subscribers. {@link dev.tributary.flow.delivery.DeliveryRoutes} asks for one route per
 * subscriber, made from the template in {@code routes/}; the route calls the {@link dev.tributary.flow.delivery.Courier},
 * which has a {@link dev.tributary.flow.delivery.payload.Payloads body} made, tries one {@link
 * dev.tributary.flow.delivery.Channel} (HTTP, MLLP, folder, mail) and says what came of it; {@link
 * dev.tributary.flow.delivery.DeliveryBoard} remembers how each subscriber is doing and {@link
 * dev.tributary.flow.delivery.DeliveryControl} pauses and resumes. One thread per subscriber waits for nobody else's.
 */
@NullMarked
package dev.tributary.flow.delivery;

import org.jspecify.annotations.NullMarked;
