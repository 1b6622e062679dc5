package dev.tributary.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tributary.base.Problem;
import dev.tributary.flow.mappings.LiveMappings;
import dev.tributary.flow.mappings.MappingState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/mappings}: which mapping set is in force, and why the files are refused if they are. */
@RestController
@RequestMapping("/api/mappings")
final class MappingsApi {

    private final LiveMappings mappings;

    MappingsApi(LiveMappings mappings) {
        this.mappings = mappings;
    }

    @GetMapping
    View now() {
        return View.of(mappings.state());
    }

    /** Reads the files now; 422 with every mistake if they are refused. */
    @PostMapping("/reload")
    ResponseEntity<View> reload() {
        MappingState state = mappings.reload();
        return ResponseEntity.status(state.isRefused() ? HttpStatus.UNPROCESSABLE_ENTITY : HttpStatus.OK)
                .body(View.of(state));
    }

    /**
     * @param status {@code loaded}, or {@code refused} while an older set works
     * @param version of the set in force, as journal rows name it
     * @param loadedAt since when it is in force
     * @param source {@code mappings} or {@code jar}
     * @param refusedAt when the files were refused; null if they are in force
     * @param problems why
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record View(
            String status,
            String version,
            Instant loadedAt,
            String source,
            @Nullable Instant refusedAt,
            List<Mistake> problems) {

        static View of(MappingState state) {
            return new View(
                    state.isRefused() ? "refused" : "loaded",
                    state.version(),
                    state.loadedAt(),
                    state.source(),
                    state.refusedAt(),
                    state.problems().stream().map(Mistake::of).toList());
        }
    }

    /** One mistake in one file. */
    record Mistake(String file, int line, String what, String cure) {

        static Mistake of(Problem problem) {
            return new Mistake(problem.file(), problem.line(), problem.what(), problem.cure());
        }
    }
}
