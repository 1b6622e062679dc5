package dev.tributary.flow.routes;

import dev.tributary.base.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Lists what a route file refers to, with lines, without running anything. */
final class RouteReader {

    private static final Set<String> PRODUCERS = Set.of("to", "toD", "wireTap", "enrich", "pollEnrich");

    private final RouteFile file;
    private final List<RouteUse> uses = new ArrayList<>();

    private RouteReader(RouteFile file) {
        this.file = file;
    }

    /** @return what the file refers to; nothing where it is no YAML, which is added to the problems */
    static List<RouteUse> read(RouteFile file, Problems problems) {
        RouteReader reader = new RouteReader(file);
        try {
            new Compose(LoadSettings.builder().setLabel(file.name()).build())
                    .composeString(file.text())
                    .ifPresent(root -> reader.walk(root, ""));
        } catch (MarkedYamlEngineException e) {
            problems.add(file.name(), line(e.getProblemMark()), "not YAML: " + e.getProblem(), "");
        }
        return reader.uses;
    }

    static int line(Optional<Mark> mark) {
        return mark.map(at -> at.getLine() + 1).orElse(0);
    }

    private void walk(Node node, String under) {
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(item -> walk(item, under));
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key) {
                    entry(mapping, key.getValue(), tuple.getValueNode(), under);
                    walk(tuple.getValueNode(), key.getValue());
                }
            }
        }
    }

    private void entry(MappingNode mapping, String key, Node value, String under) {
        if (!(value instanceof ScalarNode scalar)) {
            return;
        }
        if (key.equals("uri")) {
            boolean consumer = under.equals("from");
            add(consumer ? RouteUse.Kind.CONSUMER : RouteUse.Kind.PRODUCER, scalar, options(mapping));
        } else if (key.equals("from") || PRODUCERS.contains(key)) {
            add(key.equals("from") ? RouteUse.Kind.CONSUMER : RouteUse.Kind.PRODUCER, scalar, Map.of());
        } else if (key.equals("ref") && (under.equals("bean") || under.equals("method") || under.equals("process"))) {
            add(RouteUse.Kind.BEAN, scalar, Map.of());
        } else if (key.equals("name") && under.equals("beans")) {
            add(RouteUse.Kind.OWN_BEAN, scalar, Map.of());
        } else if (key.equals("id") && under.equals("route")) {
            add(RouteUse.Kind.ROUTE, scalar, Map.of());
        } else if (key.equals("id") && under.equals("routeTemplate")) {
            add(RouteUse.Kind.TEMPLATE, scalar, Map.of());
        }
    }

    private void add(RouteUse.Kind kind, ScalarNode scalar, Map<String, Integer> options) {
        Map<String, Integer> all = new HashMap<>(options);
        String uri = scalar.getValue();
        int line = line(scalar.getStartMark());
        int question = uri.indexOf('?');
        if (question >= 0) {
            for (String pair : uri.substring(question + 1).split("&")) {
                all.put(pair.split("=", 2)[0], line);
            }
        }
        uses.add(new RouteUse(kind, uri, file.name(), line, all));
    }

    private static Map<String, Integer> options(MappingNode mapping) {
        Map<String, Integer> options = new HashMap<>();
        Node parameters = member(mapping, "parameters");
        if (parameters instanceof MappingNode named) {
            for (NodeTuple tuple : named.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key) {
                    options.put(key.getValue(), line(key.getStartMark()));
                }
            }
        }
        return options;
    }

    private static @Nullable Node member(MappingNode mapping, String name) {
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(name)) {
                return tuple.getValueNode();
            }
        }
        return null;
    }
}
