package dev.tributary.cli.remote;

import dev.tributary.cli.WrongInput;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of every verb that asks a running engine. A password is never an argument: process lists show those. */
public final class EngineOptions {

    @Option(names = "--url", paramLabel = "URL", description = "The engine. Default: ${DEFAULT-VALUE}.")
    private URI url = URI.create("http://127.0.0.1:8080");

    @Option(names = "--user", paramLabel = "NAME", description = "Login, role operator. Default: ${DEFAULT-VALUE}.")
    private String user = "admin";

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description =
                    "Its first line is the password. Default: the environment variable TRIBUTARY_PASSWORD, or else"
                            + " TRIBUTARY_ADMIN_PASSWORD.")
    private @Nullable Path passwordFile;

    /** @return that engine, asked as that user */
    public RunningEngine engine() {
        return new RunningEngine(url, user, password());
    }

    private String password() {
        if (passwordFile != null) {
            try {
                return Files.readAllLines(passwordFile).stream().findFirst().orElse("");
            } catch (IOException e) {
                throw new WrongInput(passwordFile + " cannot be read: name a text file with the password");
            }
        }
        String password = System.getenv("TRIBUTARY_PASSWORD");
        return Objects.requireNonNullElse(password == null ? System.getenv("TRIBUTARY_ADMIN_PASSWORD") : password, "");
    }
}
