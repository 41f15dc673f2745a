package io.millrace.connector.bedrock;

import io.millrace.connector.bedrock.stub.StubBedrock;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.EmbeddingModelContract;
import org.junit.jupiter.api.AfterEach;

class CohereV3EmbeddingModelContractTest extends EmbeddingModelContract {
    private final StubBedrock stub = new StubBedrock();

    @Override
    protected EmbeddingModel openModel() {
        return new BedrockEmbeddingProvider()
                .open(TestSettings.of("embedding", stub.baseUrl(), "cohere.embed-multilingual-v3")
                        .settings());
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
