package dev.tributary.flow.wire.mllp;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The threads of all MLLP ports together. Few: an event loop only cuts frames and writes answers, and thousands of
 * connections share them.
 */
final class EventLoops implements AutoCloseable {

    private final EventLoopGroup acceptors = new NioEventLoopGroup(1, new DefaultThreadFactory("mllp-accept", true));
    private final EventLoopGroup workers = new NioEventLoopGroup(
            Math.max(2, Runtime.getRuntime().availableProcessors()), new DefaultThreadFactory("mllp", true));

    EventLoopGroup acceptors() {
        return acceptors;
    }

    EventLoopGroup workers() {
        return workers;
    }

    @Override
    public void close() {
        Future<?> accepting = acceptors.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        Future<?> working = workers.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        accepting.awaitUninterruptibly(3, TimeUnit.SECONDS);
        working.awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
