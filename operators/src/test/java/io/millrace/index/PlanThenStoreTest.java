package io.millrace.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.Stage;
import io.millrace.chunk.Chunk;
import io.millrace.chunk.EmbeddingText;
import io.millrace.chunk.LineChunker;
import io.millrace.document.Documents;
import io.millrace.document.IncomingDocument;
import io.millrace.document.Origin;
import io.millrace.document.UpperCaseParser;
import io.millrace.embed.EmbedOutcome;
import io.millrace.embed.Vector;
import io.millrace.failure.Backoff;
import io.millrace.failure.DeadLetter;
import io.millrace.failure.DeadLetters;
import io.millrace.failure.Reason;
import io.millrace.failure.TransientException;
import io.millrace.plan.PlanFactory;
import io.millrace.plan.PlanSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Planning and storing together, with the index behind the plans and failures at random. */
@Timeout(300)
class PlanThenStoreTest {
    private static final List<String> LINES = List.of("a", "b", "c", "d", "e", "f", "g");
    private static final int CHANGES = 120;

    @Test
    void endsAsACleanRunWouldWhateverFailsOnTheWay() throws Exception {
        long first = System.nanoTime();
        for (long seed = first; seed < first + 40; seed++) {
            converges(seed);
        }
    }

    private static void converges(long seed) throws Exception {
        Random random = new Random(seed);
        Run run = new Run();
        Map<DocumentKey, IncomingDocument> last = new LinkedHashMap<>();
        List<IncomingDocument> taken = new ArrayList<>();
        for (int i = 1; i <= CHANGES + 6; i++) {
            IncomingDocument document = i <= CHANGES ? anything(random, i) : whole(random, i);
            last.put(new DocumentKey(document.id(), document.tenant()), document);
            taken.add(document);
            run.take(document, random);
        }
        run.finish();

        Run clean = new Run();
        for (IncomingDocument document : last.values()) {
            clean.take(document, new Random(0));
        }
        clean.finish();
        assertThat(run.held()).as("seed %d", seed).isEqualTo(clean.held());
        run.assertThatEveryChangeIsAccountedFor(taken, seed);
    }

    private static IncomingDocument anything(Random random, int number) {
        String id = "d" + random.nextInt(3);
        @Nullable String tenant = random.nextBoolean() ? "acme" : null;
        if (tenant != null && random.nextInt(8) == 0) {
            return IncomingDocument.delete(at(number), id, tenant);
        }
        List<String> lines = lines(random);
        if (random.nextInt(5) == 0) {
            lines.add(random.nextInt(lines.size() + 1), random.nextBoolean() ? "bad" : "poison");
        }
        return Documents.incoming(at(number), id, tenant, String.join("\n", lines), null);
    }

    /** The last state of one of the six documents: a good one. */
    private static IncomingDocument whole(Random random, int number) {
        int which = number - CHANGES - 1;
        return Documents.incoming(
                at(number), "d" + which / 2, which % 2 == 0 ? "acme" : null, String.join("\n", lines(random)), null);
    }

    private static List<String> lines(Random random) {
        List<String> lines = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            lines.add(LINES.get(random.nextInt(LINES.size())));
        }
        return lines;
    }

    private static Origin at(int number) {
        return Origin.ofTopic("documents", 0, number, 1_000 + number);
    }

    /** Both stages on one index; what passes between them waits as long as a test lets it. */
    private static final class Run {
        private final GatedVectorStore store = new GatedVectorStore();
        private final Stage<IncomingDocument, IndexOperation> plan;
        private final Stage<EmbedOutcome, Void> storing;
        private int passedOn;
        private int checkpoint;

        Run() throws Exception {
            store.refuseHalfway(
                    step -> step.chunk() != null && step.chunk().text().equals("bad"));
            plan = Stage.of(
                    new PlanFactory(new PlanSettings(
                            "topic:documents",
                            () -> store,
                            UpperCaseParser::new,
                            "parser",
                            () -> new LineChunker("lines"),
                            EmbeddingText.NONE,
                            null)),
                    IncomingDocument.class);
            storing = Stage.of(
                    new StoreFactory(() -> store, 6, "", new Backoff(Duration.ofMillis(1), Duration.ofMillis(1))),
                    EmbedOutcome.class);
        }

        void take(IncomingDocument document, Random random) throws Exception {
            plan.take(document);
            if (random.nextBoolean()) {
                plan.runMails();
            }
            if (random.nextInt(3) == 0) {
                passOn(random);
            }
            if (random.nextInt(3) == 0) {
                storing.runMails();
            }
            if (random.nextInt(10) == 0) {
                store.answerNextWith(new TransientException("busy", "the answer is lost", null));
            }
            if (random.nextInt(15) == 0) {
                checkpoint(random);
            }
        }

        private void checkpoint(Random random) throws Exception {
            plan.checkpoint(++checkpoint);
            passOn(null);
            storing.checkpoint(checkpoint);
            if (random.nextInt(4) > 0) {
                storing.checkpointIsComplete(checkpoint);
                plan.checkpointIsComplete(checkpoint);
            }
        }

        /** Embeds what was planned: all of it, or up to somewhere. */
        private void passOn(@Nullable Random random) throws Exception {
            List<IndexOperation> steps = plan.out();
            int end = random == null ? steps.size() : passedOn + random.nextInt(steps.size() - passedOn + 1);
            for (IndexOperation step : steps.subList(passedOn, end)) {
                storing.take(embedded(step));
            }
            passedOn = end;
        }

        private static EmbedOutcome embedded(IndexOperation step) {
            if (step.type() != IndexOperation.Type.PUT) {
                return new EmbedOutcome(step, null, 0);
            }
            String text = Objects.requireNonNull(step.chunk()).text();
            return text.equals("poison")
                    ? new EmbedOutcome(step, new Reason("poison", "refused"), 0)
                    : new EmbedOutcome(step.withVector(new Vector(new float[] {text.hashCode()})), null, 1);
        }

        void finish() throws Exception {
            plan.finish();
            passOn(null);
            storing.finish();
            plan.close();
            storing.close();
        }

        Set<Chunk> held() {
            return new HashSet<>(store.held().reopened().chunks());
        }

        void assertThatEveryChangeIsAccountedFor(List<IncomingDocument> taken, long seed) {
            long planned = count(plan, "documents") + count(plan, "deletes");
            long failed = count(storing, "unembedded") + count(storing, "unstored");
            List<DeadLetter> letters = storing.side(DeadLetters.TAG);
            assertThat(planned + count(plan, "unchanged")).as("seed %d", seed).isEqualTo(taken.size());
            assertThat(count(storing, "indexed") + count(storing, "deleted") + failed)
                    .as("seed %d", seed)
                    .isEqualTo(planned);
            assertThat(letters).as("seed %d", seed).hasSize((int) failed);
            Map<Origin, String> texts = new HashMap<>();
            taken.forEach(document -> texts.put(document.origin(), String.valueOf(document.text())));
            assertThat(letters)
                    .as("seed %d: nothing is lost but what is bad itself", seed)
                    .allSatisfy(letter -> assertThat(texts.get(letter.origin()))
                            .contains(letter.stage().equals("embed") ? "poison" : "bad"))
                    .allSatisfy(letter -> assertThat(letter.reason().code()).isIn("poison", "bad-point"));
        }

        private static long count(Stage<?, ?> stage, String name) {
            return (Long) stage.count(name);
        }
    }
}
