package io.millrace.connector.onnx;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.millrace.failure.FatalException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Hugging Face's tokenizers, native, loaded for this class loader. Only DJL's JNI class is used: its own loader keeps
 * one library file per user, which a second class loader of the process can't load, and it looks for graphics cards
 * and reports to its makers on the way.
 */
final class TokenizersNative {
    /** What Windows' library is linked to, in the order to load them. */
    private static final List<String> WINDOWS_LIBRARIES =
            List.of("libwinpthread-1.dll", "libgcc_s_seh-1.dll", "libstdc++-6.dll");

    private static boolean loaded;

    private TokenizersNative() {}

    /**
     * The functions.
     *
     * @throws FatalException where there is no library for this platform, or it can't be loaded
     */
    static synchronized TokenizersLibrary library() {
        if (!loaded) {
            load(NativePlatform.current());
            loaded = true;
        }
        return TokenizersLibrary.LIB;
    }

    private static void load(NativePlatform platform) {
        try (var files = new ScratchFiles()) {
            if (platform.system().equals("win")) {
                for (String library : WINDOWS_LIBRARIES) {
                    load(files, platform, library);
                }
            }
            load(files, platform, System.mapLibraryName("tokenizers"));
        } catch (IOException | LinkageError e) {
            throw new FatalException(
                    "native-library",
                    "The tokenizers' native library can't be loaded on %s, which embedding provider onnx needs: %s"
                            .formatted(platform, e.getMessage()),
                    e);
        }
    }

    private static void load(ScratchFiles files, NativePlatform platform, String name) throws IOException {
        String resource = platform.tokenizersFolder() + name;
        try (InputStream content = TokenizersLibrary.class.getResourceAsStream(resource)) {
            if (content == null) {
                throw new IOException(resource + " is not on the class path");
            }
            System.load(files.write(name, content).toString());
        }
    }
}
