package io.millrace.benchmark.ingest.system;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingStoreIngestor;
import dev.langchain4j.store.embedding.qdrant.QdrantEmbeddingStore;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** LangChain4j's ingestor with its OpenAI and Qdrant modules, or its embedding model alone. */
final class LangChain4jIngest implements IngestSystem {
    private final Task task;
    private final OpenAiEmbeddingModel model;
    private final @Nullable PlainStore store;

    /** An ingestor that stores, or {@code embedAll} alone. */
    LangChain4jIngest(Task task, boolean stores) {
        this.task = task;
        model = OpenAiEmbeddingModel.builder()
                .baseUrl(task.provider().toString())
                .apiKey(Task.KEY)
                .modelName(Task.MODEL)
                .dimensions(task.dimensions())
                .encodingFormat("base64")
                .maxSegmentsPerBatch(task.inputs())
                .build();
        store = stores ? new PlainStore(task.store()) : null;
    }

    @Override
    public void prepare(String collection) throws Exception {
        if (store != null) {
            store.create(collection, task.dimensions());
        }
    }

    @Override
    public void ingest(Path corpus, String collection) throws Exception {
        List<CorpusText> texts = CorpusText.read(corpus);
        if (store == null) {
            model.embedAll(
                    texts.stream().map(text -> TextSegment.from(text.text())).toList());
            return;
        }
        QdrantEmbeddingStore target = QdrantEmbeddingStore.builder()
                .host(task.store().getHost())
                .port(task.store().getPort())
                .collectionName(collection)
                .build();
        try {
            EmbeddingStoreIngestor.builder()
                    .embeddingModel(model)
                    .embeddingStore(target)
                    .build()
                    .ingest(texts.stream()
                            .map(text -> Document.from(text.text()))
                            .toList());
        } finally {
            target.close();
        }
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
        }
    }
}
