package dev.tributary.flow.wire.mllp;

import dev.tributary.base.LogKey;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedTls;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides whether a peer may stay, and lays out its pipeline. */
final class PeerInitializer extends ChannelInitializer<SocketChannel> {

    private static final Logger LOG = LoggerFactory.getLogger(PeerInitializer.class);
    private static final long HANDSHAKE_MILLIS = 10_000;

    private final PeerSettings settings;
    private final FeedHandler handler;
    private final ChannelGroup connections;
    private final AllowedAddresses allowed;
    private final int limit;
    private final @Nullable SslContext tls;

    PeerInitializer(PeerSettings settings, FeedProperties properties, FeedHandler handler, ChannelGroup connections) {
        this.settings = settings;
        this.handler = handler;
        this.connections = connections;
        this.allowed = AllowedAddresses.of(properties.allowedAddresses());
        this.limit = properties.limits().connections();
        FeedTls wanted = properties.tls();
        this.tls = wanted == null ? null : TlsContexts.server(wanted);
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        if (!allowed.allow(channel.remoteAddress().getAddress())) {
            turnAway(channel, "address");
            return;
        }
        AtomicInteger open = settings.meters().connections();
        if (open.incrementAndGet() > limit) {
            open.decrementAndGet();
            turnAway(channel, "limit");
            return;
        }
        channel.closeFuture().addListener(closed -> open.decrementAndGet());
        if (tls != null) {
            SslHandler ssl = tls.newHandler(channel.alloc());
            ssl.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
            channel.pipeline().addLast("tls", ssl);
        }
        if (!settings.idle().isZero()) {
            channel.pipeline()
                    .addLast("idle", new IdleStateHandler(0, 0, settings.idle().toMillis(), TimeUnit.MILLISECONDS));
        }
        channel.pipeline().addLast("mllp", new MllpConnection(settings, handler));
        connections.add(channel);
    }

    private void turnAway(SocketChannel channel, String reason) {
        settings.meters().ended(reason);
        LOG.atWarn()
                .addKeyValue(LogKey.FEED, settings.feed())
                .addKeyValue(LogKey.REMOTE, PeerSettings.remote(channel))
                .addKeyValue(LogKey.STATE, reason)
                .log("connection turned away");
        channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }
}
