package dev.tributary.flow.wire;

import dev.tributary.journal.OnFailure;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One feed: a sender's stream of messages, {@code tributary.feeds.<name>.*}.
 *
 * @param enabled whether the feed exists at all
 * @param port TCP port of its MLLP edge; 0 takes any free one; without a port the feed has no MLLP edge and takes
 *     messages by HTTP and file only (the feed {@code default} has port 2575 if nothing else is said)
 * @param bind address the port listens on: {@code 127.0.0.1} for this machine only, {@code 0.0.0.0} for every network
 * @param tls TLS of the MLLP port; absent means plain TCP
 * @param allowedAddresses addresses or networks (CIDR: {@code 10.20.0.0/16}, {@code fd00::/8}) that may connect; empty
 *     means all
 * @param messageTypes accepted MSH-9, such as {@code ADT} (all its triggers) or {@code ORU^R01}; empty means all
 * @param ack which acknowledgment rules apply: auto (as MSH-15 and MSH-16 ask), original or enhanced
 * @param charset character set of messages whose MSH-18 is empty
 * @param zone time zone of times without an offset, such as {@code Europe/Berlin}; never the machine's own
 * @param assigningAuthority authority of patient identifiers that name none (PID-3.4), as HD components: {@code
 *     HOSP} or {@code HOSP^1.2.840.99^ISO}; empty if there is none
 * @param ownership whether its demographics overwrite what is stored (owner) or fill gaps only (contributor)
 * @param preprocess steps that mend the sender's quirks before anything else looks, in order, each a name and its
 *     arguments: {@code move-field PID-2 PID-3}; docs/feeds.md lists them
 * @param overlay names of mapping overlays in {@code mappings/overlays}, in order; empty if there is none
 * @param codeTables folders of code tables of this sender in {@code mappings/codes}, looked at before the shipped ones, in
 *     order; empty means the folder of the feed's own name, if there is one
 * @param namespace what systems that {@code naming.csv} does not name begin with
 * @param country ISO 3166 code for conditions such as {@code FEED COUNTRY EQUALS "US"}; empty if unknown
 * @param onFailure what happens to a patient's later messages when one failed for good: go-on or hold-lane
 * @param limits what it may ask of the engine
 * @param inbox folder whose files are taken as messages of this feed (route {@code file-drop}); absent means none
 */
public record FeedProperties(
        @DefaultValue("true") boolean enabled,
        @Min(0) @Max(65535) @Nullable Integer port,
        @DefaultValue("127.0.0.1") @NotBlank String bind,
        @Valid @Nullable FeedTls tls,
        @DefaultValue List<String> allowedAddresses,
        @DefaultValue List<String> messageTypes,
        @DefaultValue("auto") AckMode ack,
        @DefaultValue("UTF-8") Charset charset,
        @DefaultValue("UTC") ZoneId zone,
        @DefaultValue("") String assigningAuthority,
        @DefaultValue("owner") Ownership ownership,
        @DefaultValue List<String> preprocess,
        @DefaultValue List<String> overlay,
        @DefaultValue List<String> codeTables,
        @DefaultValue("urn:tributary") @NotBlank String namespace,
        @DefaultValue("") String country,
        @DefaultValue("go-on") OnFailure onFailure,
        @Valid @DefaultValue FeedLimits limits,
        @Nullable Path inbox) {

    /** @return whether the feed has an MLLP port */
    public boolean hasPort() {
        return port != null;
    }

    /** @return the same with another port */
    FeedProperties withPort(int other) {
        return new FeedProperties(
                enabled,
                other,
                bind,
                tls,
                allowedAddresses,
                messageTypes,
                ack,
                charset,
                zone,
                assigningAuthority,
                ownership,
                preprocess,
                overlay,
                codeTables,
                namespace,
                country,
                onFailure,
                limits,
                inbox);
    }
}
