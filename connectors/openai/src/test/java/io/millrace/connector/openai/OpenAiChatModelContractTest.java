package io.millrace.connector.openai;

import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatModelContract;
import io.millrace.connector.openai.stub.StubOpenAi;
import io.millrace.connector.openai.stub.StubOptions;
import org.junit.jupiter.api.AfterEach;

class OpenAiChatModelContractTest extends ChatModelContract {
    private final StubOpenAi stub = StubOpenAi.start(StubOptions.defaults());

    @Override
    protected ChatModel openModel() {
        return new OpenAiChatProvider().open(TestSettings.chat(stub.baseUrl()).settings());
    }

    @AfterEach
    void closeTheStub() {
        stub.close();
    }
}
