package io.millrace.job.config.bind;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads YAML into {@link Node}s: scalars stay text, since the setting decides what they mean, not their look. */
final class YamlTree {
    private final String source;
    private final Problems problems;

    /** Names the places of what is read {@code SOURCE:LINE}, or {@code SOURCE} alone when it isn't a file. */
    YamlTree(String source, Problems problems) {
        this.source = source;
        this.problems = problems;
    }

    /** The text's one value; null when it has none or isn't YAML, which is then a problem. */
    @Nullable
    Node read(String text) {
        try {
            // Nothing is constructed: only the parser's nodes, with their lines, are taken.
            var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
            org.yaml.snakeyaml.nodes.@Nullable Node root = yaml.compose(new StringReader(text));
            return root == null ? null : convert(root, where(root));
        } catch (MarkedYAMLException e) {
            // The exception's own message quotes the line, which may hold a secret.
            String where = e.getProblemMark() == null
                    ? source
                    : place(e.getProblemMark().getLine());
            problems.add(where, null, "This isn't YAML: " + e.getProblem());
        } catch (YAMLException e) {
            problems.add(source, null, "This isn't YAML: it holds characters that YAML doesn't allow, or is too large");
        }
        return null;
    }

    private Node convert(org.yaml.snakeyaml.nodes.Node node, String where) {
        if (node.getAnchor() != null) {
            problems.add(
                    where, null, "Anchors ('&') and aliases ('*') aren't read here: write the value where it belongs");
            return new Node.Broken(where);
        }
        if (node instanceof MappingNode mapping) {
            return new Node.Mapping(where, entries(mapping));
        }
        if (node instanceof SequenceNode sequence) {
            List<Node> items = new ArrayList<>();
            sequence.getValue().forEach(item -> items.add(convert(item, where(item))));
            return new Node.Sequence(where, items);
        }
        var scalar = (ScalarNode) node;
        return new Node.Scalar(where, scalar.getTag().equals(Tag.NULL) ? null : scalar.getValue());
    }

    private Map<String, Node> entries(MappingNode mapping) {
        Map<String, Node> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String where = where(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(where, null, "A key must be a single value, not a list or a mapping");
                continue;
            }
            Node earlier = entries.get(key.getValue());
            if (earlier != null) {
                problems.add(
                        where,
                        null,
                        "Duplicate key '%s': it is at %s already".formatted(key.getValue(), earlier.where()));
                continue;
            }
            entries.put(key.getValue(), convert(tuple.getValueNode(), where));
        }
        return entries;
    }

    private String where(org.yaml.snakeyaml.nodes.Node node) {
        return node.getStartMark() == null ? source : place(node.getStartMark().getLine());
    }

    private String place(int line) {
        return source.startsWith("--") ? source : source + ":" + (line + 1);
    }
}
