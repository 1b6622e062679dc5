/**
 * The database of the engine. {@link dev.tributary.flow.database.DatabaseConfiguration} takes the
 * {@link dev.tributary.flow.database.EngineLock} on the data folder, starts the
 * {@link dev.tributary.flow.database.PostgresServer} that comes along where no other PostgreSQL is configured, opens the
 * connection pool and lets {@link dev.tributary.flow.database.DatabaseMigration} bring our tables up to date, in this
 * order. Whoever gets the {@code DataSource} finds its tables.
 *
 * <p>Promises: one engine on one data folder; one server on one data directory; what is committed survives the death of
 * the engine, of the server and of the machine.
 */
@NullMarked
package dev.tributary.flow.database;

import org.jspecify.annotations.NullMarked;
