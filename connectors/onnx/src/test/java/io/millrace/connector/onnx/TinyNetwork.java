package io.millrace.connector.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX file of a network that looks a word piece's vector up: of the piece numbered n it is (n, -n, 1). As small as one
 * can be that ONNX Runtime runs.
 */
final class TinyNetwork {
    static final int DIMENSION = 3;

    private static final int PIECES = 64;
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private final List<Message> nodes = new ArrayList<>();
    private final List<Message> outputs = new ArrayList<>();
    private final List<String> inputs = new ArrayList<>(List.of("input_ids"));
    private @Nullable Path weights;
    private long width = DIMENSION;

    /** It has an input more. */
    TinyNetwork input(String name) {
        inputs.add(name);
        return this;
    }

    /** Its file doesn't say how many numbers a vector has. */
    TinyNetwork ofUnknownWidth() {
        width = 0;
        return this;
    }

    /** Its weights lie in a file of their own. */
    TinyNetwork weightsIn(Path file) {
        weights = file;
        return this;
    }

    /** An output that has the vectors of word pieces. */
    TinyNetwork pieces(String output) {
        nodes.add(node("Gather", output, "weights", "input_ids"));
        outputs.add(described(output, FLOAT, 3));
        return this;
    }

    /** An output that has to each word piece's vector three times its place added. */
    TinyNetwork placedPieces(String output) {
        input("position_ids");
        nodes.add(node("Gather", "bare", "weights", "input_ids"));
        nodes.add(node("Gather", "places", "weights", "position_ids"));
        nodes.add(node("Add", output, "bare", "places"));
        outputs.add(described(output, FLOAT, 3));
        return this;
    }

    /** An output that has one vector of a text, the mean of its word pieces', padding among them. */
    TinyNetwork pooled(String output) {
        nodes.add(node("Gather", "looked-up", "weights", "input_ids"));
        nodes.add(node("ReduceMean", output, "looked-up")
                .message(5, new Message().text(1, "axes").number(8, 1).number(20, 7))
                .message(5, new Message().text(1, "keepdims").number(3, 0).number(20, 2)));
        outputs.add(described(output, FLOAT, 2));
        return this;
    }

    /** A node of a type that vectors depend on their neighbours by. */
    TinyNetwork quantised() {
        nodes.add(node("DynamicQuantizeLinear", "quantised", "weights"));
        return this;
    }

    Path write(Path file) throws IOException {
        Message graph = new Message();
        nodes.forEach(node -> graph.message(1, node));
        graph.text(2, "tiny").message(5, weights());
        inputs.forEach(input -> graph.message(11, described(input, INT64, 2)));
        outputs.forEach(output -> graph.message(12, output));
        Message model = new Message().number(1, 8).message(7, graph).message(8, new Message().number(2, 13));
        Files.createDirectories(file.getParent());
        return Files.write(file, model.toBytes());
    }

    private Message weights() throws IOException {
        ByteBuffer numbers =
                ByteBuffer.allocate(PIECES * DIMENSION * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < PIECES; i++) {
            numbers.putFloat(i).putFloat(-i).putFloat(1);
        }
        Message tensor = new Message()
                .number(1, PIECES)
                .number(1, DIMENSION)
                .number(2, FLOAT)
                .text(8, "weights");
        if (weights == null) {
            return tensor.bytes(9, numbers.array());
        }
        Files.write(weights, numbers.array());
        return tensor.message(13, entry("location", weights.getFileName().toString()))
                .message(13, entry("offset", "0"))
                .message(13, entry("length", String.valueOf(numbers.capacity())))
                .number(14, 1);
    }

    private Message described(String name, int type, int axes) {
        Message shape = new Message();
        for (int i = 0; i < axes; i++) {
            boolean known = type == FLOAT && i == axes - 1 && width > 0;
            shape.message(1, known ? new Message().number(1, width) : new Message().text(2, name + i));
        }
        Message tensor = new Message().number(1, type).message(2, shape);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    private static Message node(String type, String output, String... inputs) {
        Message node = new Message();
        for (String input : inputs) {
            node.text(1, input);
        }
        return node.text(2, output).text(4, type);
    }

    private static Message entry(String key, String value) {
        return new Message().text(1, key).text(2, value);
    }
}
