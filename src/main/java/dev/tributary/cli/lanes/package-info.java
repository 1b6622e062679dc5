/** The verb {@code lanes}: what is held in a running engine, and letting it go on. */
@NullMarked
package dev.tributary.cli.lanes;

import org.jspecify.annotations.NullMarked;
