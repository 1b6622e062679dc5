package dev.tributary.flow.wire.http;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FeedName;
import dev.tributary.base.NearestWord;
import dev.tributary.flow.wire.Answer;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.flow.wire.Intake;
import dev.tributary.hl7.WireMessage;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /api/feeds/{feed}/messages}: the body is one message or one FHS/BHS batch, its bytes untouched; the
 * acknowledgment is the response, in the content type of the request.
 *
 * <table>
 * <caption>Status</caption>
 * <tr><td>200</td><td>AA or CA: durable</td></tr>
 * <tr><td>204</td><td>durable, and the message asked for no answer (MSH-15 NE)</td></tr>
 * <tr><td>404</td><td>no such feed; a JSON problem</td></tr>
 * <tr><td>413</td><td>AR: larger than the feed's {@code limits.frame-size}</td></tr>
 * <tr><td>415</td><td>another content type</td></tr>
 * <tr><td>422</td><td>AE, AR, CE or CR that the same bytes would get again</td></tr>
 * <tr><td>500</td><td>AE or CE: a defect of the engine</td></tr>
 * <tr><td>503</td><td>AE or CE: not durable now, send again after {@code Retry-After} seconds</td></tr>
 * </table>
 */
@RestController
public class FeedController {

    private static final String RETRY_AFTER_SECONDS = "5";

    private final FeedRegistry feeds;
    private final Intake intake;
    private final Clock clock;

    /**
     * @param feeds knows the feeds
     * @param intake takes the messages
     * @param clock gives the time of receipt
     */
    public FeedController(FeedRegistry feeds, Intake intake, Clock clock) {
        this.feeds = feeds;
        this.intake = intake;
        this.clock = clock;
    }

    /**
     * @param feed name of the feed
     * @param type content type of the request, which is that of the response
     * @param request gives the bytes and the peer
     * @return the acknowledgment, see the table above
     * @throws IOException if the peer breaks off; nothing is journaled then
     */
    @PostMapping(
            path = "/api/feeds/{feed}/messages",
            consumes = {"application/hl7-v2", "x-application/hl7-v2+er7", MediaType.TEXT_PLAIN_VALUE})
    public CompletionStage<ResponseEntity<Object>> post(
            @PathVariable String feed,
            @RequestHeader(HttpHeaders.CONTENT_TYPE) MediaType type,
            HttpServletRequest request)
            throws IOException {
        Optional<FeedName> name = known(feed);
        if (name.isEmpty()) {
            return CompletableFuture.completedFuture(unknown(feed));
        }
        FeedProperties properties = feeds.get(name.get());
        int limit = Math.toIntExact(properties.limits().frameSize().toBytes());
        byte[] bytes = request.getInputStream().readNBytes(limit + 1);
        boolean tooLarge = bytes.length > limit;
        WireMessage wire = new WireMessage(
                tooLarge ? Arrays.copyOf(bytes, Math.min(limit, 64 * 1024)) : bytes,
                name.get(),
                "http " + request.getRemoteAddr() + ":" + request.getRemotePort(),
                clock.instant());
        CompletionStage<Answer> answer =
                tooLarge ? intake.refuse(wire, tooLarge(name.get(), limit)) : intake.accept(wire);
        return answer.thenApply(given -> {
            intake.answered(wire, given);
            return response(given, type);
        });
    }

    private Optional<FeedName> known(String feed) {
        return feeds.all().keySet().stream()
                .filter(name -> name.value().equals(feed))
                .findFirst();
    }

    private ResponseEntity<Object> unknown(String feed) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.NOT_FOUND,
                ("no such feed; "
                                + NearestWord.cure(
                                        feed,
                                        feeds.all().keySet().stream()
                                                .map(FeedName::value)
                                                .toList()))
                        .strip());
        problem.setTitle("Unknown feed");
        return ResponseEntity.status(HttpStatus.NOT_FOUND)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    private static ResponseEntity<Object> response(Answer answer, MediaType type) {
        HttpStatus status = status(answer.why());
        if (!answer.isSent()) {
            return ResponseEntity.status(status == HttpStatus.OK ? HttpStatus.NO_CONTENT : status)
                    .build();
        }
        ResponseEntity.BodyBuilder response = ResponseEntity.status(status).contentType(type);
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.body(answer.bytes());
    }

    private static HttpStatus status(@Nullable Fault why) {
        if (why == null) {
            return HttpStatus.OK;
        }
        if (why.isTransient()) {
            return HttpStatus.SERVICE_UNAVAILABLE;
        }
        return switch (why.code()) {
            case TOO_LARGE -> HttpStatus.PAYLOAD_TOO_LARGE;
            case INTERNAL -> HttpStatus.INTERNAL_SERVER_ERROR;
            default -> HttpStatus.UNPROCESSABLE_ENTITY;
        };
    }

    private static Fault tooLarge(FeedName feed, int limit) {
        return Fault.of(
                FaultCode.TOO_LARGE,
                "the message is larger than " + limit + " bytes; raise tributary.feeds." + feed
                        + ".limits.frame-size if it should be accepted");
    }
}
