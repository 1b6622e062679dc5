package dev.tributary.console;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultException;
import dev.tributary.base.LogKey;
import dev.tributary.base.ProblemsException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/**
 * What {@code /api} answers where it cannot do what was asked: problem details of RFC 9457, with the place and the cure,
 * never with the text of an exception that is not ours.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
@RestControllerAdvice(basePackageClasses = ProblemAnswers.class)
final class ProblemAnswers {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswers.class);

    @ExceptionHandler
    ProblemDetail notFound(NotFoundException e) {
        return problem(HttpStatus.NOT_FOUND, "Not found", e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail notPossible(NotPossibleException e) {
        return problem(HttpStatus.CONFLICT, "Not possible now", e.getMessage());
    }

    /** Thrown by our own records, whose messages name the word and the cure. */
    @ExceptionHandler
    ProblemDetail badValue(IllegalArgumentException e) {
        return problem(HttpStatus.BAD_REQUEST, "Bad value", e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail badParameter(MethodArgumentTypeMismatchException e) {
        Class<?> type = e.getRequiredType();
        String cure = type != null && type.isEnum()
                ? "use one of " + String.join(", ", names(type))
                : "it is not " + (type == null ? "what is expected" : expected(type));
        ProblemDetail problem = problem(HttpStatus.BAD_REQUEST, "Bad parameter", e.getName() + ": " + cure);
        problem.setProperty("where", e.getName());
        return problem;
    }

    /** The parser's own words may quote the body. */
    @ExceptionHandler
    ProblemDetail badBody(HttpMessageNotReadableException e) {
        return problem(
                HttpStatus.BAD_REQUEST,
                "Body not readable",
                "send JSON with the keys that docs/operations.md names, texts as values");
    }

    @ExceptionHandler
    ProblemDetail missingParameter(MissingServletRequestParameterException e) {
        ProblemDetail problem =
                problem(HttpStatus.BAD_REQUEST, "Parameter missing", "give " + e.getParameterName() + "=...");
        problem.setProperty("where", e.getParameterName());
        return problem;
    }

    /** A list or file with mistakes: all of them at once, and nothing was changed. */
    @ExceptionHandler
    ProblemDetail problems(ProblemsException e) {
        ProblemDetail problem = problem(HttpStatus.UNPROCESSABLE_ENTITY, "Nothing was changed", null);
        problem.setProperty("problems", e.problems());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail fault(FaultException e) {
        Fault fault = e.fault();
        HttpStatus status = fault.isPermanent() ? HttpStatus.UNPROCESSABLE_ENTITY : HttpStatus.SERVICE_UNAVAILABLE;
        ProblemDetail problem = problem(status, fault.code().name(), fault.detail());
        problem.setProperty("code", fault.code());
        problem.setProperty("where", fault.where());
        return problem;
    }

    @ExceptionHandler
    ProblemDetail databaseAway(DataAccessException e) {
        LOG.atWarn().addKeyValue(LogKey.EXCEPTION, e.getClass().getSimpleName()).log("console could not read");
        if (e instanceof QueryTimeoutException) {
            return problem(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "Took too long",
                    "The database took longer than ten seconds. Narrow the search, by a feed or a time; if a single message"
                            + " takes so long, see /actuator/health.");
        }
        return problem(
                HttpStatus.SERVICE_UNAVAILABLE,
                "Database not reached",
                "The journal's database does not answer; messages get no positive acknowledgment meanwhile. See"
                        + " /actuator/health and try again.");
    }

    private static ProblemDetail problem(HttpStatus status, String title, @Nullable String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail == null ? title : detail);
        problem.setTitle(title);
        return problem;
    }

    private static String expected(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "Instant" -> "a time such as 2026-01-31T08:00:00Z";
            case "FeedName" -> "a feed's name: lower-case letters, digits and hyphens";
            case "int", "long", "Long", "Integer" -> "a whole number";
            default -> "a " + type.getSimpleName();
        };
    }

    private static List<String> names(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> Words.of((Enum<?>) constant))
                .toList();
    }
}
