package dev.tributary.console;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /}: every feed on one screen; {@code /overview} is the part of it that is asked for again. And the sign-in. */
@RestController
final class OverviewPage extends PageController {

    private final OverviewReader reader;

    OverviewPage(Pages pages, OverviewReader reader) {
        super(pages);
        this.reader = reader;
    }

    @GetMapping("/")
    ResponseEntity<String> whole(HttpServletRequest request, Principal who) {
        Shell shell = Shell.of(request, "Overview", "overview");
        return pages.show(
                HttpStatus.OK, "overview", Map.of("shell", shell, "model", reader.read(who, shell.operator())));
    }

    @GetMapping("/overview")
    ResponseEntity<String> live(HttpServletRequest request, Principal who) {
        return pages.show(HttpStatus.OK, "live", Map.of("model", reader.read(who, request.isUserInRole("OPERATOR"))));
    }

    /** @param to where the person wanted to go; checked when it is used */
    @GetMapping("/login")
    ResponseEntity<String> login(
            HttpServletRequest request,
            @RequestParam(defaultValue = "/") String to,
            @RequestParam(required = false) @Nullable String wrong,
            @RequestParam(required = false) @Nullable String ended,
            @RequestParam(required = false) @Nullable Long locked) {
        String problem = locked != null
                ? "Too many wrong passwords. For " + locked + " seconds none is looked at, not the right one either."
                : wrong != null
                        ? "Name or password is wrong."
                        : ended != null ? "Your session has ended. What you sent last was not done." : "";
        return pages.show(
                HttpStatus.OK,
                "login",
                Map.of("shell", Shell.of(request, "Sign in", ""), "to", to, "problem", problem));
    }
}
