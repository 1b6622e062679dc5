package dev.tributary.store.remote;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.base.Problem;
import dev.tributary.base.ProblemsException;
import dev.tributary.store.FhirStore;
import dev.tributary.store.StoreSettings;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The record on a remote FHIR server; journal and outbox then have the plain transactions of the engine's database. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StoreSettings.class)
public class RemoteStoreConfiguration {

    /** @return a client of the server that the settings name; it is not called before the first message */
    @Bean
    FhirStore fhirStore(StoreSettings settings) {
        if (!settings.url().matches("https?://.+")) {
            throw new ProblemsException(
                    List.of(
                            new Problem(
                                    "tributary.store.url",
                                    0,
                                    "the store is remote and has no address",
                                    "set the base address of the FHIR server, https://host/path, or tributary.store.mode to embedded")));
        }
        return RemoteFhirStore.at(FhirContext.forR4Cached(), settings);
    }
}
