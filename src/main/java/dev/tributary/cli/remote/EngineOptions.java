package dev.tributary.cli.remote;

import dev.tributary.cli.WrongInput;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every verb that asks a running engine. A password is never an argument: process lists show those. */
public final class EngineOptions {

    private static final String PASSWORD = "TRIBUTARY_ADMIN_PASSWORD";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The engine. Default: ${DEFAULT-VALUE}.",
            defaultValue = "http://127.0.0.1:8080")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(names = "--user", description = "Who asks. Default: ${DEFAULT-VALUE}.", defaultValue = "admin")
    private String user = "admin";

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "First line is the password. Default: the environment variable " + PASSWORD + ".")
    private @Nullable Path passwordFile;

    /** @return a client of that engine */
    public EngineClient client() {
        return new EngineClient(url, user, password());
    }

    private String password() {
        if (passwordFile != null) {
            try {
                return Files.readAllLines(passwordFile).stream().findFirst().orElse("");
            } catch (IOException e) {
                throw new WrongInput(passwordFile + " cannot be read");
            }
        }
        String password = System.getenv(PASSWORD);
        if (password == null || password.isEmpty()) {
            throw new WrongInput("no password: set " + PASSWORD + ", or name a file with --password-file");
        }
        return password;
    }
}
