package io.millrace.job.replay;

import io.millrace.connector.kafka.TopicSender;
import io.millrace.failure.FatalException;
import io.millrace.job.IngestApplication;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records on their way. Those of files gather, for they go a job's load at a time. */
final class Outbox {
    /** Bytes in one job's definition, which travels between Flink's parts as one message. */
    private static final long LOAD = 8L << 20;
    /** Records sent to topics before it is asked whether they arrived. */
    private static final int SENT = 10_000;

    private final IngestApplication application;
    private final BoundedRun run;
    private final List<ReplayedRecord> gathered = new ArrayList<>();
    private long size;
    private int sent;
    private boolean prepared;
    private @Nullable TopicSender sender;

    Outbox(IngestApplication application, BoundedRun run) {
        this.application = application;
        this.run = run;
    }

    void sendTo(@Nullable TopicSender topics) {
        this.sender = topics;
    }

    void add(Route route) {
        if (route instanceof Route.ToTopic toTopic) {
            if (sender == null) {
                throw new FatalException("no-kafka", "A letter of a topic can't be replayed without Kafka");
            }
            sender.again(toTopic.record());
            sent++;
        } else if (route instanceof Route.ToJob toJob) {
            gathered.add(toJob.record());
            size += toJob.record().size();
        }
    }

    boolean isFull() {
        return size >= LOAD || sent >= SENT;
    }

    /** Returns when all that was added is where it belongs: in its topic, or through its job. */
    void deliver() throws Exception {
        if (sender != null) {
            sender.flush();
            sent = 0;
        }
        if (gathered.isEmpty()) {
            return;
        }
        if (!prepared) {
            application.prepare();
            prepared = true;
        }
        List<ReplayedRecord> load = List.copyOf(gathered);
        gathered.clear();
        size = 0;
        run.toTheEnd(application.jobName() + "-replay", env -> application.defineReplay(env, load));
    }
}
