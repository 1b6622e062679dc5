package dev.tributary.flow.management.health;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Not in service before every port listens: HTTP answers a few seconds earlier than MLLP, and who starts the engine and
 * waits for its health would be refused.
 */
final class ReadyHealth implements HealthIndicator, ApplicationListener<ApplicationReadyEvent> {

    private volatile boolean ready;

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        ready = true;
    }

    @Override
    public Health health() {
        return ready ? Health.up().build() : Health.outOfService().build();
    }
}
