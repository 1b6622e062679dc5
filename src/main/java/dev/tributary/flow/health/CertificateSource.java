package dev.tributary.flow.health;

import dev.tributary.base.FeedName;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedTls;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How long the certificates are good that a feed shows, and those by which it knows its clients. */
final class CertificateSource implements HealthSource {

    private final Supplier<Map<FeedName, FeedProperties>> feeds;

    CertificateSource(Supplier<Map<FeedName, FeedProperties>> feeds) {
        this.feeds = feeds;
    }

    @Override
    public List<Measurement> measure(Instant now) {
        List<Measurement> all = new ArrayList<>();
        feeds.get().forEach((feed, settings) -> {
            FeedTls tls = settings.tls();
            if (tls != null) {
                Instant end = firstEnd(tls);
                if (end != null) {
                    all.add(Measurement.of("certificate", feed.value())
                            .with("daysLeft", Duration.between(now, end).toDays()));
                }
            }
        });
        return all;
    }

    // a file that cannot be read now is the route's to tell; the rest is judged
    private static @Nullable Instant firstEnd(FeedTls tls) {
        List<Certificate> all = new ArrayList<>();
        pem(tls.certificate(), all);
        pem(tls.trust(), all);
        store(tls.keyStore(), tls.keyStorePassword(), all);
        store(tls.trustStore(), tls.trustStorePassword(), all);
        return all.stream()
                .filter(X509Certificate.class::isInstance)
                .map(each -> ((X509Certificate) each).getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElse(null);
    }

    private static void pem(@Nullable Path file, Collection<Certificate> into) {
        if (file != null) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                into.addAll(CertificateFactory.getInstance("X.509").generateCertificates(in));
            } catch (IOException | GeneralSecurityException e) {
                // see above
            }
        }
    }

    private static void store(@Nullable Path file, String password, Collection<Certificate> into) {
        if (file != null) {
            try (InputStream in = Files.newInputStream(file)) {
                KeyStore keys = KeyStore.getInstance("PKCS12");
                keys.load(in, password.toCharArray());
                for (String alias : Collections.list(keys.aliases())) {
                    Certificate[] chain = keys.getCertificateChain(alias);
                    into.addAll(List.of(chain == null ? new Certificate[] {keys.getCertificate(alias)} : chain));
                }
            } catch (IOException | GeneralSecurityException e) {
                // see above
            }
        }
    }
}
