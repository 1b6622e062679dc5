import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds the bill of materials against the licences that {@code src/build/licences.txt} allows. Works without a network. The
 * build runs this file before it makes the jar.
 */
final class Licences {

    private Licences() {}

    /** @param args the bill of materials (CycloneDX JSON), the list of what is allowed */
    public static void main(String[] args) throws IOException {
        if (Files.notExists(Path.of(args[0]))) {
            System.err.println("Built offline: there is no bill of materials, so licences were not looked at.");
            return;
        }
        Set<String> allowed = allowed(Path.of(args[1]));
        JsonNode components =
                new ObjectMapper().readTree(Path.of(args[0]).toFile()).path("components");
        if (components.isEmpty()) {
            throw new IllegalStateException(
                    args[0] + ": lists no library, so it is no bill of materials of this program");
        }
        List<String> problems = new ArrayList<>();
        for (JsonNode component : components) {
            String library = component.path("group").asText() + ":"
                    + component.path("name").asText();
            Set<String> offered = offered(component);
            if (!allowed.contains(library) && offered.stream().noneMatch(allowed::contains)) {
                problems.add(library + " " + component.path("version").asText() + ": "
                        + (offered.isEmpty() ? "names no licence" : "offers only " + String.join(", ", offered)));
            }
        }
        if (!problems.isEmpty()) {
            System.err.println(String.join("\n", problems));
            System.err.println("Do without the library, or say in " + args[1] + " why its licence is fine.");
            System.exit(1);
        }
    }

    private static Set<String> offered(JsonNode component) {
        Set<String> offered = new HashSet<>();
        for (JsonNode choice : component.path("licenses")) {
            for (String name : List.of(
                    choice.path("expression").asText(),
                    choice.path("license").path("id").asText(),
                    choice.path("license").path("name").asText())) {
                if (!name.isEmpty()) {
                    offered.add(name);
                }
            }
        }
        return offered;
    }

    private static Set<String> allowed(Path file) throws IOException {
        Set<String> allowed = new HashSet<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                allowed.add(line.split(" {2,}")[0].strip());
            }
        }
        return allowed;
    }
}
