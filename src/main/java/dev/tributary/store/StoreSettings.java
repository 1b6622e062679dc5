package dev.tributary.store;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the shared FHIR record is.
 *
 * @param mode embedded in the engine's database, or on a remote server
 * @param url base address of the remote FHIR R4 server, {@code https://fhir.hospital.example/r4}
 * @param username for HTTP Basic at the remote server; empty: none
 * @param password for HTTP Basic at the remote server
 * @param token a bearer token for the remote server, instead of user name and password; empty: none
 * @param connectTimeout how long connecting to the remote server may take
 * @param readTimeout how long the remote server may be silent; after that a write may or may not have happened
 * @param writer how the embedded store writes
 */
@ConfigurationProperties("tributary.store")
public record StoreSettings(
        @DefaultValue("embedded") Mode mode,
        @DefaultValue("") String url,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @DefaultValue("") String token,
        @DefaultValue("5s") Duration connectTimeout,
        @DefaultValue("30s") Duration readTimeout,
        @DefaultValue("batch") Writer writer) {

    /** Embedded or remote. */
    public enum Mode {
        /** HAPI's JPA server in this process, at {@code /fhir}. */
        EMBEDDED,
        /** Somebody else's FHIR server. */
        REMOTE
    }

    /** How the embedded store writes; what is found and how it is answered is the same. */
    public enum Writer {
        /** What a transaction writes goes into HAPI's tables in a few statements; what is unusual by HAPI. */
        BATCH,
        /** Everything by HAPI, resource by resource. */
        DAO
    }

    /** @return without password and token */
    @Override
    public String toString() {
        return mode == Mode.EMBEDDED ? "embedded" : "remote at " + url;
    }
}
