/**
 * Verbs that ask a running engine, over its REST: {@link dev.tributary.cli.remote.RunningEngine} speaks to it, {@link
 * dev.tributary.cli.remote.EngineOptions} says where it is and who asks.
 */
@NullMarked
package dev.tributary.cli.remote;

import org.jspecify.annotations.NullMarked;
