package dev.tributary.alert.subscriber;

import java.util.List;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code tributary.subscribers.<name>.mail.*}.
 *
 * @param from address of the sender
 * @param to addresses of the recipients
 * @param security none, starttls or tls
 */
public record MailSettings(
        @DefaultValue("") String from,
        @DefaultValue List<String> to,
        @DefaultValue("starttls") MailSecurity security) {}
