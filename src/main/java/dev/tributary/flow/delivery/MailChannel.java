package dev.tributary.flow.delivery;

import dev.tributary.alert.subscriber.MailSecurity;
import dev.tributary.alert.subscriber.MailTarget;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/**
 * Tells people by mail (RFC 5321). That the server took a mail says nothing of a reader: an alert that needs an answer
 * stays open. Message-ID and X-Tributary-Alert are made of the alert's id, so that a repeat can be told.
 */
final class MailChannel implements Channel<MailTarget> {

    private static final int PERMANENT = 500;

    @Override
    public Attempt carry(MailTarget target, Parcel parcel) {
        try {
            Session session = Session.getInstance(properties(target));
            MimeMessage mail = mail(session, target, parcel);
            try (Transport transport = session.getTransport(target.security() == MailSecurity.TLS ? "smtps" : "smtp")) {
                if (target.username().isEmpty()) {
                    transport.connect();
                } else {
                    transport.connect(target.username(), target.password());
                }
                transport.sendMessage(mail, mail.getAllRecipients());
            }
            return Attempt.delivered("250");
        } catch (MessagingException e) {
            return judge(e);
        } catch (IOException | GeneralSecurityException e) {
            return Attempt.again(e.getClass().getSimpleName());
        }
    }

    // RFC 5321 §4.2.1: 5yz will not be better next time, 4yz may be
    private static Attempt judge(MessagingException thrown) {
        for (Exception e = thrown; e != null; e = e instanceof MessagingException m ? m.getNextException() : null) {
            int code = code(e);
            if (code >= PERMANENT) {
                return Attempt.refused(String.valueOf(code));
            }
            if (code > 0) {
                return Attempt.again(String.valueOf(code));
            }
        }
        return Attempt.again(thrown.getClass().getSimpleName());
    }

    private static int code(Exception e) {
        if (e instanceof SMTPAddressFailedException address) {
            return address.getReturnCode();
        }
        if (e instanceof SMTPSenderFailedException sender) {
            return sender.getReturnCode();
        }
        return e instanceof SMTPSendFailedException send ? send.getReturnCode() : 0;
    }

    private static MimeMessage mail(Session session, MailTarget target, Parcel parcel) throws MessagingException {
        MimeMessage mail = new AlertMail(session, parcel.alert());
        mail.setFrom(new InternetAddress(target.from()));
        for (String to : target.to()) {
            mail.addRecipient(Message.RecipientType.TO, new InternetAddress(to));
        }
        String severity = parcel.event().path("severity").asText("alert");
        // subjects are shown on locked screens: nothing of the patient
        mail.setSubject("[" + severity + "] Tributary alert: "
                + parcel.event().path("data").path("event").asText());
        mail.setSentDate(Date.from(Instant.parse(parcel.event().path("time").asText())));
        mail.setHeader("X-Tributary-Alert", parcel.alert());
        if ("critical".equals(severity)) {
            mail.setHeader("X-Priority", "1");
        }
        mail.setText(new String(parcel.body().bytes(), StandardCharsets.UTF_8), StandardCharsets.UTF_8.name());
        return mail;
    }

    private static Properties properties(MailTarget target) throws IOException, GeneralSecurityException {
        String protocol = target.security() == MailSecurity.TLS ? "mail.smtps." : "mail.smtp.";
        Properties properties = new Properties();
        properties.put(protocol + "host", target.host());
        properties.put(protocol + "port", String.valueOf(target.port()));
        properties.put(protocol + "auth", String.valueOf(!target.username().isEmpty()));
        properties.put(
                protocol + "connectiontimeout",
                String.valueOf(target.connectTimeout().toMillis()));
        properties.put(protocol + "timeout", String.valueOf(target.timeout().toMillis()));
        properties.put(
                protocol + "writetimeout", String.valueOf(target.timeout().toMillis()));
        properties.put(protocol + "ssl.checkserveridentity", "true");
        if (target.security() != MailSecurity.NONE && target.trust() != null) {
            properties.put(
                    protocol + "ssl.socketFactory", Trust.in(target.trust()).getSocketFactory());
        }
        boolean startTls = target.security() == MailSecurity.STARTTLS;
        properties.put(protocol + "starttls.enable", String.valueOf(startTls));
        properties.put(protocol + "starttls.required", String.valueOf(startTls));
        // all or none: a mail that some got would be sent to them again
        properties.put(protocol + "sendpartial", "false");
        properties.put("mail.from", target.from());
        return properties;
    }

    /** A mail whose Message-ID is the alert's. */
    private static final class AlertMail extends MimeMessage {

        private final String alert;

        private AlertMail(Session session, String alert) {
            super(session);
            this.alert = alert;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + alert + "@alerts.tributary>");
        }
    }
}
