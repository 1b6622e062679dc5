package dev.tributary.console;

import dev.tributary.base.FeedName;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;

/**
 * Describes {@code /api} as OpenAPI 3.0 from what is really mapped: paths, parameters, bodies and answers as the classes have
 * them, so that the description cannot fall behind.
 */
final class OpenApi {

    private static final String ROOT = "/api";

    private final Map<String, Object> schemas = new TreeMap<>();

    /**
     * @param mapped what answers where
     * @return the description, to be written as JSON
     */
    static Map<String, Object> of(Map<RequestMappingInfo, HandlerMethod> mapped) {
        return new OpenApi().describe(mapped);
    }

    private Map<String, Object> describe(Map<RequestMappingInfo, HandlerMethod> mapped) {
        Map<String, Map<String, Object>> paths = new TreeMap<>();
        mapped.forEach((info, handler) -> {
            for (String path : info.getPatternValues()) {
                if (path.startsWith(ROOT + "/")) {
                    for (RequestMethod method : info.getMethodsCondition().getMethods()) {
                        paths.computeIfAbsent(path, unknown -> new TreeMap<>())
                                .put(method.name().toLowerCase(Locale.ROOT), operation(method, path, info, handler));
                    }
                }
            }
        });
        Map<String, Object> components = new LinkedHashMap<>();
        components.put(
                "securitySchemes",
                Map.of(
                        "password", Map.of("type", "http", "scheme", "basic"),
                        "token", Map.of("type", "http", "scheme", "bearer")));
        components.put("schemas", schemas);
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("openapi", "3.0.3");
        whole.put(
                "info",
                Map.of(
                        "title", "Tributary",
                        "version", "1",
                        "description",
                                "Feeds, messages, alerts, codes, tokens and audit. FHIR is at /fhir, which describes"
                                        + " itself at /fhir/metadata. Mistakes are answered with problem details (RFC 9457)."));
        whole.put("security", List.of(Map.of("password", List.of()), Map.of("token", List.of())));
        whole.put("paths", paths);
        whole.put("components", components);
        return whole;
    }

    private Map<String, Object> operation(
            RequestMethod method, String path, RequestMappingInfo info, HandlerMethod handler) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operationId", id(method, path));
        operation.put("tags", List.of(path.split("/")[2]));
        List<Object> parameters = new ArrayList<>();
        for (MethodParameter parameter : handler.getMethodParameters()) {
            parameter.initParameterNameDiscovery(new org.springframework.core.DefaultParameterNameDiscoverer());
            Map<String, Object> described = parameter(parameter);
            if (described != null) {
                parameters.add(described);
            }
            if (parameter.hasParameterAnnotation(RequestBody.class)) {
                operation.put("requestBody", body(info, parameter));
            }
        }
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        operation.put("responses", responses(info, handler));
        return operation;
    }

    private @Nullable Map<String, Object> parameter(MethodParameter parameter) {
        RequestParam query = parameter.getParameterAnnotation(RequestParam.class);
        PathVariable path = parameter.getParameterAnnotation(PathVariable.class);
        String given = query != null ? query.name() : path != null ? path.name() : null;
        if (given == null) {
            return null;
        }
        String name = given.isEmpty() ? String.valueOf(parameter.getParameterName()) : given;
        Map<String, Object> schema = new LinkedHashMap<>(schema(parameter.getGenericParameterType()));
        String preset = query == null ? ValueConstants.DEFAULT_NONE : query.defaultValue();
        boolean defaulted = !preset.equals(ValueConstants.DEFAULT_NONE);
        if (defaulted && !preset.isEmpty()) {
            schema.put("default", preset);
        }
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("name", name);
        described.put("in", query != null ? "query" : "path");
        described.put("required", query == null || query.required() && !defaulted);
        described.put("schema", schema);
        return described;
    }

    private Map<String, Object> body(RequestMappingInfo info, MethodParameter parameter) {
        List<String> types = info.getConsumesCondition().getConsumableMediaTypes().stream()
                .map(Object::toString)
                .toList();
        Map<String, Object> content = new LinkedHashMap<>();
        for (String type : types.isEmpty() ? List.of("application/json") : types) {
            content.put(type, Map.of("schema", schema(parameter.getGenericParameterType())));
        }
        return Map.of("content", content);
    }

    private Map<String, Object> responses(RequestMappingInfo info, HandlerMethod handler) {
        Map<String, Object> good = new LinkedHashMap<>();
        good.put("description", "done");
        Type type = handler.getReturnType().getGenericParameterType();
        if (type instanceof ParameterizedType typed && typed.getRawType() == ResponseEntity.class) {
            type = typed.getActualTypeArguments()[0];
        }
        if (type != void.class && type != Void.class) {
            String media = info.getProducesCondition().getProducibleMediaTypes().stream()
                    .map(Object::toString)
                    .findFirst()
                    .orElse(type == byte[].class ? "application/octet-stream" : "application/json");
            good.put("content", Map.of(media, Map.of("schema", schema(type))));
        }
        Map<String, Object> problem = Map.of(
                "description",
                "not done; says why and what to do",
                "content",
                Map.of("application/problem+json", Map.of("schema", Map.of("type", "object"))));
        Map<String, Object> responses = new LinkedHashMap<>();
        responses.put("2XX", good);
        responses.put("default", problem);
        return responses;
    }

    private Map<String, Object> schema(Type type) {
        if (type instanceof ParameterizedType typed && typed.getRawType() instanceof Class<?> raw) {
            Type[] arguments = typed.getActualTypeArguments();
            if (Collection.class.isAssignableFrom(raw)) {
                return Map.of("type", "array", "items", schema(arguments[0]));
            }
            return Map.class.isAssignableFrom(raw)
                    ? Map.of("type", "object", "additionalProperties", schema(arguments[1]))
                    : schema(raw);
        }
        if (!(type instanceof Class<?> known)) {
            return Map.of();
        }
        if (known == boolean.class || known == Boolean.class) {
            return Map.of("type", "boolean");
        }
        if (known == long.class || known == Long.class || known == int.class || known == Integer.class) {
            return Map.of("type", "integer", "format", "int64");
        }
        if (known == double.class || known == Double.class) {
            return Map.of("type", "number");
        }
        if (known == Instant.class) {
            return Map.of("type", "string", "format", "date-time");
        }
        if (known == byte[].class) {
            return Map.of("type", "string", "format", "binary");
        }
        if (known == FeedName.class || CharSequence.class.isAssignableFrom(known)) {
            return Map.of("type", "string");
        }
        if (known.isEnum()) {
            return Map.of(
                    "type",
                    "string",
                    "enum",
                    Arrays.stream(known.getEnumConstants())
                            .map(Object::toString)
                            .toList());
        }
        return known.isRecord() ? reference(known) : Map.of("type", "object");
    }

    private Map<String, Object> reference(Class<?> known) {
        Class<?> outer = known.getEnclosingClass();
        String name = (outer == null ? "" : outer.getSimpleName().replaceFirst("Api$", "")) + known.getSimpleName();
        if (!schemas.containsKey(name)) {
            Map<String, Object> properties = new LinkedHashMap<>();
            // first of all its name, so that a record within itself ends
            schemas.put(name, Map.of("type", "object", "properties", properties));
            for (RecordComponent component : known.getRecordComponents()) {
                properties.put(component.getName(), schema(component.getGenericType()));
            }
        }
        return Map.of("$ref", "#/components/schemas/" + name);
    }

    private static String id(RequestMethod method, String path) {
        StringBuilder id = new StringBuilder(method.name().toLowerCase(Locale.ROOT));
        for (String part : path.substring(ROOT.length() + 1).split("[/.{}-]+")) {
            if (!part.isEmpty()) {
                id.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
            }
        }
        return id.toString();
    }
}
