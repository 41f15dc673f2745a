package io.millrace.connector.openai;

import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatModelContract;
import io.millrace.answer.ChatProvider;
import io.millrace.connector.openai.stub.FrontedStub;
import io.millrace.connector.openai.stub.StubAzure;
import io.millrace.connector.openai.stub.StubDashScope;
import io.millrace.connector.openai.stub.StubDeepSeek;
import io.millrace.connector.openai.stub.StubMistral;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** Each vendor's chat models, against its own server. */
class VendorChatContractTest {
    @Nested
    class AzureV1 extends Contract {
        AzureV1() {
            super(new StubAzure(), new AzureChatProvider(), StubAzure.CHAT_DEPLOYMENT, Map.of());
        }
    }

    @Nested
    class AzureDeploymentPath extends Contract {
        AzureDeploymentPath() {
            super(
                    new StubAzure(),
                    new AzureChatProvider(),
                    StubAzure.CHAT_DEPLOYMENT,
                    Map.of("model-name", "gpt-4o", "api-version", "2024-10-21"));
        }
    }

    @Nested
    class Mistral extends Contract {
        Mistral() {
            super(new StubMistral(), new MistralChatProvider(), StubMistral.CHAT_MODEL, Map.of());
        }
    }

    @Nested
    class DashScope extends Contract {
        DashScope() {
            super(new StubDashScope(), new DashScopeChatProvider(), StubDashScope.CHAT_MODEL, Map.of());
        }
    }

    @Nested
    class DeepSeek extends Contract {
        DeepSeek() {
            super(new StubDeepSeek(), new DeepSeekChatProvider(), StubDeepSeek.CHAT_MODEL, Map.of());
        }
    }

    private abstract static class Contract extends ChatModelContract {
        private final FrontedStub stub;
        private final ChatProvider provider;
        private final String model;
        private final Map<String, String> options;

        Contract(FrontedStub stub, ChatProvider provider, String model, Map<String, String> options) {
            this.stub = stub;
            this.provider = provider;
            this.model = model;
            this.options = options;
        }

        @Override
        protected ChatModel openModel() {
            return provider.open(VendorSettings.of("chat", provider.name(), stub, model, options));
        }

        @AfterEach
        void closeTheStub() {
            stub.close();
        }
    }
}
