package io.millrace.plan;

import io.millrace.document.IncomingDocument;
import io.millrace.failure.Backoff;
import io.millrace.failure.Fatal;
import io.millrace.failure.PatientCall;
import io.millrace.index.DocumentKey;
import io.millrace.index.Manifest;
import io.millrace.index.VectorStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Asks the index what it holds, of many documents at a time: a lone document is asked for at once; while a look-up is in
 * flight, the next documents gather, and each time that they fill one it goes too. Answers are handed on in the order in
 * which the documents came. Where the index was empty at first, what comes for the first time isn't asked for.
 *
 * <p>All methods belong to the task's thread.
 */
final class LookUps implements AutoCloseable {
    /** Documents in one look-up. */
    static final int MAX_DOCUMENTS = 256;
    /** What gathered documents may take, but for the last one. */
    private static final long MAX_SIZE = 16L << 20;

    private static final int IN_FLIGHT = 3;

    private final VectorStore store;
    private final MailboxExecutor mailbox;
    private final @Nullable SeenIds seen;
    private final @Nullable Preparation preparation;
    private final BiConsumer<List<IncomingDocument>, Map<DocumentKey, Manifest>> answers;
    private final List<PatientCall> calls;
    private final Deque<LookUp> begun = new ArrayDeque<>();
    private List<IncomingDocument> gathered = new ArrayList<>();
    /** Those of the gathered documents that the index is asked about. */
    private Set<DocumentKey> asked = new LinkedHashSet<>();

    private long gatheredSize;
    private long written;

    private static final class LookUp {
        private final List<IncomingDocument> documents;
        /** It sees all that was planned before then. */
        private final long seen;

        private @Nullable Map<DocumentKey, Manifest> answer;

        LookUp(List<IncomingDocument> documents, long seen) {
            this.documents = documents;
            this.seen = seen;
        }
    }

    /** What has to be done for documents after they were looked up and before they are handed on. */
    interface Preparation {
        /** On any thread. It is repeated when it fails in passing. */
        CompletableFuture<Void> of(List<IncomingDocument> documents, Map<DocumentKey, Manifest> manifests);
    }

    /**
     * Look-ups in a store.
     *
     * @param seen tells which documents come for the first time, so that the store can't hold them; null where it may
     * @param preparation comes between a look-up and its answer; null for nothing
     * @param answers takes the documents of a look-up, with what the index held of those that aren't deletes
     */
    LookUps(
            VectorStore store,
            MailboxExecutor mailbox,
            @Nullable SeenIds seen,
            @Nullable Preparation preparation,
            BiConsumer<List<IncomingDocument>, Map<DocumentKey, Manifest>> answers) {
        this.store = store;
        this.mailbox = mailbox;
        this.seen = seen;
        this.preparation = preparation;
        this.answers = answers;
        this.calls = Stream.generate(() -> new PatientCall("The look-up in the index", Backoff.STANDARD, mailbox))
                .limit(IN_FLIGHT)
                .toList();
    }

    /** Takes a document; waits while as many as may be asked for at a time have no answer yet. */
    void add(IncomingDocument document) throws InterruptedException {
        boolean isNew = seen != null && seen.isNew(document.id());
        if (!isNew && !document.deleted()) {
            asked.add(new DocumentKey(document.id(), document.tenant()));
        }
        gathered.add(document);
        gatheredSize += document.size();
        advance();
        while (isFull()) {
            mailbox.yield();
            advance();
        }
    }

    /** Waits until every document is handed on. */
    void drain() throws InterruptedException {
        advance();
        while (!begun.isEmpty() || !gathered.isEmpty()) {
            mailbox.yield();
            advance();
        }
    }

    /** All that was planned before the moment is in the index, and seen by the look-ups that begin from now on. */
    void writtenBefore(long moment) {
        written = Math.max(written, moment);
    }

    /** What was planned before this moment is seen by every look-up that has no answer yet, and by all that begin. */
    long seenByAll() {
        return begun.stream().mapToLong(lookUp -> lookUp.seen).reduce(written, Math::min);
    }

    /** Tries that had to be repeated. */
    long retries() {
        return calls.stream().mapToLong(PatientCall::retries).sum();
    }

    @Override
    public void close() {
        calls.forEach(PatientCall::close);
    }

    private boolean isFull() {
        return gathered.size() >= MAX_DOCUMENTS || gatheredSize >= MAX_SIZE;
    }

    private void advance() {
        startIfDue();
        handOn();
    }

    private void startIfDue() {
        if (gathered.isEmpty() || !(begun.isEmpty() || isFull())) {
            return;
        }
        if (asked.isEmpty() && preparation == null) {
            begin().answer = Map.of();
            return;
        }
        for (PatientCall call : calls) {
            if (!call.isInFlight()) {
                Set<DocumentKey> keys = asked;
                start(call, keys, begin());
                return;
            }
        }
    }

    /** All that is gathered becomes the next look-up. */
    private LookUp begin() {
        LookUp lookUp = new LookUp(gathered, written);
        begun.addLast(lookUp);
        gathered = new ArrayList<>();
        asked = new LinkedHashSet<>();
        gatheredSize = 0;
        return lookUp;
    }

    private void start(PatientCall call, Set<DocumentKey> keys, LookUp lookUp) {
        call.start(
                () -> prepared(lookUp.documents, lookUp(keys)),
                manifests -> {
                    lookUp.answer = manifests;
                    handOn();
                },
                refused -> {
                    // The request is Millrace's own: a store that refuses it is of another kind than was configured.
                    throw Fatal.refused(refused);
                });
    }

    private CompletableFuture<Map<DocumentKey, Manifest>> lookUp(Set<DocumentKey> keys) {
        return keys.isEmpty() ? CompletableFuture.completedFuture(Map.of()) : store.manifests(keys);
    }

    private CompletableFuture<Map<DocumentKey, Manifest>> prepared(
            List<IncomingDocument> documents, CompletableFuture<Map<DocumentKey, Manifest>> lookedUp) {
        return preparation == null
                ? lookedUp
                : lookedUp.thenCompose(
                        manifests -> preparation.of(documents, manifests).thenApply(done -> manifests));
    }

    private void handOn() {
        for (LookUp first = begun.peekFirst(); first != null && first.answer != null; first = begun.peekFirst()) {
            // The next ones first: they are asked for while these are planned.
            begun.removeFirst();
            startIfDue();
            answers.accept(first.documents, first.answer);
        }
    }
}
