package dev.tributary.alert.broker;

import dev.tributary.base.PrivateFile;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes and keeps the passwords that nobody configured: one file, readable by its owner only. */
final class ClientPasswords {

    /** The user that exists where none is configured. */
    static final String DEFAULT_USER = "downstream";

    private static final String FILE = "clients.properties";
    private static final SecureRandom RANDOM = new SecureRandom();

    private ClientPasswords() {}

    /** @return all clients by user, each with a password */
    static Map<String, BrokerClient> complete(BrokerSettings settings, Path folder) {
        Map<String, BrokerSettings.Client> configured = settings.clients().isEmpty()
                ? Map.of(DEFAULT_USER, new BrokerSettings.Client("", List.of()))
                : settings.clients();
        Path file = folder.resolve(FILE);
        Properties kept = read(file);
        int before = kept.size();
        Map<String, BrokerClient> clients = new TreeMap<>();
        configured.forEach((user, client) -> {
            boolean generated = client.password().isEmpty();
            String password = generated ? (String) kept.computeIfAbsent(user, name -> generate()) : client.password();
            Set<String> queues =
                    client.subscribers().stream().map(BrokerNames::queue).collect(Collectors.toUnmodifiableSet());
            clients.put(user, new BrokerClient(user, password, queues, generated));
        });
        if (kept.size() > before) {
            write(file, kept);
        }
        return clients;
    }

    /** @return 160 random bits in letters that need no quotes anywhere */
    static String generate() {
        byte[] bytes = new byte[20];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Properties read(Path file) {
        Properties kept = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                kept.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return kept;
    }

    private static void write(Path file, Properties passwords) {
        try {
            Writer text = new StringWriter();
            passwords.store(text, "passwords of downstream clients, by user");
            PrivateFile.write(file, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
