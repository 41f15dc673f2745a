package io.millrace.job.replay;

import io.millrace.connector.files.DeadLetterFiles;
import io.millrace.connector.kafka.TopicRecord;
import io.millrace.connector.kafka.TopicSender;
import io.millrace.connector.kafka.TopicTail;
import io.millrace.document.Bytes;
import io.millrace.failure.DeadLetter;
import io.millrace.failure.DeadLetterJson;
import io.millrace.failure.RejectedException;
import io.millrace.job.IngestApplication;
import io.millrace.job.config.MillraceConfig;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sends dead letters round again: those of the topic, and those of the directory, whichever the configuration has. A
 * letter is let go when its record is in its topic, or its job has ended; what fails again is a new letter. A crash
 * before that sends it twice, which changes nothing. For one thread.
 */
public final class Replay {
    private final MillraceConfig config;
    private final IngestApplication application;
    private final LetterChoice choice;
    private final boolean dryRun;
    private final ReplayReport report = new ReplayReport();
    private final Outbox outbox;

    /**
     * A replay.
     *
     * @param dryRun whether to count only
     */
    public Replay(MillraceConfig config, LetterChoice choice, boolean dryRun, BoundedRun run) {
        this.config = config;
        this.application = new IngestApplication(config);
        this.choice = choice;
        this.dryRun = dryRun;
        this.outbox = new Outbox(application, run);
    }

    /**
     * Replays.
     *
     * @param all whether to read the topic from its start, and not from where the last replay ended
     */
    public ReplayReport run(boolean all) throws Exception {
        try (TopicTail tail = tail(all);
                TopicSender sender = tail == null || dryRun ? null : TopicSender.open(application.kafka())) {
            Routing routing = new Routing(
                    config.kafka().documentsTopic(),
                    config.kafka().requestsTopic(),
                    application.files(),
                    tail == null ? null : tail::at);
            outbox.sendTo(sender);
            if (tail != null) {
                topic(tail, routing);
            }
            String directory = config.deadLettersDirectory();
            if (directory != null) {
                directory(new DeadLetterFiles(directory), routing);
            }
        }
        return report;
    }

    private @Nullable TopicTail tail(boolean all) {
        if (config.kafka().bootstrapServers() == null) {
            return null;
        }
        application.prepareDeadLetters();
        return TopicTail.open(
                application.kafka(), config.kafka().deadLettersTopic(), application.groupId() + "-replay", all);
    }

    private void topic(TopicTail tail, Routing routing) throws Exception {
        // The next replay starts at the first letter that wasn't chosen, so that it isn't forgotten.
        Map<Integer, Long> passedOver = new HashMap<>();
        for (List<TopicRecord> records = tail.next(); records != null; records = tail.next()) {
            for (TopicRecord record : records) {
                if (record.value() != null && take(record.value(), routing) == Taken.NOT_CHOSEN) {
                    passedOver.merge(record.partition(), record.offset(), Math::min);
                }
                deliverIfFull();
            }
        }
        if (dryRun) {
            return;
        }
        outbox.deliver();
        Map<Integer, Long> positions = new HashMap<>(tail.positions());
        passedOver.forEach((partition, offset) -> positions.merge(partition, offset, Math::min));
        tail.commit(positions);
    }

    private void directory(DeadLetterFiles files, Routing routing) throws Exception {
        Map<String, Set<Long>> sent = new HashMap<>();
        // As it is now: what fails again comes to files that aren't read.
        for (String name : files.names()) {
            Set<Long> numbers = sent.computeIfAbsent(name, file -> new HashSet<>());
            files.read(name, (number, line) -> {
                if (take(line, routing) == Taken.SENT) {
                    numbers.add(number);
                }
                deliverIfFull();
            });
        }
        if (dryRun) {
            return;
        }
        outbox.deliver();
        for (Map.Entry<String, Set<Long>> file : sent.entrySet()) {
            files.remove(file.getKey(), file.getValue());
        }
    }

    private void deliverIfFull() throws Exception {
        if (outbox.isFull()) {
            outbox.deliver();
        }
    }

    private enum Taken {
        NOT_CHOSEN,
        REFUSED,
        SENT
    }

    private Taken take(Bytes json, Routing routing) {
        DeadLetter letter;
        try {
            letter = DeadLetterJson.decode(json);
        } catch (RejectedException e) {
            report.unreadable(String.valueOf(e.getMessage()));
            return Taken.REFUSED;
        }
        if (!choice.takes(letter)) {
            return Taken.NOT_CHOSEN;
        }
        Route route = routing.of(letter);
        if (route instanceof Route.Refused refused) {
            report.refused(letter, refused.why());
            return Taken.REFUSED;
        }
        report.replayed(letter);
        if (!dryRun) {
            outbox.add(route);
        }
        return Taken.SENT;
    }
}
