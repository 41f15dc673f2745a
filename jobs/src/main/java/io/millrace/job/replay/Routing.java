package io.millrace.job.replay;

import io.millrace.connector.files.FileRecords;
import io.millrace.connector.files.FileSettings;
import io.millrace.connector.kafka.TopicRecord;
import io.millrace.document.Bytes;
import io.millrace.document.Origin;
import io.millrace.document.SourceRecord;
import io.millrace.document.SourceRecord.Format;
import io.millrace.failure.DeadLetter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides which way letters go. What comes from a file goes as the file has it now: a state that the file has left must
 * not come back.
 */
final class Routing {
    private final String documentsTopic;
    private final String requestsTopic;
    private final @Nullable FileSettings files;
    private final @Nullable Originals originals;

    /** Records of topics, by their places. */
    interface Originals {
        /** Null when the topic doesn't have it any more. */
        @Nullable
        TopicRecord at(String topic, int partition, long offset);
    }

    /**
     * A routing.
     *
     * @param files what the ingest job reads, or null when it reads a topic
     * @param originals null where there is no Kafka
     */
    Routing(String documentsTopic, String requestsTopic, @Nullable FileSettings files, @Nullable Originals originals) {
        this.documentsTopic = documentsTopic;
        this.requestsTopic = requestsTopic;
        this.files = files;
        this.originals = originals;
    }

    Route of(DeadLetter letter) {
        String topic = letter.origin().topic();
        return topic != null ? toTopic(letter, topic) : toJob(letter);
    }

    private Route toTopic(DeadLetter letter, String topic) {
        if (originals == null) {
            return new Route.Refused("it is of a topic, and kafka.bootstrap-servers isn't set");
        }
        boolean request = letter.stage().equals("request");
        String own = request ? requestsTopic : documentsTopic;
        if (!topic.equals(own)) {
            return new Route.Refused("it is of topic '%s', and %s is '%s'"
                    .formatted(topic, request ? "kafka.requests-topic" : "kafka.documents-topic", own));
        }
        Origin origin = letter.origin();
        // A key or tenant that isn't text is in no letter.
        if (letter.stage().equals("source") || (letter.record() == null && !letter.deleted())) {
            TopicRecord original = originals.at(topic, origin.partition(), origin.offset());
            return original == null || original.timestamp() != origin.timestamp()
                    ? new Route.Refused(
                            "the letter doesn't hold the record, and topic '%s' no longer has it".formatted(topic))
                    : new Route.ToTopic(original);
        }
        return new Route.ToTopic(new TopicRecord(
                topic,
                origin.partition(),
                origin.offset(),
                origin.timestamp(),
                bytes(letter.documentId()),
                bytes(letter.tenant()),
                letter.record()));
    }

    private Route toJob(DeadLetter letter) {
        String path = Objects.requireNonNull(letter.origin().path(), "an origin has a topic or a path");
        if (files == null || !FileRecords.isUnder(files, path)) {
            return new Route.Refused("it is of a file that isn't under files.path of this configuration");
        }
        Long modified = FileRecords.modified(path);
        if (letter.deleted()) {
            return modified == null
                    ? new Route.ToJob(new ReplayedRecord(record(letter, Format.FILE), false))
                    : new Route.Refused("it deletes a document whose file is there: an ingest run with files.prune"
                            + " deletes what is gone");
        }
        if (modified == null) {
            return new Route.Refused("its file is gone");
        }
        if (letter.format() == Format.FILE && letter.documentId() == null) {
            return new Route.Refused("it is of a directory that couldn't be listed: an ingest run lists it again");
        }
        boolean same = letter.record() != null && modified == letter.origin().timestamp();
        return new Route.ToJob(new ReplayedRecord(record(letter, letter.format()), !same));
    }

    private static SourceRecord record(DeadLetter letter, Format format) {
        return new SourceRecord(letter.origin(), format, letter.documentId(), letter.tenant(), letter.record(), null);
    }

    private static @Nullable Bytes bytes(@Nullable String text) {
        return text == null ? null : Bytes.utf8(text);
    }
}
