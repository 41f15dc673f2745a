package io.millrace.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Stage;
import io.millrace.embed.EmbedSettings.Payment;
import io.millrace.failure.ClassifiedException;
import io.millrace.usage.Price;
import io.millrace.usage.PurseSource;
import io.millrace.usage.SpendCounts;
import io.millrace.usage.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BillsTest {
    private static final String MODEL = "openai/m";
    private static final List<String> TENANTS = List.of("acme", "globex", "initech");

    /** What comes in is a request to count. */
    private static final List<EmbeddingBatcher.Answered> REQUESTS = new ArrayList<>();

    private @Nullable Stage<Integer, Void> stage;

    @AfterEach
    void close() throws Exception {
        if (stage != null) {
            stage.close();
        }
        REQUESTS.clear();
    }

    @Test
    void divideARequestByTheTokensOfEachTenantsTexts() throws Exception {
        // 0.02 of a million tokens: 20 of 1e-9 each.
        count("0.02", new Usage(1, 100, 0), text("acme", 30), text("globex", 10), text("acme", 60));

        assertThat(counted(null, "requests")).isEqualTo(1);
        assertThat(counted(null, "tokens")).isEqualTo(100);
        assertThat(counted(null, "nanos")).isEqualTo(2000);
        assertThat(counted("acme", "tokens")).isEqualTo(90);
        assertThat(counted("acme", "nanos")).isEqualTo(1800);
        assertThat(counted("globex", "tokens")).isEqualTo(10);
        assertThat(counted("globex", "nanos")).isEqualTo(200);
    }

    @Test
    void divideWhatWasBilledAndNotWhatWasCountedHere() throws Exception {
        count("0.02", new Usage(1, 150, 0), text("acme", 75), text("globex", 25));

        assertThat(counted("acme", "tokens")).isEqualTo(113);
        assertThat(counted("globex", "tokens")).isEqualTo(37);
        assertThat(counted(null, "nanos")).isEqualTo(3000);
    }

    @Test
    void addUpToEachRequestExactlyWhateverTheNumbers() throws Exception {
        Random random = new Random(7);
        long tokens = 0;
        long nanos = 0;
        // 1e-9 of a million tokens each: every part is rounded.
        Price price = Price.parse("0.000333333");
        List<EmbeddingBatcher.Answered> requests = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            List<PendingText> texts = new ArrayList<>();
            for (int j = 0; j <= random.nextInt(6); j++) {
                texts.add(text(TENANTS.get(random.nextInt(3)), random.nextInt(9)));
            }
            Usage usage = new Usage(1, random.nextInt(50), 0);
            requests.add(new EmbeddingBatcher.Answered(usage, texts));
            tokens += usage.inputTokens();
            nanos += price.cost(usage.inputTokens(), 0);
        }

        count("0.000333333", requests);

        assertThat(counted(null, "requests")).isEqualTo(500);
        assertThat(counted(null, "tokens")).isEqualTo(tokens);
        assertThat(counted(null, "nanos")).isEqualTo(nanos);
        for (String what : List.of("requests", "tokens", "nanos")) {
            assertThat(TENANTS.stream()
                            .mapToLong(tenant -> counted(tenant, what))
                            .sum())
                    .as(what)
                    .isEqualTo(counted(null, what));
        }
    }

    @Test
    void countWhatIsNobodysInTheTotalAlone() throws Exception {
        count("0.02", new Usage(1, 100, 0), text(null, 40), text("acme", 60));

        assertThat(counted(null, "tokens")).isEqualTo(100);
        assertThat(counted("acme", "tokens")).isEqualTo(60);
    }

    @Test
    void countTokensWhereThePriceIsNotKnown() throws Exception {
        count(null, new Usage(1, 100, 0), text("acme", 60));

        assertThat(counted("acme", "tokens")).isEqualTo(100);
        assertThat(counted("acme", "nanos")).isZero();
    }

    private void count(@Nullable String price, Usage usage, PendingText... texts) throws Exception {
        count(price, List.of(new EmbeddingBatcher.Answered(usage, List.of(texts))));
    }

    private void count(@Nullable String price, List<EmbeddingBatcher.Answered> requests) throws Exception {
        REQUESTS.addAll(requests);
        Price known = price == null ? null : Price.parse(price);
        stage = Stage.of(
                new ProcessOperator<>(new Counting(new Payment(MODEL, known, PurseSource.UNLIMITED))),
                Integer.class,
                null);
        for (int i = 0; i < requests.size(); i++) {
            stage.take(i);
        }
        stage.checkpoint(1);
    }

    private long counted(@Nullable String tenant, String what) {
        assertThat(stage).isNotNull();
        return (Long) stage.count(SpendCounts.name(MODEL, tenant, what));
    }

    private static PendingText text(@Nullable String owner, int size) {
        return new PendingText() {
            @Override
            public String text() {
                return "text";
            }

            @Override
            public int tokens() {
                return size;
            }

            @Override
            public @Nullable String tenant() {
                return owner;
            }

            @Override
            public void embedded(Vector vector, int billed) {}

            @Override
            public void failed(ClassifiedException failure) {}
        };
    }

    /** Takes in the bill of each request that it is told of, and counts at a checkpoint. */
    private static final class Counting extends ProcessFunction<Integer, Void> implements CheckpointedFunction {
        private static final long serialVersionUID = 1L;

        private final Payment money;
        private transient Bills bills;

        Counting(Payment money) {
            this.money = money;
        }

        @Override
        public void initializeState(FunctionInitializationContext context) throws Exception {
            bills = new Bills(
                    SpendCounts.restore(context.getOperatorStateStore(), getRuntimeContext(), money.model()), money);
        }

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws Exception {
            bills.snapshot();
        }

        @Override
        public void processElement(Integer request, Context context, Collector<Void> out) {
            bills.add(REQUESTS.get(request));
        }
    }
}
