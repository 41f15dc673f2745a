package io.millrace.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.Gauges;
import io.millrace.Stage;
import io.millrace.answer.Answer.Status;
import io.millrace.document.Origin;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.HashingEmbeddingModel;
import io.millrace.embed.PaceSettings;
import io.millrace.failure.FatalException;
import io.millrace.failure.Reason;
import io.millrace.index.Chunks;
import io.millrace.index.CollectionSpec;
import io.millrace.index.InMemoryVectorStore;
import io.millrace.usage.Price;
import io.millrace.usage.PriceTable;
import io.millrace.usage.Usage;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.streaming.api.functions.async.CollectionSupplier;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.util.ExceptionUtils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnswerFunctionTest {
    private final HashingEmbeddingModel model = new HashingEmbeddingModel();
    private final InMemoryVectorStore store = new InMemoryVectorStore();

    @BeforeEach
    void fillTheStore() {
        store.ensureCollection(new CollectionSpec("docs", model.space(), Map.of()));
        var chunk = Chunks.chunk("wheel", "The mill wheel turns the stones.");
        var vector = model.embed(List.of(chunk.text()), EmbeddingMode.DOCUMENT)
                .join()
                .vectors()
                .get(0);
        store.apply(List.of(Chunks.put(chunk, vector.values()))).join();
    }

    @Test
    void answersEachRequestOnce() throws Exception {
        Stage<Request, Answer> stage = stage(null);
        stage.take(request("r1"));
        stage.take(request("r2"));
        stage.finish();
        stage.close();

        assertThat(stage.out()).extracting(Answer::id).containsExactly("r1", "r2");
        assertThat(stage.out()).extracting(Answer::style).containsOnly("extractive");
    }

    @Test
    void writesWithAChatModelWhereThereIsOne() throws Exception {
        Stage<Request, Answer> stage = stage(new FixedChatModel("Stones [1]."));
        stage.take(request("r1"));
        stage.finish();
        stage.close();

        assertThat(stage.out())
                .singleElement()
                .returns("Stones [1].", Answer::answer)
                .returns("generated", Answer::style);
    }

    @Test
    void showsWhatItSpentByModelAndTenant() throws Exception {
        Gauges gauges = new Gauges();
        Stage<Request, Answer> stage = Stage.ordered(function(null), Request.class, gauges.task());
        stage.take(request("r1", "acme"));
        stage.take(request("r2", "acme"));
        stage.take(request("r3", null));
        stage.finish();

        // A question of six words each time: no document is a tenant's, so nothing else is embedded for acme.
        assertThat(gauges.value("spend.model.hashing/words.tenant.acme.requests"))
                .isEqualTo(2L);
        assertThat(gauges.value("spend.model.hashing/words.tenant.acme.tokens")).isEqualTo(12L);
        assertThat(gauges.value("spend.model.hashing/words.tenant.acme.nanos")).isEqualTo(240L);
        // Those of the third answer were embedded too: the question's and the sentences'.
        assertThat(gauges.value("spend.model.hashing/words.requests"))
                .isEqualTo(stage.out().stream()
                        .flatMap(answer -> answer.usage().values().stream())
                        .mapToLong(Usage::requests)
                        .sum());
        stage.close();
    }

    @Test
    void stopsTheJobForWhatAPersonMustMendAndShowsNoQuestion() throws Exception {
        Stage<Request, Answer> stage = stage(null);
        CompletableFuture<Throwable> failure = stage.failure();
        model.failNext(new FatalException("wrong-key", "embedding.api-key isn't right"));

        stage.take(request("r1"));

        Throwable told = failure.join();
        stage.close();
        assertThat(ExceptionUtils.findThrowable(told, SuppressRestartsException.class))
                .isPresent();
        assertThat(told).hasRootCauseMessage("embedding.api-key isn't right");
        assertThat(ExceptionUtils.stringifyException(told)).doesNotContain("what does");
    }

    @Test
    void failsNothingWhenItIsClosedWithRequestsInFlight() throws Exception {
        Stage<Request, Answer> stage = stage(null);
        CompletableFuture<Throwable> failure = stage.failure();
        model.hold();
        stage.take(request("r1"));
        for (int i = 0; i < 40; i++) {
            stage.take(request("waits " + i));
        }

        stage.close();

        assertThat(failure).isNotDone();
        assertThat(store.isClosed()).isTrue();
    }

    @Test
    void closesTheRestWhereOneCannotBeClosed() throws Exception {
        Stage<Request, Answer> stage = stage(new FixedChatModel("x") {
            @Override
            public void close() {
                throw new IllegalStateException("won't close");
            }
        });

        assertThatThrownBy(stage::close).hasStackTraceContaining("won't close");
        assertThat(store.isClosed()).isTrue();
    }

    @Test
    void answersARequestThatADefectWouldLeaveWithoutOne() {
        Kept kept = new Kept();

        function(null).timeout(request("r1"), kept);

        assertThat(kept.answers.join())
                .containsExactly(Answer.without(
                        "r1", Status.FAILED, new Reason("timeout", "no answer within twice query.timeout")));
    }

    private AnswerFunction function(@Nullable ChatModel chat) {
        return new AnswerFunction(new AnsweringRecipes(
                () -> model,
                PaceSettings.unbounded("test"),
                chat == null ? null : () -> chat,
                () -> store,
                Duration.ofSeconds(30),
                1000,
                100,
                new PriceTable("USD", LocalDate.of(2026, 11, 22), Map.of("hashing/words", Price.parse("0.02")))));
    }

    private Stage<Request, Answer> stage(@Nullable ChatModel chat) throws Exception {
        return Stage.ordered(function(chat), Request.class);
    }

    private static Request request(String id) {
        return request(id, null);
    }

    private static Request request(String id, @Nullable String tenant) {
        return new Request(
                id,
                Request.Type.ASK,
                "what does the mill wheel turn",
                tenant,
                "{}",
                5,
                null,
                Origin.ofTopic("requests", 0, 0, 0));
    }

    /** Keeps what it is completed with. */
    private static final class Kept implements ResultFuture<Answer> {
        private final CompletableFuture<java.util.Collection<Answer>> answers = new CompletableFuture<>();

        @Override
        public void complete(java.util.Collection<Answer> result) {
            answers.complete(result);
        }

        @Override
        public void completeExceptionally(Throwable error) {
            answers.completeExceptionally(error);
        }

        @Override
        public void complete(CollectionSupplier<Answer> supplier) {
            throw new UnsupportedOperationException();
        }
    }
}
