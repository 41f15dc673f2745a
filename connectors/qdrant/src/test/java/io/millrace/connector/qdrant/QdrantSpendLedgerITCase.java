package io.millrace.connector.qdrant;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.embed.Distance;
import io.millrace.embed.VectorSpace;
import io.millrace.index.CollectionSpec;
import io.millrace.usage.Budget;
import io.millrace.usage.SpendLedger;
import io.millrace.usage.SpendLedgerContract;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QdrantSpendLedgerITCase extends SpendLedgerContract {
    private final String collection = "ledger-" + UUID.randomUUID();
    private final CollectionSpec spec =
            new CollectionSpec(collection, new VectorSpace("fake", "fake", 4, Distance.COSINE, "", ""), Map.of());

    @Override
    protected void prepare() {
        try (QdrantVectorStore store = QdrantVectorStore.open(RunningQdrant.settings(), collection)) {
            store.ensureCollection(spec);
        }
    }

    @Override
    protected SpendLedger open() {
        return QdrantSpendLedger.open(RunningQdrant.settings(), collection);
    }

    @AfterEach
    void drop() {
        Administration.drop(collection);
    }

    @Test
    void leavesTheCollectionsLockAsItIs() throws Exception {
        Budget.Window window = Budget.parse("1 USD/day").window(Instant.EPOCH);
        try (SpendLedger ledger = open();
                QdrantVectorStore store = QdrantVectorStore.open(RunningQdrant.settings(), collection)) {
            ledger.write("one", window, 5).get();
            store.verifyCollection(spec);
            ledger.forget(Instant.now()).get();
            store.verifyCollection(spec);
        }

        assertThat(Administration.info(collection).getConfig().getMetadataMap())
                .containsOnlyKeys(CollectionLock.METADATA_KEY);
    }
}
