package dev.tributary.flow.wire.mllp;

import dev.tributary.base.FeedName;
import dev.tributary.flow.wire.FeedMeters;
import dev.tributary.flow.wire.ReturnPaths;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;

/**
 * What every connection of one feed shares.
 *
 * @param feed whose port it is
 * @param frameSize largest content of a frame, in bytes
 * @param inFlight how many frames of one connection may wait for their answer
 * @param frameTime from the first byte of a frame to its end
 * @param idle silence after which a connection is closed; zero means never
 * @param clock gives the time of receipt
 * @param meters of the feed
 * @param returnPaths where open connections are found again
 */
record PeerSettings(
        FeedName feed,
        int frameSize,
        int inFlight,
        Duration frameTime,
        Duration idle,
        Clock clock,
        FeedMeters meters,
        ReturnPaths returnPaths) {

    /** @return {@code 10.20.1.7:51234}, or an empty text where the peer is already gone */
    static String remote(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress peer && peer.getAddress() != null
                ? peer.getAddress().getHostAddress() + ":" + peer.getPort()
                : "";
    }
}
