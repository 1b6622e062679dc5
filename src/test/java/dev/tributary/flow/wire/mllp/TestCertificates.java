package dev.tributary.flow.wire.mllp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Self-signed certificates made on the fly by the JDK's keytool. */
public record TestCertificates(Path folder) {

    public static final String PASSWORD = "changeit-in-tests";

    /** Makes {@code <name>.p12}, {@code <name>.pem} (certificate) and {@code <name>.key} (PKCS#8). */
    public TestCertificates with(String name) throws IOException, InterruptedException, GeneralSecurityException {
        return with(name, "ip:127.0.0.1,dns:localhost");
    }

    /** The same for other addresses: {@code dns:elsewhere.example}. */
    public TestCertificates with(String name, String addresses)
            throws IOException, InterruptedException, GeneralSecurityException {
        return with(name, addresses, 2);
    }

    /** The same, good for so many days; in place of one that was there before. */
    public TestCertificates with(String name, String addresses, int days)
            throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve(name + ".p12");
        Files.deleteIfExists(store);
        run(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost,OU=" + name,
                "-ext",
                "san=" + addresses,
                "-validity",
                Integer.toString(days),
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD);
        KeyStore keys = load(name);
        byte[] certificate = keys.getCertificate(name).getEncoded();
        byte[] key = keys.getKey(name, PASSWORD.toCharArray()).getEncoded();
        Files.writeString(folder.resolve(name + ".pem"), pem("CERTIFICATE", certificate));
        Files.writeString(folder.resolve(name + ".key"), pem("PRIVATE KEY", key));
        return this;
    }

    public String path(String file) {
        return folder.resolve(file).toString();
    }

    /** @return a client that trusts one name and shows another; no certificate if that is empty */
    public SSLContext client(String trusted, String own) throws IOException, GeneralSecurityException {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry(trusted, load(trusted).getCertificate(trusted));
        TrustManagerFactory trusts = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusts.init(trust);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore shown = own.isEmpty() ? KeyStore.getInstance("PKCS12") : load(own);
        if (own.isEmpty()) {
            shown.load(null, null);
        }
        keys.init(shown, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trusts.getTrustManagers(), null);
        return context;
    }

    private KeyStore load(String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve(name + ".p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static String pem(String what, byte[] der) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + what + "-----\n";
    }

    private void run(String... arguments) throws IOException, InterruptedException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = Stream.concat(Stream.of(keytool.toString()), Stream.of(arguments))
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool: " + output);
        }
    }
}
