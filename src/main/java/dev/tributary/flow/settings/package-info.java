/**
 * The settings under {@code tributary.}, checked as a whole before anything starts: {@link
 * dev.tributary.flow.settings.SettingsCheck} tells unknown names, values that are not of their type and values out of
 * range, all at once, each with its file and line. What may be set is read off the {@code @ConfigurationProperties}
 * records, so that a setting exists exactly where its record says so.
 */
@NullMarked
package dev.tributary.flow.settings;

import org.jspecify.annotations.NullMarked;
