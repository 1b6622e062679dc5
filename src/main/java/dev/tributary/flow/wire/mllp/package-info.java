/**
 * MLLP on Netty, as a Camel component of our own: {@code hl7-feed:<feed>}.
 *
 * <p>An {@link dev.tributary.flow.wire.mllp.FeedConsumer} owns one feed's port, so that stopping the route closes it.
 * Each peer is an {@link dev.tributary.flow.wire.mllp.MllpConnection}: a {@link
 * dev.tributary.flow.wire.mllp.FrameReader} makes {@link dev.tributary.flow.wire.mllp.Frame}s of whatever TCP delivers,
 * each goes through the route as one exchange whose body is a {@code WireMessage}, and the answers go back strictly in
 * the order of the frames, however many are waiting for the journal. No thread waits for anything.
 *
 * <p>Why not camel-netty's own consumer: it hands a reply back when its exchange is done, so that pipelined frames may
 * be answered out of order, and its codec holds a frame back until the final CR.
 */
@NullMarked
package dev.tributary.flow.wire.mllp;

import org.jspecify.annotations.NullMarked;
