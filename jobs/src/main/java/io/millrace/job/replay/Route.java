package io.millrace.job.replay;

import io.millrace.connector.kafka.TopicRecord;

/** Which way a letter's record goes. */
sealed interface Route {
    /** Back to its topic. */
    record ToTopic(TopicRecord record) implements Route {}

    /** Through an ingest job of its own. */
    record ToJob(ReplayedRecord record) implements Route {}

    /** Nowhere. */
    record Refused(String why) implements Route {}
}
