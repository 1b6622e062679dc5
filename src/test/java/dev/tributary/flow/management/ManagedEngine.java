package dev.tributary.flow.management;

import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.base.FeedName;
import dev.tributary.flow.management.health.HealthConfiguration;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.hl7.HeaderPeek;
import dev.tributary.journal.FeedCounters;
import dev.tributary.journal.Journal;
import dev.tributary.journal.JournalProperties;
import dev.tributary.kit.TestDatabase;
import dev.tributary.store.FhirStore;
import dev.tributary.store.ResourceChange;
import dev.tributary.store.StoreTransaction;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.builder.RouteBuilder;
import org.flywaydb.core.Flyway;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.data.elasticsearch.ElasticsearchDataAutoConfiguration;
import org.springframework.boot.autoconfigure.data.jpa.JpaRepositoriesAutoConfiguration;
import org.springframework.boot.autoconfigure.elasticsearch.ElasticsearchClientAutoConfiguration;
import org.springframework.boot.autoconfigure.elasticsearch.ElasticsearchRestClientAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.graphql.GraphQlAutoConfiguration;
import org.springframework.boot.autoconfigure.jms.artemis.ArtemisAutoConfiguration;
import org.springframework.boot.autoconfigure.orm.jpa.HibernateJpaAutoConfiguration;
import org.springframework.boot.autoconfigure.quartz.QuartzAutoConfiguration;
import org.springframework.boot.autoconfigure.thymeleaf.ThymeleafAutoConfiguration;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** The management room with a real database, a real Camel context a real journal and a real web server. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration(
        exclude = {
            HibernateJpaAutoConfiguration.class,
            JpaRepositoriesAutoConfiguration.class,
            FlywayAutoConfiguration.class,
            QuartzAutoConfiguration.class,
            ThymeleafAutoConfiguration.class,
            GraphQlAutoConfiguration.class,
            ElasticsearchRestClientAutoConfiguration.class,
            ElasticsearchClientAutoConfiguration.class,
            ElasticsearchDataAutoConfiguration.class,
            ArtemisAutoConfiguration.class
        })
@Import(ManagementConfiguration.class)
public class ManagedEngine {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    DataSource dataSource() {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(TestDatabase.create());
        pool.setMaximumPoolSize(8);
        Flyway.configure()
                .dataSource(pool)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        return pool;
    }

    @Bean
    PlatformTransactionManager transactionManager(DataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }

    @Bean
    Journal journal(DataSource dataSource, Clock clock) {
        return Journal.open(dataSource, JournalProperties.defaults(), wire -> HeaderPeek.of(wire.bytes()), clock);
    }

    @Bean
    FeedCounters feedCounters(Journal journal) {
        return journal.counters();
    }

    /** The route of adt runs; lab has none, as if its port had been taken. */
    @Bean
    FeedRegistry feedRegistry() {
        return new FeedRegistry(Map.of(new FeedName("adt"), feed(2575), new FeedName("lab"), feed(2576)));
    }

    private static FeedProperties feed(int port) {
        return new Binder(new MapConfigurationPropertySource(Map.of("feed.port", port)))
                .bind("feed", FeedProperties.class)
                .get();
    }

    @Bean
    SubscriberStates subscriberStates() {
        return () -> List.of(new SubscriberState(
                "care-team", "http://127.0.0.1:9000/alerts", SubscriberState.Condition.WELL, 3, 1, 0, null));
    }

    @Bean(HealthConfiguration.BROKER_PROBE)
    Probe brokerProbe() {
        return () -> {
            throw new java.io.IOException("secret in the text");
        };
    }

    @Bean
    RouteBuilder route() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("feed-adt").to("log:quiet?level=OFF");
            }
        };
    }

    /** Has nothing, which is all a health check asks. */
    @Bean
    FhirStore emptyStore() {
        return new FhirStore() {
            @Override
            public Optional<Resource> read(String type, String id) {
                return Optional.empty();
            }

            @Override
            public Map<String, Resource> readAll(Collection<String> references) {
                return Map.of();
            }

            @Override
            public List<Resource> referringTo(String reference) {
                return List.of();
            }

            @Override
            public List<ResourceChange> commit(StoreTransaction transaction) {
                throw new UnsupportedOperationException("no test of management writes");
            }
        };
    }
}
