package dev.tributary.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * Draws the pages of {@code src/main/resources/console/pages}. The templates are classes since the build, so that a
 * start compiles nothing; whatever they print is escaped for the place where it stands.
 */
final class Pages {

    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Pages.class.getClassLoader(), "dev.tributary.console");

    /** @param parameters as the template names them */
    ResponseEntity<String> show(HttpStatus status, String template, Map<String, Object> parameters) {
        StringOutput out = new StringOutput(16_384);
        engine.render(template + ".jte", parameters, out);
        return ResponseEntity.status(status)
                .contentType(HTML)
                .cacheControl(CacheControl.noStore())
                .body(out.toString());
    }
}
