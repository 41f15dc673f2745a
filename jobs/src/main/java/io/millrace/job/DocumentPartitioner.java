package io.millrace.job;

import org.apache.flink.api.common.functions.Partitioner;
import org.apache.flink.util.MathUtils;

/** Sends all that concerns one document to one subtask, so that it is applied in order. */
final class DocumentPartitioner implements Partitioner<String> {
    private static final long serialVersionUID = 1L;

    @Override
    public int partition(String documentId, int partitions) {
        return MathUtils.murmurHash(documentId.hashCode()) % partitions;
    }
}
