/** {@code check}: everything that users edit, without a server. */
@NullMarked
package dev.tributary.cli.check;

import org.jspecify.annotations.NullMarked;
