package io.millrace.connector.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativePlatformTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, libtokenizers.so, libonnxruntime.so",
        "Linux, aarch64, libtokenizers.so, libonnxruntime.so",
        "Mac OS X, aarch64, libtokenizers.dylib, libonnxruntime.dylib",
        "Windows 11, amd64, tokenizers.dll, onnxruntime.dll"
    })
    void namesFoldersThatAreOnTheClassPath(String system, String processor, String tokenizers, String runtime) {
        NativePlatform platform = NativePlatform.of(system, processor);

        assertThat(NativePlatform.class.getResource(platform.tokenizersFolder() + tokenizers))
                .isNotNull();
        assertThat(NativePlatform.class.getResource(platform.runtimeFolder() + runtime))
                .isNotNull();
    }

    /** ONNX Runtime 1.29.0 reports to its makers on Linux and macOS, and only an environment variable keeps it from that. */
    @ParameterizedTest
    @CsvSource({"Linux, amd64, libonnxruntime.so", "Mac OS X, aarch64, libonnxruntime.dylib"})
    void hasARuntimeThatKnowsNoAddressToReportTo(String system, String processor, String library) throws IOException {
        String resource = NativePlatform.of(system, processor).runtimeFolder() + library;
        try (InputStream content = OrtEnvironment.class.getResourceAsStream(resource)) {
            assertThat(content).isNotNull();

            String bytes = new String(content.readAllBytes(), StandardCharsets.ISO_8859_1);

            assertThat(bytes.contains("events.data.microsoft.com")).isFalse();
        }
    }

    @Test
    void saysWhatItIs() {
        assertThat(NativePlatform.of("Linux", "amd64")).hasToString("linux-x86_64");
    }
}
