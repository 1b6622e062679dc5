package dev.tributary.console;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.base.ProblemsException;
import dev.tributary.flow.codes.CandidateCode;
import dev.tributary.flow.codes.CandidateCodes;
import dev.tributary.flow.codes.CodeProposal;
import dev.tributary.flow.codes.CodeProposals;
import dev.tributary.flow.codes.CodeRemap;
import dev.tributary.flow.codes.CodeSettings;
import dev.tributary.flow.codes.RemapReport;
import dev.tributary.flow.mappings.AddedCodes;
import dev.tributary.flow.mappings.MappingState;
import dev.tributary.flow.mappings.NewCode;
import dev.tributary.flow.processing.FeedProfiles;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.hl7.Segment;
import dev.tributary.journal.MessageSearch;
import dev.tributary.journal.UnmappedCode;
import dev.tributary.journal.UnmappedCodes;
import java.util.List;
import java.util.Optional;

/** What people do with codes that no table has; the page and the REST ask the same. */
final class CodeDesk {

    private static final int CANDIDATES = 10;
    private static final int LARGEST = 1 << 20;

    private final UnmappedCodes unmapped;
    private final AddedCodes added;
    private final CodeProposals proposals;
    private final CandidateCodes candidates;
    private final CodeRemap remap;
    private final CodeSettings settings;
    private final FeedRegistry feeds;
    private final MessageSearch search;

    CodeDesk(
            UnmappedCodes unmapped,
            AddedCodes added,
            CodeProposals proposals,
            CandidateCodes candidates,
            CodeRemap remap,
            CodeSettings settings,
            FeedRegistry feeds,
            MessageSearch search) {
        this.unmapped = unmapped;
        this.added = added;
        this.proposals = proposals;
        this.candidates = candidates;
        this.remap = remap;
        this.settings = settings;
        this.feeds = feeds;
        this.search = search;
    }

    /**
     * What came of a line.
     *
     * @param version of the set in force
     * @param settled how many work items it settles
     * @param proposal number of the proposal where a second person must approve it; else 0
     * @param behind whether the line is in force, but what is stored is not brought up to date yet, since that runs for
     *     another line: to be asked for when that has ended
     */
    record Done(String version, int settled, long proposal, boolean behind) {}

    /** @return whether a second person must approve a line */
    boolean secondPerson() {
        return settings.secondPerson();
    }

    /**
     * Adds a line, or proposes it where a second person must approve it.
     *
     * @param past whether stored resources are brought up to date with it
     * @throws ProblemsException if the line does not fit into the set; nothing was kept
     */
    Done map(NewCode code, boolean past, String who) {
        if (settings.secondPerson()) {
            return new Done("", 0, proposals.propose(code, past, who), false);
        }
        return settle(code, putInForce(code, who), past, who);
    }

    /** @throws NotPossibleException if it does not wait any more, or is this person's own */
    Done approve(long id, String who) {
        CodeProposal proposal = waiting(id);
        if (!proposals.decide(id, true, who)) {
            throw new NotPossibleException(
                    proposal.who().equals(who)
                            ? "You proposed this line yourself: another person approves it."
                            : "Somebody decided on this proposal meanwhile.");
        }
        String both = proposal.who() + ", approved by " + who;
        boolean inForce = false;
        String version;
        try {
            version = putInForce(proposal.code(), both);
            inForce = true;
        } finally {
            if (!inForce) {
                proposals.reopen(id);
            }
        }
        // from here on the line works: whatever else fails, the proposal is decided
        return settle(proposal.code(), version, proposal.remap(), both);
    }

    /** @throws NotPossibleException if it does not wait any more */
    void decline(long id, String who) {
        var unused = waiting(id);
        if (!proposals.decide(id, false, who)) {
            throw new NotPossibleException("Somebody decided on this proposal meanwhile.");
        }
    }

    /** Brings stored resources up to date with a line that is in force. */
    void bringUpToDate(NewCode code, String who) {
        if (!remap.begin(code, who)) {
            throw new NotPossibleException("Stored resources are being brought up to date already: wait for it.");
        }
    }

    Optional<RemapReport> remapReport() {
        return remap.report();
    }

    List<CodeProposal> proposals() {
        return proposals.open();
    }

    List<CandidateCode> candidates(String text, String unit) {
        return candidates.find(text, unit, CANDIDATES);
    }

    /** @return what is to be known of the code systems: how many codes, and what is wrong with the files */
    String candidatesAbout() {
        return candidates.size() + " codes are loaded"
                + (candidates.problems().isEmpty()
                        ? "."
                        : "; " + candidates.problems().size() + " lines are not: "
                                + candidates.problems().get(0));
    }

    /** @return the folder that takes lines for a feed */
    String folder(String feed) {
        return feeds.all().entrySet().stream()
                .filter(each -> each.getKey().value().equals(feed))
                .map(each ->
                        FeedProfiles.codeFolders(each.getKey(), each.getValue()).get(0))
                .findFirst()
                .orElseThrow(() -> NotFoundException.among(
                        "feed",
                        feed,
                        feeds.all().keySet().stream().map(FeedName::value).toList()));
    }

    /** @return the unit that the first example message gives with this code (OBX-6); empty if none */
    String unit(UnmappedCode code) {
        FeedProperties feed = feeds.find(code.feed()).orElse(null);
        if (feed == null || code.examples().isEmpty()) {
            return "";
        }
        MessageId example = code.examples().get(0);
        return search.read(example)
                .filter(message -> message.bytes().length <= LARGEST)
                .map(message -> unit(Hl7Reader.read(message.bytes(), feed.charset()), code.code()))
                .orElse("");
    }

    private static String unit(Hl7Message message, String code) {
        for (Segment segment : message.segments()) {
            if (segment.name().equals("OBX")
                    && segment.field(3).repetitions().stream()
                            .anyMatch(each -> each.component(1).text().equals(code))) {
                return segment.field(6).repetitions().stream()
                        .map(each -> each.component(1).text())
                        .findFirst()
                        .orElse("");
            }
        }
        return "";
    }

    private CodeProposal waiting(long id) {
        return proposals
                .open(id)
                .orElseThrow(
                        () -> new NotPossibleException("No proposal " + id + " waits: it was decided on already."));
    }

    private String putInForce(NewCode code, String who) {
        MappingState state = added.add(code, who);
        if (state.isRefused()) {
            throw new ProblemsException(state.problems());
        }
        return state.version();
    }

    private Done settle(NewCode code, String version, boolean past, String who) {
        int settled = unmapped.resolve(looking(code.folder()), code.table(), code.code());
        return new Done(version, settled, 0, past && !remap.begin(code, who));
    }

    private List<FeedName> looking(String folder) {
        return feeds.all().entrySet().stream()
                .filter(feed ->
                        FeedProfiles.codeFolders(feed.getKey(), feed.getValue()).contains(folder))
                .map(feed -> feed.getKey())
                .toList();
    }
}
