package dev.tributary.store.embedded;

import ca.uhn.fhir.util.VersionUtil;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * HAPI's tables, in schema {@code public}. HAPI brings its own script for PostgreSQL; Flyway runs it once and remembers
 * its version in {@code store_schema}. Hibernate's comparing and creating on every start, which took longer than all
 * the rest of a start, is off.
 */
final class StoreSchema {

    /** The release whose script makes the tables; a newer HAPI needs a migration from this one beside it. */
    static final String VERSION = "8.8.0";

    private static final String SCRIPT = "ca/uhn/hapi/fhir/jpa/docs/database/nonpartitioned/postgres.sql";

    private StoreSchema() {}

    /**
     * Makes the tables where there are none; all or nothing.
     *
     * @param database whose schema {@code public} is HAPI's
     */
    static void migrate(DataSource database) {
        if (!VersionUtil.getVersion().equals(VERSION)) {
            throw new IllegalStateException("the store's tables are of HAPI FHIR " + VERSION + ", the program is of "
                    + VersionUtil.getVersion() + ": a migration is missing");
        }
        Flyway.configure(StoreSchema.class.getClassLoader())
                .dataSource(database)
                .defaultSchema("public")
                .schemas("public")
                .table("store_schema")
                // other things may live in public
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .resourceProvider(new Scripts())
                .load()
                .migrate();
    }

    /** Shows HAPI's script to Flyway under the name that Flyway wants, and our own beside it. */
    private static final class Scripts implements ResourceProvider {

        private static final List<LoadableResource> ALL = List.of(
                new Script("V" + VERSION + "__HAPI_FHIR_JPA.sql", SCRIPT),
                new Script("V8.8.0.1__missing_target.sql", "db/store/V8.8.0.1__missing_target.sql"));

        @Override
        public @Nullable LoadableResource getResource(String name) {
            return ALL.stream()
                    .filter(script -> script.getFilename().equals(name))
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
            return ALL.stream()
                    .filter(script -> script.getFilename().startsWith(prefix))
                    .toList();
        }
    }

    private static final class Script extends LoadableResource {

        private final String name;
        private final String path;

        Script(String name, String path) {
            this.name = name;
            this.path = path;
        }

        @Override
        public Reader read() {
            InputStream script = StoreSchema.class.getClassLoader().getResourceAsStream(path);
            if (script == null) {
                throw new UncheckedIOException(new IOException("the class path has no " + path));
            }
            return new InputStreamReader(script, StandardCharsets.UTF_8);
        }

        @Override
        public String getAbsolutePath() {
            return path;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return path;
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return name;
        }
    }
}
