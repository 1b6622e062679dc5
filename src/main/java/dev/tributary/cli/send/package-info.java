/**
 * An MLLP client for people: sends files and shows the answers ({@link dev.tributary.cli.send.SendCommand}), or sends
 * many messages by a timetable and measures the answers ({@code --load}). Plain sockets, so that it judges the engine's
 * edge from outside.
 */
@NullMarked
package dev.tributary.cli.send;

import org.jspecify.annotations.NullMarked;
