package io.millrace.connector.bedrock;

import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatModelContract;
import io.millrace.connector.bedrock.stub.StubBedrock;
import org.junit.jupiter.api.AfterEach;

class BedrockChatModelContractTest extends ChatModelContract {
    private final StubBedrock stub = new StubBedrock();

    @Override
    protected ChatModel openModel() {
        return new BedrockChatProvider()
                .open(TestSettings.of("chat", stub.baseUrl(), StubBedrock.CHAT_MODEL)
                        .settings());
    }

    @AfterEach
    void closeTheStub() {
        stub.close();
    }
}
