package dev.tributary.flow.wire;

import jakarta.validation.constraints.NotEmpty;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * TLS of a feed's MLLP port. Certificate and key come either as PEM files or in a PKCS12 store.
 *
 * @param certificate PEM file: the server's certificate, then its chain
 * @param key PEM file: the private key in PKCS#8
 * @param keyPassword password of the key; empty if it has none
 * @param keyStore PKCS12 file with certificate and key, in place of the PEM files
 * @param keyStorePassword password of the key store
 * @param trust PEM file: the authorities whose client certificates are accepted
 * @param trustStore PKCS12 file with those authorities, in place of the PEM file
 * @param trustStorePassword password of the trust store
 * @param clientCertificates whether a client must show a certificate: none, optional or required (mutual TLS)
 * @param protocols accepted TLS versions
 */
public record FeedTls(
        @Nullable Path certificate,
        @Nullable Path key,
        @DefaultValue("") String keyPassword,
        @Nullable Path keyStore,
        @DefaultValue("") String keyStorePassword,
        @Nullable Path trust,
        @Nullable Path trustStore,
        @DefaultValue("") String trustStorePassword,
        @DefaultValue("none") ClientCertificates clientCertificates,
        @DefaultValue({"TLSv1.3", "TLSv1.2"}) @NotEmpty List<String> protocols) {

    /** @return with every password hidden, since settings end up in logs */
    @Override
    public String toString() {
        return "FeedTls[certificate=" + certificate + ", keyStore=" + keyStore + ", trust=" + trust + ", trustStore="
                + trustStore + ", clientCertificates=" + clientCertificates + ", protocols=" + protocols + "]";
    }
}
