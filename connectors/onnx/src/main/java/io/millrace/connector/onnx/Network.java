package io.millrace.connector.onnx;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an ONNX file says of its network, read without loading it. Field numbers are those of onnx.proto3, IR version 13.
 *
 * @param inputs by name, in order
 * @param outputs by name, in order
 * @param operations types of its nodes
 * @param external files beside it that hold weights, and how many bytes each must have at least
 */
record Network(
        Map<String, Tensor> inputs, Map<String, Tensor> outputs, Set<String> operations, Map<String, Long> external) {

    /**
     * An input or output.
     *
     * @param type its elements', as onnx.proto3's {@code DataType} numbers them
     * @param shape its axes' lengths; {@link #ANY} for one that the file leaves open
     */
    record Tensor(int type, List<Long> shape) {
        static final long ANY = -1;
        static final int FLOAT = 1;
        static final int INT64 = 7;
        static final int FLOAT16 = 10;

        /** The length of the last axis; {@link #ANY} where it isn't known. */
        long width() {
            return shape.isEmpty() ? ANY : shape.get(shape.size() - 1);
        }
    }

    /**
     * Reads it.
     *
     * @throws java.io.EOFException when the file ends too soon
     * @throws IOException when it can't be read, or is no ONNX file
     */
    static Network of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return new GraphReader(new FieldReader(channel)).read();
        }
    }
}
