package dev.tributary;

import dev.tributary.alert.AlertConfiguration;
import dev.tributary.console.ConsoleConfiguration;
import dev.tributary.flow.database.DatabaseConfiguration;
import dev.tributary.flow.delivery.DeliveryConfiguration;
import dev.tributary.flow.management.ManagementConfiguration;
import dev.tributary.flow.processing.ProcessingConfiguration;
import dev.tributary.flow.wire.WireConfiguration;
import dev.tributary.store.StoreConfiguration;
import java.time.Clock;
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
    StoreConfiguration.class,
    AlertConfiguration.class,
    ProcessingConfiguration.class,
    WireConfiguration.class,
    DeliveryConfiguration.class,
    ManagementConfiguration.class,
    ConsoleConfiguration.class
})
public class EngineApplication {

    /**
     * Starts the engine and returns once it is ready.
     *
     * @param args settings as {@code --name=value}
     * @return the running engine
     */
    static ConfigurableApplicationContext start(String... args) {
        SpringApplication engine = new SpringApplication(EngineApplication.class);
        engine.setRegisterShutdownHook(true);
        return engine.run(args);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
