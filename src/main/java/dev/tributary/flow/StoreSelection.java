package dev.tributary.flow;

import dev.tributary.store.embedded.EmbeddedStoreConfiguration;
import dev.tributary.store.remote.RemoteStoreConfiguration;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** Which record the engine keeps: {@code tributary.store.mode}, embedded unless set to remote. */
@Configuration(proxyBeanMethods = false)
@Import({StoreSelection.Embedded.class, StoreSelection.Remote.class})
public class StoreSelection {

    /** The record in the engine's own database; its transaction manager is everyone's. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "tributary.store.mode", havingValue = "embedded", matchIfMissing = true)
    @Import(EmbeddedStoreConfiguration.class)
    static class Embedded {}

    /** The record on another FHIR server; journal, identity and outbox commit together in the engine's database. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(name = "tributary.store.mode", havingValue = "remote")
    @Import(RemoteStoreConfiguration.class)
    static class Remote {

        @Bean
        PlatformTransactionManager transactionManager(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }
    }
}
