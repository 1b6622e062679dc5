package dev.tributary.kit;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.flow.database.DatabaseMigration;
import dev.tributary.store.FhirStore;
import dev.tributary.store.embedded.EmbeddedStoreConfiguration;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;

/** One embedded FHIR store for all tests of a JVM, on a database of its own with our tables in it; starting it takes a while. */
public final class EmbeddedStore {

    private EmbeddedStore() {}

    /** @return the store; what other tests wrote is in it */
    public static FhirStore store() {
        return context().getBean(FhirStore.class);
    }

    /** @return the database below the store */
    public static DataSource database() {
        return context().getBean(DataSource.class);
    }

    /** @return what store and database share */
    public static PlatformTransactionManager transactions() {
        return context().getBean(PlatformTransactionManager.class);
    }

    /** @return the store's parts */
    public static AnnotationConfigApplicationContext context() {
        return Started.CONTEXT;
    }

    private static final class Started {
        static final AnnotationConfigApplicationContext CONTEXT = start();

        private static AnnotationConfigApplicationContext start() {
            HikariConfig pool = new HikariConfig();
            pool.setDataSource(TestDatabase.create());
            pool.setMaximumPoolSize(40);
            AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
            context.registerBean(DataSource.class, () -> new HikariDataSource(pool));
            context.register(EmbeddedStoreConfiguration.class);
            context.refresh();
            DatabaseMigration.migrate(context.getBean(DataSource.class));
            context.registerShutdownHook();
            return context;
        }
    }
}
