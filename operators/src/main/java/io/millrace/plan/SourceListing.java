package io.millrace.plan;

import io.millrace.failure.Backoff;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.Fatal;
import io.millrace.failure.Retrier;
import io.millrace.index.DocumentKey;
import io.millrace.index.DocumentPage;
import io.millrace.index.VectorStore;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.flink.util.function.SerializableSupplier;

/** The documents that the index has of a source. */
final class SourceListing {
    private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofDays(365);

    private SourceListing() {}

    /** Hands over each document, one that is in two pages twice. Blocks; what fails in passing is repeated. */
    static void forEach(SerializableSupplier<VectorStore> recipe, String source, Consumer<DocumentKey> out)
            throws Exception {
        try (VectorStore store = Fatal.stopsTheJob(recipe);
                Retrier retrier = new Retrier(Backoff.STANDARD)) {
            String next = null;
            do {
                String from = next;
                DocumentPage page = retrier.call(() -> store.documents(source, from), AS_LONG_AS_IT_TAKES)
                        .get();
                page.documents().forEach(out);
                next = page.next();
            } while (next != null);
        } catch (ExecutionException e) {
            throw Fatal.stopping(ClassifiedException.of(e));
        }
    }
}
