package io.millrace.job;

import io.millrace.answer.Answer;
import io.millrace.answer.AnswerDelta;
import io.millrace.answer.AnswerFactory;
import io.millrace.answer.Request;
import io.millrace.answer.RequestFunction;
import io.millrace.answer.RequestRoute;
import io.millrace.document.SourceRecord;
import io.millrace.failure.DeadLetter;
import io.millrace.failure.DeadLetters;
import org.apache.flink.api.common.functions.Partitioner;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.jspecify.annotations.Nullable;

/** Requests in, one answer to each out: validate, embed, retrieve, answer. */
public final class QueryJob {
    private QueryJob() {}

    /**
     * Wires the job.
     *
     * @param records what the requests topic delivers
     * @param wiring what the configuration means
     * @param answers takes one answer for each request
     * @param deltas takes pieces of answers while they are written, or null for none
     * @param deadLetters takes records that no request could be read from
     */
    public static void build(
            DataStream<SourceRecord> records,
            QueryWiring wiring,
            Sink<Answer> answers,
            @Nullable Sink<AnswerDelta> deltas,
            Sink<DeadLetter> deadLetters) {
        SingleOutputStreamOperator<Request> requests = records.process(new RequestFunction(wiring.requestLimits()))
                .uid("validate")
                .name("validate");

        SingleOutputStreamOperator<Answer> answered = routed(requests, wiring)
                .transform(
                        "answer",
                        TypeInformation.of(Answer.class),
                        new AnswerFactory(
                                wiring.answering(), wiring.config().query().concurrency()))
                .uid("answer");

        answered.union(requests.getSideOutput(RequestFunction.REFUSED))
                .sinkTo(answers)
                .uid("answers")
                .name("answers");

        if (deltas != null) {
            answered.getSideOutput(AnswerFactory.DELTAS)
                    .sinkTo(deltas)
                    .uid("answer-deltas")
                    .name("answer deltas");
        }

        requests.getSideOutput(DeadLetters.TAG)
                .sinkTo(deadLetters)
                .uid("dead-letters")
                .name("dead letters");
    }

    /** A conversation's requests come to one subtask, which takes them up one after another; a tenant's, to be counted. */
    private static DataStream<Request> routed(DataStream<Request> requests, QueryWiring wiring) {
        RequestRoute route = wiring.route();
        return route == null ? requests : requests.partitionCustom(new ByRoute(route), new Whole());
    }

    private record ByRoute(RequestRoute route) implements Partitioner<Request> {
        @Override
        public int partition(Request request, int subtasks) {
            return route.subtask(request, subtasks);
        }
    }

    private static final class Whole implements KeySelector<Request, Request> {
        private static final long serialVersionUID = 1L;

        @Override
        public Request getKey(Request request) {
            return request;
        }
    }
}
