package dev.tributary.console;

import dev.tributary.base.FaultException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** What all pages share: each mistake has a page that says what it is and where to go on. */
abstract class PageController {

    final Pages pages;
    private final ProblemAnswers problems;

    PageController(Pages pages) {
        this.pages = pages;
        this.problems = new ProblemAnswers();
    }

    ResponseEntity<String> trouble(HttpServletRequest request, HttpStatus status, String title, String problem) {
        return pages.show(status, "trouble", Map.of("shell", Shell.of(request, title, ""), "problem", problem));
    }

    @ExceptionHandler
    ResponseEntity<String> notFound(NotFoundException e, HttpServletRequest request) {
        return trouble(request, HttpStatus.NOT_FOUND, "Not found", String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<String> notPossible(NotPossibleException e, HttpServletRequest request) {
        return trouble(request, HttpStatus.CONFLICT, "Not possible now", String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<String> badValue(IllegalArgumentException e, HttpServletRequest request) {
        return trouble(request, HttpStatus.BAD_REQUEST, "This cannot be asked", String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<String> badParameter(MethodArgumentTypeMismatchException e, HttpServletRequest request) {
        return trouble(
                request,
                HttpStatus.BAD_REQUEST,
                "This cannot be asked",
                String.valueOf(problems.badParameter(e).getDetail()));
    }

    @ExceptionHandler
    ResponseEntity<String> missing(MissingServletRequestParameterException e, HttpServletRequest request) {
        return trouble(request, HttpStatus.BAD_REQUEST, "Something is missing", e.getParameterName() + " is missing");
    }

    @ExceptionHandler
    ResponseEntity<String> fault(FaultException e, HttpServletRequest request) {
        HttpStatus status = e.fault().isPermanent() ? HttpStatus.UNPROCESSABLE_ENTITY : HttpStatus.SERVICE_UNAVAILABLE;
        return trouble(request, status, e.fault().code().name(), e.fault().detail());
    }

    @ExceptionHandler
    ResponseEntity<String> databaseAway(DataAccessException e, HttpServletRequest request) {
        return trouble(
                request,
                HttpStatus.SERVICE_UNAVAILABLE,
                "Database not reached",
                String.valueOf(problems.databaseAway(e).getDetail()));
    }
}
