/** {@code --demo}: an invented hospital's morning, played through the engine's real MLLP port. */
@NullMarked
package dev.tributary.cli.demo;

import org.jspecify.annotations.NullMarked;
