package io.millrace.job.e2e;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** What a class writes to the log, from now until it is closed. */
final class LogLines implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Lines appender = new Lines(lines);
    private final Level before;

    LogLines(Class<?> of) {
        this(LogManager.getLogger(of));
    }

    /** Of a class that isn't seen from here. */
    LogLines(org.apache.logging.log4j.Logger of) {
        logger = (Logger) of;
        before = logger.getLevel();
        // Tests' own configuration keeps some classes silent.
        Configurator.setLevel(logger, Level.WARN);
        appender.start();
        logger.addAppender(appender);
    }

    /** Warnings and worse with this in them, so far. */
    List<String> with(String part) {
        return lines.stream().filter(line -> line.contains(part)).toList();
    }

    @Override
    public void close() {
        logger.removeAppender(appender);
        Configurator.setLevel(logger, before);
        appender.stop();
    }

    private static final class Lines extends AbstractAppender {
        private final List<String> lines;

        Lines(List<String> lines) {
            super("lines", null, null, false, Property.EMPTY_ARRAY);
            this.lines = lines;
        }

        @Override
        public void append(LogEvent event) {
            if (event.getLevel().isMoreSpecificThan(Level.WARN)) {
                lines.add(event.getMessage().getFormattedMessage());
            }
        }
    }
}
