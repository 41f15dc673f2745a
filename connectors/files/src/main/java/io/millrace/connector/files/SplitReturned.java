package io.millrace.connector.files;

import org.apache.flink.api.connector.source.SourceEvent;

/** From a reader to the enumerator: the split's file isn't as it was listed, so no record was made of it. */
record SplitReturned(FileSplit split) implements SourceEvent {}
