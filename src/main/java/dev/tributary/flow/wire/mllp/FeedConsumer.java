package dev.tributary.flow.wire.mllp;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.LogKey;
import dev.tributary.base.Problem;
import dev.tributary.base.ProblemsException;
import dev.tributary.flow.wire.Answer;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.hl7.WireMessage;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owns the port of one feed while its route runs. */
final class FeedConsumer extends DefaultConsumer implements FeedHandler {

    private static final Logger LOG = LoggerFactory.getLogger(FeedConsumer.class);

    /** How long a stopping route waits for the answers of the frames it has taken. */
    private static final long FINISH_MILLIS = 5_000;

    private final FeedEndpoint endpoint;
    private final FeedComponent component;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private @Nullable Channel server;

    FeedConsumer(FeedEndpoint endpoint, FeedComponent component, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.component = component;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        FeedProperties properties = endpoint.properties();
        PeerSettings peers = component.peers(endpoint.feed(), properties);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(component.loops().acceptors(), component.loops().workers())
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new PeerInitializer(peers, properties, this, connections));
        int port = properties.port() == null ? 0 : properties.port();
        ChannelFuture bound =
                bootstrap.bind(new InetSocketAddress(properties.bind(), port)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw cannotListen(properties, bound.cause());
        }
        server = bound.channel();
        LOG.atInfo()
                .addKeyValue(LogKey.FEED, endpoint.feed())
                .addKeyValue(LogKey.WHERE, bound.channel().localAddress())
                .log("listening for HL7 over MLLP");
    }

    private ProblemsException cannotListen(FeedProperties properties, Throwable cause) {
        String name = "tributary.feeds." + endpoint.feed();
        return new ProblemsException(List.of(new Problem(
                name + ".port",
                0,
                "cannot listen on " + properties.bind() + " port " + properties.port() + ": " + cause.getMessage(),
                "stop the other program on this port, or set another " + name + ".port or .bind")));
    }

    @Override
    protected void doStop() throws Exception {
        Channel listening = server;
        server = null;
        if (listening != null) {
            listening.close().awaitUninterruptibly();
        }
        connections.forEach(
                channel -> channel.pipeline().get(MllpConnection.class).finish());
        // on the way out every frame taken gets its answer; whoever is still open after that is cut off
        connections.newCloseFuture().awaitUninterruptibly(FINISH_MILLIS, TimeUnit.MILLISECONDS);
        connections.close().awaitUninterruptibly(FINISH_MILLIS, TimeUnit.MILLISECONDS);
        super.doStop();
    }

    /** @return the port it listens on; 0 while stopped */
    int localPort() {
        Channel listening = server;
        return listening == null ? 0 : ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public CompletionStage<Answer> take(WireMessage wire) {
        Exchange exchange = createExchange(false);
        exchange.getIn().setBody(wire);
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        getAsyncProcessor().process(exchange, doneSync -> {
            Exception failure = exchange.getException();
            Object body = exchange.getMessage().getBody();
            releaseExchange(exchange, false);
            if (failure == null && body instanceof Answer given) {
                answer.complete(given);
            } else {
                routeFailed(wire, failure).whenComplete((given, bug) -> complete(answer, given, bug));
            }
        });
        return answer;
    }

    private static void complete(CompletableFuture<Answer> answer, @Nullable Answer given, @Nullable Throwable bug) {
        if (given != null) {
            answer.complete(given);
        } else {
            answer.completeExceptionally(bug == null ? new IllegalStateException("no answer") : bug);
        }
    }

    // a route that throws or forgets the intake must not leave the sender without an answer, nor the message unseen
    private CompletionStage<Answer> routeFailed(WireMessage wire, @Nullable Exception failure) {
        LOG.atError()
                .addKeyValue(LogKey.FEED, endpoint.feed())
                .addKeyValue(LogKey.ROUTE, getRouteId())
                .addKeyValue(
                        LogKey.EXCEPTION,
                        failure == null ? "none" : failure.getClass().getName())
                .log("the route ended without an answer of the intake, message refused");
        return refuse(
                wire,
                new Fault(
                        FaultCode.INTERNAL,
                        failure == null
                                ? "the route ended without sending the message to bean:intake?method=accept"
                                : "the route failed with " + failure.getClass().getSimpleName(),
                        "route " + getRouteId()));
    }

    @Override
    public CompletionStage<Answer> refuse(WireMessage wire, Fault why) {
        return component.intake().refuse(wire, why);
    }

    @Override
    public void answered(WireMessage wire, Answer answer) {
        component.intake().answered(wire, answer);
    }
}
