package dev.tributary.mapping.document;

import dev.tributary.base.Problems;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** The YAML files of a mapping set, each parsed once, whoever asks. Safe for any number of threads. */
public final class ParsedFiles {

    private static final List<String> HEADS = List.of("message", "segment", "datatype", "overlay");

    private final MappingFiles files;
    private final Map<String, Optional<ParsedFile>> parsed = new ConcurrentHashMap<>();

    /** For the files of one set. */
    public ParsedFiles(MappingFiles files) {
        this.files = files;
    }

    /** @return the files themselves */
    public MappingFiles files() {
        return files;
    }

    /** @return a file such as {@code segments/pid-patient.yaml}, parsed; null if there is none */
    public @Nullable ParsedFile get(String path) {
        return parsed.computeIfAbsent(path, this::parse).orElse(null);
    }

    /** Parses many at once, on all processors. */
    public void readAhead(Collection<String> paths) {
        paths.parallelStream().forEach(this::get);
    }

    private Optional<ParsedFile> parse(String path) {
        String text = files.read(path);
        if (text == null) {
            return Optional.empty();
        }
        Problems problems = new Problems();
        DocumentReader reader = new DocumentReader(MappingFiles.shown(path), problems);
        Map<String, Node> top = reader.top(text);
        OverlayDocument overlay = reader.overlay(top);
        MappingDocument table = overlay == null ? reader.table(top) : null;
        return Optional.of(new ParsedFile(name(reader, top), table, overlay, problems.all()));
    }

    private static String name(DocumentReader reader, Map<String, Node> top) {
        for (String head : HEADS) {
            List<Written> name = reader.list(top.get(head));
            if (!name.isEmpty()) {
                return name.get(0).text();
            }
        }
        return "";
    }
}
