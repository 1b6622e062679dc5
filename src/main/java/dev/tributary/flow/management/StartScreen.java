package dev.tributary.flow.management;

import dev.tributary.flow.management.access.AccessProperties;
import dev.tributary.flow.management.access.AdminPassword;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

/**
 * The one screen a start prints, once everything runs: what listens where, where the data lie, how to log in. It goes to
 * standard output and not to the log, since it may hold the generated password.
 */
final class StartScreen implements ApplicationListener<ApplicationReadyEvent> {

    private final ObjectProvider<BuildProperties> build;
    private final ObjectProvider<StartFact> facts;
    private final ObjectProvider<FeedStates> feeds;
    private final ObjectProvider<SubscriberStates> subscribers;
    private final AdminPassword password;
    private final AccessProperties access;
    private final PrintStream out;

    StartScreen(
            ObjectProvider<BuildProperties> build,
            ObjectProvider<StartFact> facts,
            ObjectProvider<FeedStates> feeds,
            ObjectProvider<SubscriberStates> subscribers,
            AdminPassword password,
            AccessProperties access,
            PrintStream out) {
        this.build = build;
        this.facts = facts;
        this.feeds = feeds;
        this.subscribers = subscribers;
        this.password = password;
        this.access = access;
        this.out = out;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent ready) {
        String http = address(ready);
        StringBuilder screen = new StringBuilder("\n");
        line(
                screen,
                "Tributary " + version(),
                "ready after " + seconds() + " s, Java " + Runtime.version().feature());
        screen.append('\n');
        each(screen, "feeds", feedLines());
        each(screen, "subscribers", subscriberLines());
        facts.orderedStream()
                .forEach(fact -> line(screen, fact.label(), fact.value().get()));
        line(screen, "data", access.dataDir().toAbsolutePath().normalize().toString());
        screen.append('\n');
        line(screen, "console", http + "/");
        line(screen, "FHIR", http + "/fhir");
        line(screen, "hawtio", http + "/actuator/hawtio");
        line(screen, "health", http + "/actuator/health");
        line(screen, "login", login());
        out.println(screen);
        out.flush();
    }

    private List<String> feedLines() {
        return feeds.stream()
                .flatMap(states -> states.feeds().stream())
                .map(feed -> feed.feed() + "  "
                        + switch (feed.condition()) {
                            case LISTENING -> "MLLP " + feed.address();
                            case WITHOUT_PORT -> "by HTTP and file";
                            case STOPPED -> "stopped";
                            case FAILED -> "NOT LISTENING on " + feed.address();
                        })
                .toList();
    }

    private List<String> subscriberLines() {
        return subscribers.stream()
                .flatMap(states -> states.subscribers().stream())
                .map(subscriber -> subscriber.name() + "  " + subscriber.target())
                .toList();
    }

    private String login() {
        return password.firstShown()
                .map(generated -> "admin / " + generated + "   (made now and shown only this once)")
                .orElse("admin, with the password you set or noted at the first start");
    }

    private String version() {
        BuildProperties properties = build.getIfAvailable();
        return properties == null ? "(from sources)" : properties.getVersion();
    }

    private static String address(ApplicationReadyEvent ready) {
        Environment environment = ready.getApplicationContext().getEnvironment();
        String bound = environment.getProperty("server.address", "localhost");
        String host = bound.equals("0.0.0.0") || bound.equals("::") ? "localhost" : bound;
        int port = ready.getApplicationContext() instanceof WebServerApplicationContext web
                ? web.getWebServer().getPort()
                : 0;
        String scheme = environment.getProperty("server.ssl.enabled", Boolean.class, false) ? "https" : "http";
        return scheme + "://" + host + ":" + port;
    }

    private static String seconds() {
        return String.format(
                Locale.ROOT, "%.1f", ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0);
    }

    private static void each(StringBuilder screen, String label, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            line(screen, i == 0 ? label : "", values.get(i));
        }
    }

    private static void line(StringBuilder screen, String label, String value) {
        screen.append(String.format(Locale.ROOT, "  %-15s %s%n", label, value));
    }
}
