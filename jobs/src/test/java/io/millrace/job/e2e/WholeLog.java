package io.millrace.job.e2e;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** All that anybody logs, from now until it is closed; what Millrace's own classes log at every level. */
final class WholeLog implements AutoCloseable {
    private static final String OURS = "io.millrace";

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Logger root = (Logger) LogManager.getRootLogger();
    private final Level before = LogManager.getLogger(OURS).getLevel();
    private final AbstractAppender appender;

    WholeLog() {
        // With failures and all their causes, as a log file would have them.
        PatternLayout layout =
                PatternLayout.newBuilder().setPattern("%c %m%n%throwable").build();
        appender = new AbstractAppender("whole", null, layout, false, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                lines.add(layout.toSerializable(event));
            }
        };
        appender.start();
        root.addAppender(appender);
        Configurator.setLevel(OURS, Level.ALL);
    }

    /** The lines so far. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        Configurator.setLevel(OURS, before);
        root.removeAppender(appender);
        appender.stop();
    }
}
