package dev.tributary.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * From the recording thread to the lanes without a detour through the database, as long as the lanes keep up; what
 * does not fit is left in the database and read from there in the order of numbers.
 */
final class Handover implements RecordedListener {

    private final int most;
    private final long mostBytes;
    private final Runnable onNews;
    private final Deque<InboundMessage> queue = new ArrayDeque<>();
    private long bytes;
    /** Whether the database has some that were never in the queue. At the start, all. */
    private boolean behind = true;
    /** How often something was left in the database. */
    private int left;

    /**
     * @param most messages at most
     * @param mostBytes bytes at most
     * @param onNews called when there is something to do
     */
    Handover(int most, long mostBytes, Runnable onNews) {
        this.most = most;
        this.mostBytes = mostBytes;
        this.onNews = onNews;
    }

    @Override
    public void recorded(List<InboundMessage> queued) {
        synchronized (this) {
            for (InboundMessage message : queued) {
                int size = message.wire().bytes().length;
                // once one was left out, all after it are: the order of numbers must hold
                if (behind || queue.size() >= most || bytes + size > mostBytes) {
                    behind = true;
                    left++;
                } else {
                    queue.addLast(message);
                    bytes += size;
                }
            }
        }
        onNews.run();
    }

    @Override
    public void missed() {
        synchronized (this) {
            behind = true;
            left++;
        }
        onNews.run();
    }

    /** @return the next by number, as many as are in memory and asked for */
    synchronized List<InboundMessage> poll(int limit) {
        List<InboundMessage> polled = new ArrayList<>(Math.min(limit, queue.size()));
        while (polled.size() < limit && !queue.isEmpty()) {
            InboundMessage next = queue.removeFirst();
            bytes -= next.wire().bytes().length;
            polled.add(next);
        }
        return polled;
    }

    /** @return a mark for {@link #caughtUp} if the database must be read, or -1 */
    synchronized int behind() {
        return behind ? left : -1;
    }

    /**
     * The database had nothing more.
     *
     * @param mark of {@link #behind}, taken before it was read
     */
    synchronized void caughtUp(int mark) {
        if (mark == left) {
            behind = false;
        }
    }
}
