package io.millrace.connector.onnx;

import io.millrace.connector.onnx.Network.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the messages that a {@link Network}'s description is nested in. Field numbers are those of onnx.proto3. */
final class GraphReader {
    private static final int EXTERNAL = 1;

    private final FieldReader reader;
    private final Map<String, Tensor> inputs = new LinkedHashMap<>();
    private final Map<String, Tensor> outputs = new LinkedHashMap<>();
    private final Set<String> operations = new HashSet<>();
    private final Set<String> weights = new HashSet<>();
    private final Map<String, Long> external = new TreeMap<>();
    private boolean found;

    GraphReader(FieldReader reader) {
        this.reader = reader;
    }

    Network read() throws IOException {
        reader.file((field, length) -> {
            if (field == 7) {
                found = true;
                graph(length);
            }
        });
        if (!found || outputs.isEmpty()) {
            throw new IOException("it holds no network");
        }
        // Older files list weights among the inputs.
        inputs.keySet().removeAll(weights);
        return new Network(inputs, outputs, operations, external);
    }

    private void graph(long length) throws IOException {
        reader.message(length, (field, value) -> {
            switch (field) {
                case 1 -> node(value);
                case 5 -> weight(value);
                case 11 -> described(value, inputs);
                case 12 -> described(value, outputs);
                default -> {}
            }
        });
    }

    private void node(long length) throws IOException {
        reader.message(length, (field, value) -> {
            if (field == 4) {
                operations.add(reader.text(value));
            }
        });
    }

    private void weight(long length) throws IOException {
        Map<String, String> place = new HashMap<>();
        boolean[] outside = {false};
        reader.message(length, (field, value) -> {
            switch (field) {
                case 8 -> weights.add(reader.text(value));
                case 13 -> entry(value, place);
                case 14 -> outside[0] = value == EXTERNAL;
                default -> {}
            }
        });
        String location = place.get("location");
        if (outside[0] && location != null) {
            external.merge(location, number(place.get("offset")) + number(place.get("length")), Math::max);
        }
    }

    private void entry(long length, Map<String, String> place) throws IOException {
        String[] entry = {"", ""};
        reader.message(length, (field, value) -> {
            if (field == 1 || field == 2) {
                entry[field - 1] = reader.text(value);
            }
        });
        place.put(entry[0], entry[1]);
    }

    private void described(long length, Map<String, Tensor> tensors) throws IOException {
        String[] name = {""};
        int[] type = {0};
        List<Long> shape = new ArrayList<>();
        reader.message(length, (field, value) -> {
            if (field == 1) {
                name[0] = reader.text(value);
            } else if (field == 2) {
                reader.message(value, (kind, inner) -> {
                    if (kind == 1) {
                        tensor(inner, type, shape);
                    }
                });
            }
        });
        tensors.put(name[0], new Tensor(type[0], List.copyOf(shape)));
    }

    private void tensor(long length, int[] type, List<Long> shape) throws IOException {
        reader.message(length, (field, value) -> {
            if (field == 1) {
                type[0] = (int) value;
            } else if (field == 2) {
                reader.message(value, (dimension, inner) -> shape.add(axis(inner)));
            }
        });
    }

    private long axis(long length) throws IOException {
        long[] known = {Tensor.ANY};
        reader.message(length, (field, value) -> {
            if (field == 1) {
                known[0] = value;
            }
        });
        return known[0];
    }

    private static long number(@Nullable String text) throws IOException {
        try {
            return text == null ? 0 : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IOException("weights at '%s'".formatted(text), e);
        }
    }
}
