package dev.tributary.console;

import dev.tributary.base.FeedName;
import dev.tributary.flow.mappings.LiveMappings;
import dev.tributary.flow.processing.FeedPreparation;
import dev.tributary.flow.processing.FeedProfiles;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.hl7.HeaderPeek;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.hl7.MessageHeader;
import dev.tributary.hl7.WireMessage;
import dev.tributary.identity.IdentityResolver;
import dev.tributary.identity.MergeInstruction;
import dev.tributary.identity.MergeKind;
import dev.tributary.journal.JournaledMessage;
import dev.tributary.mapping.Draft;
import dev.tributary.mapping.FeedProfile;
import dev.tributary.mapping.MappingResult;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.jspecify.annotations.Nullable;

/**
 * ADT^A40 of the engine's own about the numbers of a held message: how one is written, and whom identity will find by it. A
 * number is looked up as the message itself will be, mapped by its feed's settings and then by authority and value: the same
 * value under another authority is another person.
 */
final class MergeMessages {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmssxx").withZone(ZoneOffset.UTC);
    private static final String TRIGGER = "A40";

    private final FeedRegistry feeds;
    private final FeedPreparation preparation;
    private final LiveMappings mappings;
    private final IdentityResolver identity;
    private final Clock clock;

    MergeMessages(FeedRegistry feeds, LiveMappings mappings, IdentityResolver identity, Clock clock) {
        this.feeds = feeds;
        this.preparation = new FeedPreparation(feeds);
        this.mappings = mappings;
        this.identity = identity;
        this.clock = clock;
    }

    /**
     * @param held the message that names the number
     * @param number a repetition of PID-3 as it stands there
     * @return the ids of the patients that identity finds by it, merges followed; empty if nobody has it, if it is of a type
     *     that does not identify, or if the feed is gone
     */
    Set<String> ownersOf(JournaledMessage held, String number) {
        FeedName feed = held.summary().feed();
        return feeds.find(feed).isEmpty()
                ? Set.of()
                : owners(
                        feed,
                        patients(map(write(held, number, null, 0, ""))).stream()
                                .flatMap(patient -> patient.getIdentifier().stream())
                                .toList());
    }

    /**
     * @param held the message whose numbers are named, and whose feed takes the merge
     * @param survivor a number of the patient that stays, as it stands in the message
     * @param prior a number of the other
     * @param n from 1, for its control id
     * @param who decides
     * @return the merge
     */
    WireMessage merge(JournaledMessage held, String survivor, String prior, int n, String who) {
        return write(held, survivor, prior, n, who);
    }

    /**
     * @param merge as written here
     * @param survivor id of the patient that shall stay
     * @param prior id of the other
     * @return whether the merge, processed now, merges just this one into that one
     */
    boolean merges(WireMessage merge, String survivor, String prior) {
        MappingResult mapped = map(merge);
        List<MergeInstruction> said = MergeInstruction.ofDrafts(
                TRIGGER,
                patients(mapped),
                mapped.drafts().stream()
                        .filter(draft -> draft.segment().equals("MRG"))
                        .map(draft -> draft.resource().getIdPart())
                        .collect(Collectors.toSet()));
        return said.size() == 1
                && said.get(0).kind() == MergeKind.MERGE
                && owners(merge.feed(), said.get(0).survivor()).equals(Set.of(survivor))
                && owners(merge.feed(), said.get(0).prior()).equals(Set.of(prior));
    }

    private Set<String> owners(FeedName feed, Collection<Identifier> numbers) {
        // no text of PostgreSQL holds a NUL: nobody has such a number
        List<Identifier> asked = numbers.stream()
                .filter(number -> !number.hasValue() || number.getValue().indexOf('\u0000') < 0)
                .toList();
        return identity.patientsOf(feed, asked).stream()
                .map(reference -> reference.substring("Patient/".length()))
                .collect(Collectors.toSet());
    }

    private MappingResult map(WireMessage wire) {
        FeedProperties feed = feeds.get(wire.feed());
        Hl7Message message = Hl7Reader.read(preparation.of(wire).bytes(), feed.charset());
        FeedProfile profile = FeedProfiles.of(wire.feed(), feed);
        return mappings.library().plan(message.header(), profile).applyWithoutLineage(message, profile);
    }

    private static List<Patient> patients(MappingResult mapped) {
        return mapped.drafts().stream()
                .filter(Draft::record)
                .map(Draft::resource)
                .filter(Patient.class::isInstance)
                .map(Patient.class::cast)
                .toList();
    }

    private WireMessage write(JournaledMessage held, String pid, @Nullable String mrg, int n, String who) {
        FeedName feed = held.summary().feed();
        MessageHeader header = HeaderPeek.of(held.bytes(), feeds.get(feed).charset())
                .orElseThrow(() -> new NotPossibleException("The message has no readable MSH."));
        var separators = header.separators();
        String now = TIME.format(clock.instant());
        char field = separators.field();
        List<String> lines = new ArrayList<>();
        lines.add("MSH" + field + separators.component() + separators.repetition() + separators.escape()
                + separators.subcomponent() + field + "TRIBUTARY" + field + header.sendingFacility() + field + field
                + field + now + field + field + "ADT" + separators.component() + TRIGGER + separators.component()
                + "ADT_A39" + field + "MERGE-" + held.summary().id() + "-" + n + field + "P" + field + "2.5.1");
        lines.add(
                "EVN" + field + TRIGGER + field + now + field + field + field + who.replaceAll("[^A-Za-z0-9._-]", ""));
        lines.add("PID" + field + "1" + field + field + pid);
        if (mrg != null) {
            lines.add("MRG" + field + mrg);
        }
        return new WireMessage(
                (String.join("\r", lines) + "\r").getBytes(feeds.get(feed).charset()),
                feed,
                "console",
                clock.instant());
    }
}
