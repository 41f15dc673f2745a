package io.millrace.connector.qdrant;

import io.millrace.chunk.Chunk;
import io.millrace.embed.Vector;
import io.millrace.failure.FatalException;
import io.millrace.index.IndexOperation;
import io.qdrant.client.grpc.Points.UpdateBatchPoints;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Operations as few requests that have the same end. Only the order of one document's operations matters, since a
 * removal touches the points of its own document alone. So operations are gathered in rounds: a round writes all its
 * chunks and then removes; a document with a removal in a round writes its later chunks in the next one. So does a
 * chunk that the round writes already in another way.
 */
final class UpdatePlan {
    private final List<Round> rounds = new ArrayList<>();
    private Round round = new Round();

    private UpdatePlan() {}

    /** The requests, to be sent one after another; none for no operations. */
    static List<UpdateBatchPoints> requests(Target target, List<IndexOperation> operations, Instant ingestedAt) {
        UpdatePlan plan = new UpdatePlan();
        operations.forEach(plan::add);
        plan.rounds.add(plan.round);
        UpdateRequests requests = new UpdateRequests(target);
        for (Round each : plan.rounds) {
            each.puts
                    .values()
                    .forEach(put -> requests.write(ChunkPoints.write(put.chunk, target, put.vector, ingestedAt)));
            each.moves.values().forEach(chunk -> requests.overwrite(chunk, ingestedAt));
            each.keeps.values().forEach(chunks -> requests.share(chunks, ingestedAt));
            requests.remove(List.copyOf(each.removals));
        }
        return requests.finish();
    }

    private void add(IndexOperation operation) {
        switch (operation.type()) {
            case PUT -> {
                Put put = Put.of(operation);
                begin(operation, put.chunk);
                round.puts.put(put.chunk.id(), put);
            }
            case MOVE -> {
                Chunk chunk = chunkOf(operation);
                begin(operation, chunk);
                round.moves.put(chunk.id(), chunk);
            }
            case KEEP -> {
                Chunk chunk = chunkOf(operation);
                begin(operation, chunk);
                round.keeps
                        .computeIfAbsent(DocumentState.of(chunk), state -> new ArrayList<>())
                        .add(chunk);
            }
            case DONE -> {}
            case COMPLETE, DELETE -> {
                round.removals.add(Removal.of(operation));
                round.removedDocuments.add(operation.documentId());
            }
        }
    }

    /** Begins another round where the write would come too early in this one. */
    private void begin(IndexOperation write, Chunk chunk) {
        IndexOperation.Type before = round.written.get(chunk.id());
        boolean passesOther = before != null && (before != write.type() || before == IndexOperation.Type.KEEP);
        if (passesOther || round.removedDocuments.contains(write.documentId())) {
            rounds.add(round);
            round = new Round();
        }
        round.written.put(chunk.id(), write.type());
    }

    private static Chunk chunkOf(IndexOperation operation) {
        return Objects.requireNonNull(operation.chunk(), "a write has its chunk");
    }

    /** Chunks of one state share all that a KEEP writes. */
    private record DocumentState(
            String documentId, @Nullable String tenant, String revision) {
        static DocumentState of(Chunk chunk) {
            return new DocumentState(chunk.documentId(), chunk.tenant(), chunk.revision());
        }
    }

    /** Writes, the last of each id, and the removals that follow them. */
    private static final class Round {
        final Map<String, IndexOperation.Type> written = new HashMap<>();
        final Map<String, Put> puts = new LinkedHashMap<>();
        final Map<String, Chunk> moves = new LinkedHashMap<>();
        final Map<DocumentState, List<Chunk>> keeps = new LinkedHashMap<>();
        final Set<Removal> removals = new LinkedHashSet<>();
        final Set<String> removedDocuments = new HashSet<>();
    }

    private record Put(Chunk chunk, Vector vector) {
        static Put of(IndexOperation operation) {
            Chunk chunk = operation.chunk();
            Vector vector = operation.vector();
            if (chunk == null || vector == null) {
                throw new FatalException(
                        "not-embedded",
                        "A chunk of document '%s' was to be written without its vector"
                                .formatted(operation.documentId()));
            }
            return new Put(chunk, vector);
        }
    }
}
