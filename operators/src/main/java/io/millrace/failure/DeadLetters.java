package io.millrace.failure;

import org.apache.flink.util.OutputTag;

/** The side output that every stage sends its dead letters to. */
public final class DeadLetters {
    public static final OutputTag<DeadLetter> TAG =
            new OutputTag<>("dead-letters", org.apache.flink.api.common.typeinfo.TypeInformation.of(DeadLetter.class));

    private DeadLetters() {}
}
