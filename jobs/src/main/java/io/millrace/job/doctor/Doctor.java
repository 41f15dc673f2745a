package io.millrace.job.doctor;

import io.millrace.failure.ClassifiedException;
import io.millrace.failure.TransientException;
import io.millrace.job.QueryWiring;
import io.millrace.job.config.MillraceConfig;
import io.millrace.job.config.bind.ConfigurationException;
import io.millrace.job.doctor.Finding.Verdict;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Tries everything that a configuration names, once: each model with a call of a few words, Kafka, and Qdrant. Creates and
 * changes nothing; the calls cost what so few words cost. Blocks.
 */
public final class Doctor {
    private static final Set<String> MODELS = Set.of("embedding", "chat", "rerank");

    private final List<Check> checks;

    public Doctor(MillraceConfig config) {
        QueryWiring wiring = new QueryWiring(config);
        this.checks = List.of(
                new Check("embedding", new EmbeddingCheck(wiring)),
                new Check("chat", new ChatCheck(config)),
                new Check("rerank", new RerankCheck(wiring)),
                new Check("qdrant", new StoreCheck(wiring)),
                new Check("kafka", new KafkaCheck(config)),
                new Check("documents", new SourceCheck(config)));
    }

    /** What was found, one after another, as it is asked for. */
    public Stream<Finding> findings() {
        return checks.stream().map(Doctor::finding);
    }

    /** What one try says when it works. */
    record Said(Verdict verdict, String words) {
        static Said works(String words) {
            return new Said(Verdict.WORKS, words);
        }

        static Said unused(String words) {
            return new Said(Verdict.UNUSED, words);
        }

        /** Works, or warns with what there is to know. */
        static Said with(String words, List<String> warnings) {
            return warnings.isEmpty()
                    ? works(words)
                    : new Said(Verdict.WARNS, words + ". " + String.join(". ", warnings));
        }
    }

    private record Check(String part, Callable<Said> trying) {}

    private static Finding finding(Check check) {
        long started = System.nanoTime();
        try {
            Said said = check.trying().call();
            return new Finding(check.part(), said.verdict(), since(started), said.words());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Finding(check.part(), Verdict.FAILS, since(started), "interrupted");
        } catch (Exception e) {
            return new Finding(check.part(), Verdict.FAILS, since(started), words(check.part(), e));
        }
    }

    private static String words(String part, Exception failure) {
        Throwable cause = failure instanceof ExecutionException || failure instanceof CompletionException
                ? failure.getCause()
                : failure;
        if (cause instanceof TransientException passing && MODELS.contains(part)) {
            // A job would wait for it, and needs no advice.
            return "%s. Look at %s.base-url, or wait until the provider is there".formatted(passing.getMessage(), part);
        }
        if (cause instanceof ClassifiedException || cause instanceof ConfigurationException) {
            return String.valueOf(cause.getMessage());
        }
        return cause instanceof TimeoutException ? "no answer in time" : unexpected(cause == null ? failure : cause);
    }

    /** What it was and where, for whoever mends it. Its message isn't told: others' may quote what they were given. */
    private static String unexpected(Throwable failure) {
        String where = Arrays.stream(failure.getStackTrace())
                .findFirst()
                .map(frame -> " at " + frame)
                .orElse("");
        return "unexpected failure: " + failure.getClass().getName() + where;
    }

    private static Duration since(long started) {
        return Duration.ofNanos(System.nanoTime() - started);
    }
}
