package dev.tributary.console;

import java.util.Map;
import org.springframework.context.ApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** {@code /api/openapi.json}: the description of {@code /api} for programs that make clients of it. */
@RestController
final class OpenApiPage {

    private final ApplicationContext engine;

    OpenApiPage(ApplicationContext engine) {
        this.engine = engine;
    }

    @GetMapping("/api/openapi.json")
    Map<String, Object> describe() {
        return OpenApi.of(engine.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods());
    }
}
