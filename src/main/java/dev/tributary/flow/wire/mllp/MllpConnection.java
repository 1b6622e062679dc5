package dev.tributary.flow.wire.mllp;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.LogKey;
import dev.tributary.flow.wire.Answer;
import dev.tributary.flow.wire.ReturnPath;
import dev.tributary.hl7.WireMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One peer: reads frames, hands them on in order, and answers in the same order, one answer each, however many are
 * waiting for the journal. All state belongs to the channel's event loop.
 */
final class MllpConnection extends ChannelInboundHandlerAdapter implements ReturnPath {

    private static final Logger LOG = LoggerFactory.getLogger(MllpConnection.class);

    /** How long an FS in the middle of a segment may stay the last byte before it counts as the end of the frame. */
    private static final long UNDECIDED_MILLIS = 100;

    /** How long the rest of an oversized frame is thrown away, so that the peer can read its AR before the reset. */
    private static final long LINGER_MILLIS = 5_000;

    private static final Fault CUT = Fault.of(
            FaultCode.UNREADABLE, "the message has no end: another start block (VT) came before its end block (FS)");

    private final PeerSettings settings;
    private final FeedHandler handler;
    private final FrameReader reader;
    private final Deque<Slot> pending = new ArrayDeque<>();
    private final Instant openedAt;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ScheduledFuture<?> frameTimer;
    private boolean undecidedTimer;
    private boolean inputEnded;
    private boolean pumping;
    private boolean closing;
    private long junkReported;
    private String remote = "";

    MllpConnection(PeerSettings settings, FeedHandler handler) {
        this.settings = settings;
        this.handler = handler;
        this.reader = new FrameReader(settings.frameSize());
        this.openedAt = settings.clock().instant();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        remote = PeerSettings.remote(ctx.channel());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        settings.returnPaths().opened(settings.feed(), remote, this);
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof ByteBuf bytes && !closing) {
                reader.append(bytes);
                pump(ctx);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    /** Takes frames while there is room, answers what is ready, and again where answers made room. */
    private void pump(ChannelHandlerContext ctx) {
        // an answer that is ready at once must not start this a second time inside itself
        if (pumping) {
            return;
        }
        pumping = true;
        boolean wrote = false;
        try {
            boolean full;
            do {
                takeFrames(ctx);
                full = isFull();
                wrote |= writeReady(ctx);
            } while (full && !isFull() && !closing);
        } finally {
            pumping = false;
        }
        if (wrote) {
            ctx.flush();
        }
        settle(ctx);
    }

    private void takeFrames(ChannelHandlerContext ctx) {
        Frame frame;
        while (!closing && !isFull() && (frame = reader.next()) != null) {
            take(ctx, frame);
        }
    }

    private boolean isFull() {
        return pending.size() >= settings.inFlight();
    }

    private void settle(ChannelHandlerContext ctx) {
        reportJunk();
        if (inputEnded && pending.isEmpty()) {
            ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        } else if (!closing) {
            ctx.channel().config().setAutoRead(!isFull());
            decideSoon(ctx);
            watchFrame(ctx);
        }
    }

    private void take(ChannelHandlerContext ctx, Frame frame) {
        Slot slot = new Slot();
        pending.add(slot);
        WireMessage wire = new WireMessage(
                frame.bytes(), settings.feed(), remote, settings.clock().instant());
        CompletionStage<Answer> answer;
        if (frame instanceof Frame.Complete) {
            answer = handler.take(wire);
        } else if (frame instanceof Frame.Cut) {
            settings.meters().broken("cut");
            answer = handler.refuse(wire, CUT);
        } else {
            settings.meters().broken("oversize");
            slot.closeAfter();
            closing = true;
            answer = handler.refuse(wire, tooLarge());
        }
        answer.whenComplete((given, bug) -> onLoop(ctx, () -> fill(ctx, slot, wire, given)));
    }

    private void fill(ChannelHandlerContext ctx, Slot slot, WireMessage wire, @Nullable Answer answer) {
        if (answer == null) {
            // a defect: without an answer in its place later answers would be taken for this one
            slot.fill(new byte[0], () -> {});
            slot.closeAfter();
        } else {
            slot.fill(answer.bytes(), () -> handler.answered(wire, answer));
        }
        pump(ctx);
    }

    private boolean writeReady(ChannelHandlerContext ctx) {
        if (!ctx.channel().isActive()) {
            drop();
            return false;
        }
        boolean wrote = false;
        Slot slot;
        while ((slot = pending.peek()) != null && slot.isFilled()) {
            pending.remove();
            if (slot.answer().length > 0) {
                ctx.write(framed(slot.answer())).addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
                wrote = true;
            }
            slot.written();
            if (slot.isLast()) {
                closeGently(ctx);
            }
        }
        return wrote;
    }

    // the peer is gone and hears nothing; what it sent is journaled, and a duplicate when it comes again
    private void drop() {
        pending.forEach(Slot::dropped);
        pending.clear();
    }

    private static ByteBuf framed(byte[] bytes) {
        byte[] frame = new byte[bytes.length + 3];
        frame[0] = FrameReader.VT;
        System.arraycopy(bytes, 0, frame, 1, bytes.length);
        frame[bytes.length + 1] = FrameReader.FS;
        frame[bytes.length + 2] = FrameReader.CR;
        return Unpooled.wrappedBuffer(frame);
    }

    // what the peer still sends is read and thrown away for a while: closing over unread bytes makes TCP reset the
    // connection, and the peer would lose the answer that tells it why
    private void closeGently(ChannelHandlerContext ctx) {
        closing = true;
        ctx.flush();
        ctx.channel().config().setAutoRead(true);
        if (ctx.channel() instanceof DuplexChannel duplex && ctx.pipeline().get("tls") == null) {
            duplex.shutdownOutput().addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }
        later(ctx, LINGER_MILLIS, () -> close(ctx));
    }

    private void decideSoon(ChannelHandlerContext ctx) {
        if (!reader.isUndecided() || undecidedTimer) {
            return;
        }
        undecidedTimer = true;
        later(ctx, UNDECIDED_MILLIS, () -> decide(ctx));
    }

    private void decide(ChannelHandlerContext ctx) {
        undecidedTimer = false;
        if (reader.isUndecided() && !closing) {
            take(ctx, reader.endUndecided());
            pump(ctx);
        }
    }

    // the limit runs from the first byte; a frame that arrives in one piece never starts the timer
    private void watchFrame(ChannelHandlerContext ctx) {
        boolean unfinished = reader.isUnfinished() && ctx.channel().config().isAutoRead() && !closing;
        if (!unfinished && frameTimer != null) {
            frameTimer.cancel(false);
            frameTimer = null;
        } else if (unfinished && frameTimer == null) {
            frameTimer = ctx.executor()
                    .schedule(() -> cutOff(ctx), settings.frameTime().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void cutOff(ChannelHandlerContext ctx) {
        settings.meters().broken("slow");
        log("frame not finished in time, connection closed");
        close(ctx);
    }

    private void reportJunk() {
        long skipped = reader.junk() - junkReported;
        if (skipped > 0) {
            junkReported = reader.junk();
            settings.meters().junk(skipped);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            endOfInput(ctx);
        } else if (event instanceof IdleStateEvent && pending.isEmpty()) {
            settings.meters().ended("idle");
            log("silent connection closed");
            close(ctx);
        } else if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
            settings.meters().ended("tls");
            LOG.atWarn()
                    .addKeyValue(LogKey.FEED, settings.feed())
                    .addKeyValue(LogKey.REMOTE, remote)
                    .addKeyValue(LogKey.EXCEPTION, handshake.cause().getClass().getSimpleName())
                    .log("TLS handshake failed, connection closed");
            close(ctx);
        }
        ctx.fireUserEventTriggered(event);
    }

    // a peer that ends its output after the last message still gets every answer
    private void endOfInput(ChannelHandlerContext ctx) {
        inputEnded = true;
        if (reader.isUndecided()) {
            take(ctx, reader.endUndecided());
        }
        pump(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        settings.returnPaths().closed(settings.feed(), remote, this);
        drop();
        if (frameTimer != null) {
            frameTimer.cancel(false);
        }
        if (reader.isInFrame()) {
            settings.meters().broken("lost");
            log("connection lost in the middle of a frame, which was never acknowledged");
        }
        if (junkReported > 0) {
            LOG.atWarn()
                    .addKeyValue(LogKey.FEED, settings.feed())
                    .addKeyValue(LogKey.REMOTE, remote)
                    .addKeyValue(LogKey.COUNT, junkReported)
                    .log("bytes outside of frames were skipped; does the peer speak MLLP, and TLS as we do?");
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.atDebug()
                .addKeyValue(LogKey.FEED, settings.feed())
                .addKeyValue(LogKey.REMOTE, remote)
                .addKeyValue(LogKey.EXCEPTION, cause.getClass().getSimpleName())
                .log("connection failed");
        close(ctx);
    }

    @Override
    public Instant openedAt() {
        return openedAt;
    }

    @Override
    public void send(byte[] bytes, Runnable delivered, Runnable undelivered) {
        ChannelHandlerContext ctx = context;
        if (ctx == null) {
            undelivered.run();
            return;
        }
        onLoop(ctx, () -> {
            if (closing || !ctx.channel().isActive()) {
                undelivered.run();
                return;
            }
            // at the end of the queue: never before the accept acknowledgment of the same message
            Slot slot = new Slot();
            slot.fill(bytes, delivered);
            slot.ifDropped(undelivered);
            pending.add(slot);
            pump(ctx);
        });
    }

    /** Closes once every frame taken so far is answered. */
    void finish() {
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            onLoop(ctx, () -> {
                ctx.channel().config().setAutoRead(false);
                closing = true;
                inputEnded = true;
                pump(ctx);
            });
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a timer that finds the connection closed does nothing
    private static void later(ChannelHandlerContext ctx, long millis, Runnable action) {
        ctx.executor().schedule(action, millis, TimeUnit.MILLISECONDS);
    }

    private static void close(ChannelHandlerContext ctx) {
        ctx.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
    }

    private void onLoop(ChannelHandlerContext ctx, Runnable action) {
        if (ctx.executor().inEventLoop()) {
            action.run();
        } else {
            ctx.executor().execute(action);
        }
    }

    private void log(String text) {
        LOG.atWarn()
                .addKeyValue(LogKey.FEED, settings.feed())
                .addKeyValue(LogKey.REMOTE, remote)
                .log(text);
    }

    private Fault tooLarge() {
        return Fault.of(
                FaultCode.TOO_LARGE,
                "the message is larger than " + settings.frameSize() + " bytes; raise tributary.feeds."
                        + settings.feed() + ".limits.frame-size if it should be accepted");
    }
}
