package io.millrace.connector.onnx;

import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes away the shutdown hook that ONNX Runtime's environment registers. The process would hold the hook, the hook its
 * class loader, and so a Flink process would keep the classes of every job that it ever ran. What the hook frees, the
 * end of the process frees too.
 */
final class EnvironmentHook {
    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentHook.class);

    private EnvironmentHook() {}

    /** Creates, then removes the hooks that the creation registered. */
    static <T> T createWithout(Supplier<T> creation) {
        Thread thread = Thread.currentThread();
        ClassLoader own = thread.getContextClassLoader();
        // A hook inherits its creator's context class loader; one made for the occasion tells it from all others.
        ClassLoader mark = new Mark();
        thread.setContextClassLoader(mark);
        try {
            return creation.get();
        } finally {
            thread.setContextClassLoader(own);
            remove(mark);
        }
    }

    private static void remove(ClassLoader mark) {
        try {
            for (Thread hook : hooks()) {
                if (hook.getContextClassLoader() == mark) {
                    Runtime.getRuntime().removeShutdownHook(hook);
                }
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.info(
                    "ONNX Runtime's shutdown hook stays, and this job's classes with it, until the process ends: start"
                            + " it with --add-opens=java.base/java.lang=ALL-UNNAMED, as Flink's own scripts do",
                    e);
        }
    }

    private static List<Thread> hooks() throws ReflectiveOperationException {
        Class<?> registry = Class.forName("java.lang.ApplicationShutdownHooks");
        Field hooks = registry.getDeclaredField("hooks");
        hooks.setAccessible(true);
        synchronized (registry) {
            // Null once the process is ending: then nothing is left to remove.
            if (!(hooks.get(null) instanceof Map<?, ?> registered)) {
                return List.of();
            }
            return registered.keySet().stream().map(Thread.class::cast).toList();
        }
    }

    private static final class Mark extends ClassLoader {
        Mark() {
            super(EnvironmentHook.class.getClassLoader());
        }
    }
}
