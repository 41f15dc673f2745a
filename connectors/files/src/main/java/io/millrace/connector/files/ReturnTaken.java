package io.millrace.connector.files;

import org.apache.flink.api.connector.source.SourceEvent;

/** From the enumerator to a reader: the returned split is the enumerator's again, in checkpoints too. */
record ReturnTaken(String splitId) implements SourceEvent {}
