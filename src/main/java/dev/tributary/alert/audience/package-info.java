/**
 * Who an alert is for: the care team in the record, patient panels, attributions. {@link
 * dev.tributary.alert.audience.Audience} finds them when an alert is raised.
 */
@NullMarked
package dev.tributary.alert.audience;

import org.jspecify.annotations.NullMarked;
