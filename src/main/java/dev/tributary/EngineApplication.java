package dev.tributary;

import dev.tributary.alert.AlertConfiguration;
import dev.tributary.base.ClockOffset;
import dev.tributary.base.FeedName;
import dev.tributary.base.KillPoint;
import dev.tributary.base.ProblemsException;
import dev.tributary.cli.demo.DemoMorning;
import dev.tributary.cli.demo.DemoPager;
import dev.tributary.cli.send.Receiver;
import dev.tributary.console.ConsoleConfiguration;
import dev.tributary.flow.StoreSelection;
import dev.tributary.flow.database.DatabaseConfiguration;
import dev.tributary.flow.delivery.DeliveryConfiguration;
import dev.tributary.flow.health.FeedHealthConfiguration;
import dev.tributary.flow.management.ManagementConfiguration;
import dev.tributary.flow.processing.ProcessingConfiguration;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.flow.wire.FeedSettings;
import dev.tributary.flow.wire.WireConfiguration;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The engine: all rooms put together. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    DatabaseConfiguration.class,
    StoreSelection.class,
    AlertConfiguration.class,
    ProcessingConfiguration.class,
    WireConfiguration.class,
    DeliveryConfiguration.class,
    ManagementConfiguration.class,
    FeedHealthConfiguration.class,
    ConsoleConfiguration.class
})
public class EngineApplication {

    private static final String DEMO = "--demo";

    static void main(String... args) {
        if (Arrays.asList(args).contains(DEMO)) {
            demo(args);
        } else {
            start(args);
        }
    }

    // a mistake in the settings is told before database and store are brought up for nothing
    private static ConfigurableApplicationContext start(String... args) {
        SpringApplication engine = new SpringApplication(EngineApplication.class);
        engine.addInitializers(context -> KillPoint.refusal(
                        System.getProperty(KillPoint.PROPERTY), System.getenv(KillPoint.UNDER_TEST))
                .ifPresent(problem -> {
                    throw new ProblemsException(List.of(problem));
                }));
        engine.addInitializers(context -> ClockOffset.refusal(
                        System.getProperty(ClockOffset.PROPERTY), System.getenv(KillPoint.UNDER_TEST))
                .ifPresent(problem -> {
                    throw new ProblemsException(List.of(problem));
                }));
        engine.addInitializers(context -> FeedSettings.read(context.getEnvironment()));
        return engine.run(args);
    }

    // the demo's patients must never stand among real ones: it gets a data folder of its own
    private static void demo(String... args) {
        DemoPager pager = new DemoPager(System.out);
        List<String> settings = new ArrayList<>();
        settings.add("--tributary.data-dir=./data-demo");
        settings.add("--tributary.subscribers." + DemoPager.NAME + ".url=" + pager.url());
        Arrays.stream(args).filter(arg -> !arg.equals(DEMO)).forEach(settings::add);
        ConfigurableApplicationContext engine = start(settings.toArray(String[]::new));
        FeedProperties feed = engine.getBean(FeedRegistry.class).get(FeedName.DEFAULT);
        Receiver mllp =
                new Receiver("127.0.0.1", Objects.requireNonNull(feed.port()), Duration.ofSeconds(5), Optional.empty());
        String http = "http://127.0.0.1:" + engine.getEnvironment().getProperty("local.server.port", "8080");
        try {
            var unused = new DemoMorning(mllp, http, System.out, Clock.systemUTC()).play();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Bean
    Clock clock() {
        return ClockOffset.applied(Clock.systemUTC());
    }
}
