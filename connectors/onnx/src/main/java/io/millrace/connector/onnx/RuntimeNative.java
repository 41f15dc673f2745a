package io.millrace.connector.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import io.millrace.failure.FatalException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ONNX Runtime, native, loaded for this class loader. */
final class RuntimeNative {
    /** ONNX Runtime reads here where its libraries are; without it, it leaves a copy of them behind until exit. */
    private static final String DIRECTORY_PROPERTY = "onnxruntime.native.path";

    /** An interned string is one object in all class loaders, and so are the system properties that it guards. */
    private static final Object PROCESS_LOCK = "io.millrace.connector.onnx: loading ONNX Runtime".intern();

    private static @Nullable OrtEnvironment environment;

    private RuntimeNative() {}

    /**
     * ONNX Runtime's one environment of this class loader.
     *
     * @throws FatalException where there is no library for this platform, or it can't be loaded
     */
    static synchronized OrtEnvironment environment() {
        if (environment == null) {
            environment = load(NativePlatform.current());
        }
        return environment;
    }

    private static OrtEnvironment load(NativePlatform platform) {
        synchronized (PROCESS_LOCK) {
            try (var files = new ScratchFiles()) {
                return load(platform, files);
            } catch (IOException | OrtException | LinkageError | IllegalStateException e) {
                throw new FatalException(
                        "native-library",
                        "ONNX Runtime can't be loaded on %s, which embedding provider onnx needs: %s"
                                .formatted(platform, e.getMessage()),
                        e);
            }
        }
    }

    private static OrtEnvironment load(NativePlatform platform, ScratchFiles files) throws IOException, OrtException {
        // Whoever set the property has libraries of their own, or a platform that the jar knows nothing of.
        if (System.getProperty(DIRECTORY_PROPERTY) != null || !extract(platform, files)) {
            return create();
        }
        System.setProperty(DIRECTORY_PROPERTY, files.directory().toString());
        try {
            return create();
        } finally {
            System.clearProperty(DIRECTORY_PROPERTY);
        }
    }

    private static boolean extract(NativePlatform platform, ScratchFiles files) throws IOException {
        for (String library : List.of("onnxruntime", "onnxruntime4j_jni")) {
            String name = System.mapLibraryName(library);
            try (InputStream content = OrtEnvironment.class.getResourceAsStream(platform.runtimeFolder() + name)) {
                if (content == null) {
                    return false;
                }
                files.write(name, content);
            }
        }
        return true;
    }

    private static OrtEnvironment create() throws OrtException {
        OrtEnvironment created = EnvironmentHook.createWithout(OrtEnvironment::getEnvironment);
        created.setTelemetry(false);
        return created;
    }
}
