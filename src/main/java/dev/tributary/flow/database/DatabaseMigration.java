package dev.tributary.flow.database;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings our own tables (schema {@code tributary}) up to date: {@code src/main/resources/db/migration}. */
public final class DatabaseMigration {

    private DatabaseMigration() {}

    /**
     * Applies what is missing; nothing if all is there. Two engines may call it at once.
     *
     * @param database of the engine
     */
    public static void migrate(DataSource database) {
        Flyway.configure(DatabaseMigration.class.getClassLoader())
                .dataSource(database)
                .schemas("tributary")
                .locations("classpath:db/migration")
                // numbers are given out in ranges: a lower one may come with a later release
                .outOfOrder(true)
                .load()
                .migrate();
    }
}
