package dev.tributary.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** An SMTP server (RFC 5321, as much as a client needs) that answers recipients as told and remembers the mails. */
public final class MailServer implements AutoCloseable {

    private final ServerSocket server;
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private volatile String recipientAnswer = "250 ok";

    public MailServer() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** @return whole mails, headers included, as they came */
    public List<String> mails() {
        return mails;
    }

    /** @param reply to RCPT TO: {@code 550 no such user} */
    public void answerRecipients(String reply) {
        recipientAnswer = reply;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(Socket socket) {
        try (socket;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            say(socket, "220 test");
            String line;
            while ((line = in.readLine()) != null) {
                String verb = line.toUpperCase(Locale.ROOT);
                if (verb.startsWith("RCPT")) {
                    say(socket, recipientAnswer);
                } else if (verb.startsWith("DATA")) {
                    say(socket, "354 go on");
                    StringBuilder mail = new StringBuilder();
                    while (!(line = in.readLine()).equals(".")) {
                        mail.append(line).append('\n');
                    }
                    mails.add(mail.toString());
                    say(socket, "250 taken");
                } else if (verb.startsWith("QUIT")) {
                    say(socket, "221 bye");
                    return;
                } else {
                    say(socket, "250 ok");
                }
            }
        } catch (IOException closed) {
            // the client has what it wanted
        }
    }

    private static void say(Socket socket, String line) throws IOException {
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "mail-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
