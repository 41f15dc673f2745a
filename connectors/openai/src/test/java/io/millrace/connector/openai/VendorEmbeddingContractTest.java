package io.millrace.connector.openai;

import io.millrace.connector.openai.stub.FrontedStub;
import io.millrace.connector.openai.stub.StubAzure;
import io.millrace.connector.openai.stub.StubDashScope;
import io.millrace.connector.openai.stub.StubMistral;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.EmbeddingModelContract;
import io.millrace.embed.EmbeddingProvider;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** Each vendor's embedding models, against its own server. */
class VendorEmbeddingContractTest {
    private static final Map<String, String> SMALL = Map.of("model-name", "text-embedding-3-small");

    @Nested
    class AzureV1 extends Contract {
        AzureV1() {
            super(new StubAzure(), new AzureEmbeddingProvider(), StubAzure.EMBEDDING_DEPLOYMENT, SMALL);
        }
    }

    @Nested
    class AzureDeploymentPath extends Contract {
        AzureDeploymentPath() {
            super(
                    new StubAzure(),
                    new AzureEmbeddingProvider(),
                    StubAzure.EMBEDDING_DEPLOYMENT,
                    Map.of("model-name", "text-embedding-3-small", "api-version", "2024-10-21"));
        }
    }

    @Nested
    class Mistral extends Contract {
        Mistral() {
            super(new StubMistral(), new MistralEmbeddingProvider(), null, Map.of());
        }
    }

    @Nested
    class DashScope extends Contract {
        DashScope() {
            super(new StubDashScope(), new DashScopeEmbeddingProvider(), null, Map.of());
        }
    }

    private abstract static class Contract extends EmbeddingModelContract {
        private final FrontedStub stub;
        private final EmbeddingProvider provider;
        private final @Nullable String model;
        private final Map<String, String> options;

        Contract(FrontedStub stub, EmbeddingProvider provider, @Nullable String model, Map<String, String> options) {
            this.stub = stub;
            this.provider = provider;
            this.model = model;
            this.options = options;
        }

        @Override
        protected EmbeddingModel openModel() {
            return provider.open(VendorSettings.of("embedding", provider.name(), stub, model, options));
        }

        @Override
        protected boolean unitLength() {
            return model().space().normalised();
        }

        @AfterEach
        void closeTheStub() {
            stub.close();
        }
    }
}
