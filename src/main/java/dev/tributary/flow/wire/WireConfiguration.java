package dev.tributary.flow.wire;

import dev.tributary.flow.routes.RoutesConfiguration;
import dev.tributary.flow.wire.file.FileIntake;
import dev.tributary.flow.wire.http.FeedController;
import dev.tributary.flow.wire.mllp.FeedComponent;
import dev.tributary.journal.JournalAcknowledgments;
import dev.tributary.journal.MessageJournal;
import dev.tributary.journal.MessageSearch;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The way in, as beans; the engine imports this. Needs a {@link MessageJournal}, {@link JournalAcknowledgments}, a {@link
 * MeterRegistry}, a {@link Clock} and a Camel context.
 */
@Configuration(proxyBeanMethods = false)
@Import(RoutesConfiguration.class)
public class WireConfiguration {

    /** @return the feeds of the settings; throws with every problem if the settings are wrong */
    @Bean
    FeedRegistry feedRegistry(ConfigurableEnvironment environment) {
        return FeedSettings.read(environment);
    }

    @Bean
    ReturnPaths returnPaths() {
        return new ReturnPaths();
    }

    @Bean
    WireMeters wireMeters(MeterRegistry registry) {
        return new WireMeters(registry);
    }

    @Bean
    FeedDesks feedDesks(FeedRegistry feeds, WireMeters meters, Clock clock) {
        return new FeedDesks(feeds, meters, clock);
    }

    /** @return what the processor tells of each message it has finished */
    @Bean
    EnhancedAcknowledgments applicationAcknowledgments(
            FeedDesks desks, ReturnPaths returnPaths, ObjectProvider<MessageSearch> journal) {
        return new EnhancedAcknowledgments(desks, returnPaths, journal::getObject);
    }

    /** @return the one door; routes call it {@code bean:intake?method=accept} */
    @Bean("intake")
    Intake intake(
            MessageJournal journal,
            JournalAcknowledgments acknowledgments,
            RepeatedAcknowledgments repeats,
            FeedDesks desks,
            Clock clock) {
        return new JournaledIntake(journal, acknowledgments, repeats, desks, clock);
    }

    /** @return the component behind {@code hl7-feed:<name>} */
    @Bean(FeedComponent.SCHEME)
    FeedComponent feedComponent(
            FeedRegistry feeds, Intake intake, ReturnPaths returnPaths, WireMeters meters, Clock clock) {
        return new FeedComponent(feeds, intake, returnPaths, meters, clock);
    }

    @Bean
    FeedController feedController(FeedRegistry feeds, Intake intake, Clock clock) {
        return new FeedController(feeds, intake, clock);
    }

    /** @return what the route {@code file-drop} hands its files to */
    @Bean("fileIntake")
    FileIntake fileIntake(Intake intake, Clock clock) {
        return new FileIntake(intake, clock);
    }

    /** @return the intake for routes that people write, whatever they read from */
    @Bean("routeIntake")
    RouteIntake routeIntake(Intake intake, Clock clock) {
        return new RouteIntake(intake, clock);
    }

    @Bean
    FeedRoutes feedRoutes(FeedRegistry feeds) {
        return new FeedRoutes(feeds);
    }
}
