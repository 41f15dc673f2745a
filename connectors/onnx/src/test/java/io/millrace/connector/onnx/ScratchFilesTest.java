package io.millrace.connector.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ScratchFilesTest {
    @Test
    void leavesNothingBehind() throws IOException {
        Path file;
        Path directory;
        try (var files = new ScratchFiles()) {
            directory = files.directory();
            file = files.write("library", new ByteArrayInputStream(new byte[] {1, 2, 3}));

            assertThat(file).hasParent(directory).hasBinaryContent(new byte[] {1, 2, 3});
        }

        assertThat(file).doesNotExist();
        assertThat(directory).doesNotExist();
    }
}
