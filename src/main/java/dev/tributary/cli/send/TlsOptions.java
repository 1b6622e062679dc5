package dev.tributary.cli.send;

import dev.tributary.cli.WrongInput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The TLS options of a client. */
final class TlsOptions {

    private static final String PASSWORD = "TRIBUTARY_TLS_PASSWORD";

    @Option(names = "--tls", description = "Speak TLS. The receiver's certificate must be valid and its own.")
    private boolean tls;

    @Option(
            names = "--tls-trust",
            paramLabel = "FILE",
            description = "Certificates to trust instead of Java's: PEM, or PKCS#12 (.p12, .pfx).")
    private @Nullable Path trust;

    @Option(
            names = "--tls-identity",
            paramLabel = "FILE",
            description = {
                "Certificate and key to show the receiver (mutual TLS): PKCS#12.",
                "The environment variable " + PASSWORD + " holds the files' password."
            })
    private @Nullable Path identity;

    /**
     * @return what makes TLS sockets; empty where TLS was not asked for
     * @throws WrongInput if a file cannot be read or holds no certificate
     */
    Optional<SSLSocketFactory> factory() {
        if (!tls && trust == null && identity == null) {
            return Optional.empty();
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(), trusted(), null);
            return Optional.of(context.getSocketFactory());
        } catch (GeneralSecurityException e) {
            throw new WrongInput("TLS cannot be set up: " + e.getMessage());
        }
    }

    private KeyManager @Nullable [] keys() throws GeneralSecurityException {
        Path file = identity;
        if (file == null) {
            return null;
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(pkcs12(file), password());
        return keys.getKeyManagers();
    }

    private TrustManager @Nullable [] trusted() throws GeneralSecurityException {
        Path file = trust;
        if (file == null) {
            return null;
        }
        String name = file.toString().toLowerCase(Locale.ROOT);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(name.endsWith(".p12") || name.endsWith(".pfx") ? pkcs12(file) : pem(file));
        return trusted.getTrustManagers();
    }

    private static KeyStore pkcs12(Path file) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password());
            return store;
        } catch (IOException e) {
            throw new WrongInput(file + ": no PKCS#12 file that opens with the password in " + PASSWORD);
        }
    }

    private static KeyStore pem(Path file) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("trusted-" + ++number, certificate);
            }
            if (number == 0) {
                throw new WrongInput(file + ": holds no certificate");
            }
            return store;
        } catch (IOException e) {
            throw new WrongInput(file + ": cannot be read");
        }
    }

    private static char[] password() {
        String password = System.getenv(PASSWORD);
        return password == null ? new char[0] : password.toCharArray();
    }
}
