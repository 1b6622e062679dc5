package dev.tributary.flow.processing;

import dev.tributary.journal.LaneScheduler;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the lanes before the routes open their ports and stops them after the routes have closed them, so that what
 * was acknowledged last is still worked on.
 */
final class LaneLifecycle implements SmartLifecycle {

    private final LaneScheduler lanes;
    private volatile boolean running;

    LaneLifecycle(LaneScheduler lanes) {
        this.lanes = lanes;
    }

    @Override
    public void start() {
        lanes.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        lanes.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return 0;
    }
}
