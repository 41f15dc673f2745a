package io.millrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.answer.Answer;
import io.millrace.answer.AnswerDelta;
import io.millrace.answer.Citation;
import io.millrace.answer.QuestionAnswer;
import io.millrace.answer.Request;
import io.millrace.document.Bytes;
import io.millrace.document.Documents;
import io.millrace.document.IncomingDocument;
import io.millrace.document.Kind;
import io.millrace.document.Metadata;
import io.millrace.document.Recency;
import io.millrace.document.SourceRecord;
import io.millrace.embed.EmbedOutcome;
import io.millrace.failure.DeadLetter;
import io.millrace.failure.Reason;
import io.millrace.index.Chunks;
import io.millrace.index.IndexOperation;
import io.millrace.plan.SeenDocument;
import io.millrace.retrieve.Examples;
import io.millrace.retrieve.RecommendStrategy;
import io.millrace.retrieve.SearchMode;
import io.millrace.retrieve.SearchOptions;
import io.millrace.usage.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StreamRecordsTest {
    @ParameterizedTest
    @MethodSource("records")
    <T> void comeThroughFlinksSerialisersAsTheyWere(T record) throws Exception {
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) record.getClass();
        TypeSerializer<T> serialiser = TypeInformation.of(type).createSerializer(new SerializerConfigImpl());
        DataOutputSerializer out = new DataOutputSerializer(64);

        serialiser.serialize(record, out);
        T again = serialiser.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));

        assertThat(again).isEqualTo(record);
        assertThat(serialiser.copy(record)).isEqualTo(record);
    }

    static Stream<Object> records() {
        IncomingDocument document = Documents.incoming("d", "text \uD83D\uDE00\0", 1, 2);
        Reason reason = new Reason("c", "m");
        DeadLetter full = DeadLetter.of("read", reason, Chunks.ORIGIN, "d", Bytes.utf8("x"));
        IndexOperation put = Chunks.put(Chunks.chunk("d", "words"), 1, 2);
        Citation citation = new Citation(1, "d", "id", null, null, List.of("H"), "q", 0, 1, null, 0.5, "{}");
        return Stream.of(
                new SourceRecord(Chunks.ORIGIN, SourceRecord.Format.JSON, null, null, null, null),
                new SourceRecord(Chunks.ORIGIN, SourceRecord.Format.FILE, "k", "t", Bytes.utf8("x"), reason),
                IncomingDocument.delete(Chunks.ORIGIN, "d", null),
                new IncomingDocument(
                        Chunks.ORIGIN,
                        "d",
                        false,
                        "t",
                        Kind.SKILL,
                        "u",
                        "T",
                        "c",
                        "x",
                        Bytes.utf8("y"),
                        new Metadata("{\"a\":1}"),
                        7L),
                document,
                new SeenDocument("d", "t"),
                SeenDocument.unread(null),
                Recency.of(document),
                IndexOperation.move(Chunks.ORIGIN, Chunks.chunk("d", "words")),
                IndexOperation.complete(Chunks.ORIGIN, "d", "t", "r").withDocument(document),
                put,
                IndexOperation.delete(Chunks.ORIGIN, "d", null),
                new EmbedOutcome(put, null, 3),
                new EmbedOutcome(put, reason, 0),
                full,
                new DeadLetter("read", reason, 1, Chunks.ORIGIN, null, Instant.EPOCH, null),
                new Request("r", Request.Type.SEARCH, "q", null, "{}", 5, null, Chunks.ORIGIN),
                new Request(
                        "r",
                        Request.Type.ASK,
                        "q",
                        "t",
                        "{}",
                        5,
                        0.5,
                        new SearchOptions(SearchMode.HYBRID, 0.5, true, 2),
                        List.of("staff"),
                        "c",
                        true,
                        Chunks.ORIGIN),
                new Request(
                        "r",
                        Request.Type.RECOMMEND,
                        "",
                        null,
                        "{}",
                        5,
                        null,
                        SearchOptions.DEFAULT,
                        List.of(),
                        null,
                        false,
                        new Examples(
                                List.of(new Examples.Example(Examples.Kind.DOCUMENT, "d")),
                                List.of(),
                                RecommendStrategy.BEST_SCORE),
                        List.of(),
                        List.of(),
                        Chunks.ORIGIN),
                new Request(
                        "r",
                        Request.Type.ASK,
                        "",
                        null,
                        "{}",
                        5,
                        null,
                        SearchOptions.DEFAULT,
                        List.of(),
                        null,
                        false,
                        null,
                        List.of(new Request.Asked("q", null), new Request.Asked("", reason)),
                        List.of(),
                        Chunks.ORIGIN),
                new Request(
                        "r",
                        Request.Type.ASK,
                        "q",
                        null,
                        "{}",
                        5,
                        null,
                        SearchOptions.DEFAULT,
                        List.of(),
                        null,
                        false,
                        null,
                        List.of(),
                        List.of(
                                new Request.Shown("image/png", "iVBO", null),
                                new Request.Shown(null, null, "https://mill.example/wheel.jpg")),
                        Chunks.ORIGIN),
                new AnswerDelta("r", 1, "words", false, null),
                new AnswerDelta("r", 2, "", true, Answer.Status.ANSWERED),
                Answer.without("r", Answer.Status.FAILED, reason),
                new Answer(
                        "r",
                        Answer.Status.ANSWERED,
                        "a",
                        "generated",
                        List.of(citation),
                        List.of(),
                        Map.of("chat", "m"),
                        Map.of("chat", new Usage(1, 2, 3)),
                        Map.of("total", 1.0),
                        null,
                        "q",
                        List.of(reason),
                        new Answer.Reused("r0", 0.99),
                        List.of(new QuestionAnswer(
                                "q",
                                Answer.Status.ANSWERED,
                                "a",
                                null,
                                List.of(citation),
                                List.of(),
                                null,
                                List.of(reason),
                                new Answer.Reused("r0", 0.99)))));
    }
}
