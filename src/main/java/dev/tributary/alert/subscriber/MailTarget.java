package dev.tributary.alert.subscriber;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * People who are told by mail.
 *
 * @param host of the SMTP server
 * @param port of the SMTP server
 * @param security how the connection to it is encrypted
 * @param trust PEM file with the authorities that may have signed its certificate; null for those of the JDK
 * @param username at the server; empty for none
 * @param password at the server
 * @param from address of the sender
 * @param to addresses of the recipients
 * @param payload a notice without patient data, or the alert's text
 * @param connectTimeout to reach the server
 * @param timeout for each step
 * @param retry after a failure
 */
public record MailTarget(
        String host,
        int port,
        MailSecurity security,
        @Nullable Path trust,
        String username,
        String password,
        String from,
        List<String> to,
        Payload payload,
        Duration connectTimeout,
        Duration timeout,
        Retry retry)
        implements Target {

    @Override
    public String address() {
        return "smtp://" + host + ":" + port;
    }

    @Override
    public String toString() {
        // password and recipients stay out of every log
        return "MailTarget[" + address() + "]";
    }
}
