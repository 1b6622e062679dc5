package dev.tributary.flow.wire.mllp;

import dev.tributary.flow.wire.ClientCertificates;
import dev.tributary.flow.wire.FeedTls;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes TLS of a feed's settings; the files are read anew each time a feed's route starts. */
public final class TlsContexts {

    private TlsContexts() {}

    /**
     * @param tls the feed's settings
     * @return a context for its port
     * @throws IllegalArgumentException if a file is missing, unreadable or does not fit; the message says which
     */
    public static SslContext server(FeedTls tls) {
        SslContextBuilder builder = identity(tls)
                .sslProvider(SslProvider.JDK)
                .protocols(tls.protocols())
                .clientAuth(clientAuth(tls.clientCertificates()));
        trust(builder, tls);
        try {
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException("TLS settings do not fit together: " + e.getMessage(), e);
        }
    }

    private static SslContextBuilder identity(FeedTls tls) {
        Path certificate = tls.certificate();
        Path key = tls.key();
        Path store = tls.keyStore();
        if (certificate != null && key != null) {
            requireFile(certificate, "certificate");
            requireFile(key, "key");
            try {
                return SslContextBuilder.forServer(
                        certificate.toFile(), key.toFile(), tls.keyPassword().isEmpty() ? null : tls.keyPassword());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "certificate " + certificate + " or key " + key
                                + " is not PEM; the key must be PKCS#8 (BEGIN PRIVATE KEY): " + e.getMessage(),
                        e);
            }
        }
        if (store == null) {
            throw new IllegalArgumentException("TLS needs certificate and key (PEM files) or key-store (PKCS12 file)");
        }
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(
                    pkcs12(store, tls.keyStorePassword(), "key-store"),
                    tls.keyStorePassword().toCharArray());
            return SslContextBuilder.forServer(keys);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("key-store " + store + ": " + e.getMessage(), e);
        }
    }

    private static void trust(SslContextBuilder builder, FeedTls tls) {
        Path pem = tls.trust();
        Path store = tls.trustStore();
        if (pem != null) {
            requireFile(pem, "trust");
            builder.trustManager(pem.toFile());
        } else if (store != null) {
            try {
                TrustManagerFactory trusted =
                        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                trusted.init(pkcs12(store, tls.trustStorePassword(), "trust-store"));
                builder.trustManager(trusted);
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("trust-store " + store + ": " + e.getMessage(), e);
            }
        } else if (tls.clientCertificates() != ClientCertificates.NONE) {
            // the JDK's public authorities are nobody a hospital feed should trust by default
            throw new IllegalArgumentException(
                    "client-certificates needs trust (PEM file) or trust-store (PKCS12 file) with the authorities");
        }
    }

    private static KeyStore pkcs12(Path file, String password, String what) throws GeneralSecurityException {
        requireFile(file, what);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password.toCharArray());
        } catch (IOException e) {
            throw new IllegalArgumentException(what + " " + file + ": " + e.getMessage(), e);
        }
        return store;
    }

    private static void requireFile(@Nullable Path file, String what) {
        if (file == null || !Files.isReadable(file)) {
            throw new IllegalArgumentException(what + " " + file + " is not a readable file");
        }
    }

    private static ClientAuth clientAuth(ClientCertificates wanted) {
        return switch (wanted) {
            case NONE -> ClientAuth.NONE;
            case OPTIONAL -> ClientAuth.OPTIONAL;
            case REQUIRED -> ClientAuth.REQUIRE;
        };
    }
}
