package dev.tributary.flow.wire;

import dev.tributary.base.FeedName;
import dev.tributary.base.Problem;
import dev.tributary.flow.settings.SettingsCheck;
import dev.tributary.flow.wire.mllp.AllowedAddresses;
import dev.tributary.flow.wire.mllp.TlsContexts;
import dev.tributary.hl7.preprocess.Preprocessing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.springframework.util.unit.DataSize;

/** What no single setting can show: whether the settings of a feed make sense. */
final class FeedCheck {

    private static final Pattern TYPE = Pattern.compile("[A-Za-z]{3}(\\^[A-Za-z0-9]{3})?");
    private static final DataSize SMALLEST_FRAME = DataSize.ofKilobytes(1);
    private static final DataSize LARGEST_FRAME = DataSize.ofMegabytes(1024);

    private final SettingsCheck check;
    private final String prefix;
    private final FeedProperties feed;
    private final List<Problem> problems = new ArrayList<>();

    FeedCheck(SettingsCheck check, String name, FeedProperties feed) {
        this.check = check;
        this.prefix = "tributary.feeds." + name;
        this.feed = feed;
        try {
            new FeedName(name);
        } catch (IllegalArgumentException e) {
            problems.add(
                    check.problem(prefix, "this is no name for a feed", "use lower-case letters, digits and hyphens"));
        }
    }

    List<Problem> problems() {
        feed.allowedAddresses().forEach(this::address);
        feed.messageTypes().forEach(this::type);
        feed.preprocess().forEach(step -> preprocess("preprocess", step));
        if (!feed.assigningAuthority().isEmpty()) {
            preprocess("assigning-authority", "default-authority \"" + feed.assigningAuthority() + "\"");
        }
        tls();
        frameSize();
        return problems;
    }

    private void address(String network) {
        try {
            AllowedAddresses.of(List.of(network));
        } catch (IllegalArgumentException e) {
            problems.add(check.problem(prefix + ".allowed-addresses", String.valueOf(e.getMessage()), ""));
        }
    }

    private void type(String type) {
        if (!TYPE.matcher(type).matches()) {
            problems.add(check.problem(
                    prefix + ".message-types", "'" + type + "' is no message type", "write ADT or ORU^R01"));
        }
    }

    private void preprocess(String setting, String step) {
        try {
            Objects.requireNonNull(Preprocessing.of(List.of(step)));
        } catch (IllegalArgumentException e) {
            problems.add(check.problem(prefix + "." + setting, String.valueOf(e.getMessage()), ""));
        }
    }

    private void tls() {
        FeedTls tls = feed.tls();
        if (tls == null || !feed.enabled()) {
            return;
        }
        try {
            Objects.requireNonNull(TlsContexts.server(tls));
        } catch (IllegalArgumentException e) {
            problems.add(check.problem(prefix + ".tls", String.valueOf(e.getMessage()), ""));
        }
    }

    private void frameSize() {
        DataSize size = feed.limits().frameSize();
        if (size.compareTo(SMALLEST_FRAME) < 0 || size.compareTo(LARGEST_FRAME) > 0) {
            problems.add(check.problem(prefix + ".limits.frame-size", size + " is out of range", "write 1KB to 1GB"));
        }
    }

    /** @return feeds that want the same port */
    static List<Problem> samePorts(SettingsCheck check, Map<String, FeedProperties> feeds) {
        Map<Integer, String> taken = new HashMap<>();
        List<Problem> problems = new ArrayList<>();
        feeds.forEach((name, feed) -> {
            Integer port = feed.port();
            if (port == null || port == 0 || !feed.enabled()) {
                return;
            }
            String other = taken.putIfAbsent(port, name);
            if (other != null) {
                problems.add(check.problem(
                        "tributary.feeds." + name + ".port",
                        "feed '" + other + "' has port " + port + " too",
                        "give each feed a port of its own; feed default has 2575 unless it is disabled"));
            }
        });
        return problems;
    }
}
