package io.millrace.connector.openai;

import io.millrace.connector.openai.stub.StubOpenAi;
import io.millrace.connector.openai.stub.StubOptions;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.EmbeddingModelContract;
import org.junit.jupiter.api.AfterEach;

class OpenAiEmbeddingModelContractTest extends EmbeddingModelContract {
    private final StubOpenAi stub = StubOpenAi.start(StubOptions.defaults());

    @Override
    protected EmbeddingModel openModel() {
        return new OpenAiEmbeddingProvider()
                .open(TestSettings.embedding(stub.baseUrl()).settings());
    }

    @Override
    protected boolean unitLength() {
        return true;
    }

    @AfterEach
    void closeTheStub() {
        stub.close();
    }
}
