/**
 * The mapping set while the engine runs. {@link dev.tributary.flow.mappings.LiveMappings} holds what is in force; {@link
 * dev.tributary.flow.mappings.MappingWatch} looks whether the files change and asks for a reload once they are quiet. A set
 * is read and compiled aside; one with a mistake is refused whole, the old one stays, and {@link
 * dev.tributary.flow.mappings.MappingState} says so to the console, to health and to the meters.
 */
@NullMarked
package dev.tributary.flow.mappings;

import org.jspecify.annotations.NullMarked;
