package io.millrace.connector.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.answer.ChatModel;
import io.millrace.answer.ChatModel.Message;
import io.millrace.answer.ChatModel.Prompt;
import io.millrace.answer.ChatModel.Reply;
import io.millrace.answer.ChatModel.Role;
import io.millrace.answer.ChatProvider;
import io.millrace.connector.openai.stub.Fault;
import io.millrace.connector.openai.stub.FrontedStub;
import io.millrace.connector.openai.stub.StubAzure;
import io.millrace.connector.openai.stub.StubCall;
import io.millrace.connector.openai.stub.StubDashScope;
import io.millrace.connector.openai.stub.StubDeepSeek;
import io.millrace.connector.openai.stub.StubMistral;
import io.millrace.embed.EmbeddingMode;
import io.millrace.embed.EmbeddingModel;
import io.millrace.embed.EmbeddingModel.Response;
import io.millrace.embed.EmbeddingProvider;
import io.millrace.failure.ClassifiedException;
import io.millrace.failure.FailureKind;
import io.millrace.failure.FatalException;
import io.millrace.model.ModelSettings;
import io.millrace.model.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each vendor's wire has of its own. */
class VendorWireTest {
    private static final int AT_ONCE = 200;
    private static final Map<String, String> SMALL = Map.of("model-name", "text-embedding-3-small");

    private final StubAzure azure = new StubAzure();
    private final StubMistral mistral = new StubMistral();
    private final StubDashScope dashScope = new StubDashScope();
    private final StubDeepSeek deepSeek = new StubDeepSeek();

    @AfterEach
    void closeTheStubs() {
        Stream.of(azure, mistral, dashScope, deepSeek).forEach(FrontedStub::close);
    }

    @Test
    void azureIsGivenItsKeyInAHeaderOfItsOwn() {
        embed(new AzureEmbeddingProvider(), azure(SMALL));

        StubCall call = last(azure);
        assertThat(call.path()).isEqualTo("/openai/v1/embeddings");
        assertThat(call.headers()).containsEntry("api-key", FrontedStub.KEY).doesNotContainKey("authorization");
        assertThat(call.request().path("model").asText()).isEqualTo("embed-small");
    }

    @Test
    void azureIsGivenATokenAsBearer() {
        ModelSettings settings = azure(Map.of("model-name", "text-embedding-3-small", "auth", "bearer"))
                .reached(
                        "embed-small",
                        azure.baseUrl(),
                        new Secret(StubAzure.ENTRA_TOKEN),
                        Duration.ofMinutes(1),
                        Map.of("model-name", "text-embedding-3-small", "auth", "bearer"));

        embed(new AzureEmbeddingProvider(), settings);

        assertThat(last(azure).headers())
                .containsEntry("authorization", "Bearer " + StubAzure.ENTRA_TOKEN)
                .doesNotContainKey("api-key");
    }

    @Test
    void azuresOldPathNamesTheDeploymentAndBringsTheVersion() {
        embed(
                new AzureEmbeddingProvider(),
                azure(Map.of("model-name", "text-embedding-3-small", "api-version", "2024-10-21")));

        // The stub answers there only with a version.
        assertThat(last(azure).path()).isEqualTo("/openai/deployments/embed-small/embeddings");
    }

    @Test
    void azuresAddressMayHaveItsPath() {
        for (String path : List.of("/", "/openai", "/openai/", "/openai/v1", "/openai/v1/")) {
            ModelSettings settings = azure(SMALL)
                    .reached(
                            "embed-small",
                            azure.baseUrl().resolve(path),
                            new Secret(FrontedStub.KEY),
                            Duration.ofMinutes(1),
                            SMALL);

            embed(new AzureEmbeddingProvider(), settings);

            assertThat(last(azure).path()).isEqualTo("/openai/v1/embeddings");
        }
    }

    @Test
    void azuresDeploymentIsTheModelThatIsSaid() {
        assertThat(new AzureEmbeddingProvider().space(azure(SMALL)).model()).isEqualTo("text-embedding-3-small");
        assertThat(new AzureEmbeddingProvider().space(azure(SMALL)).dimension()).isEqualTo(1536);
        assertThatThrownBy(() -> new AzureEmbeddingProvider().space(azure(Map.of())))
                .isInstanceOf(FatalException.class)
                .hasMessageContaining("set embedding.dimension to it")
                .hasMessageContaining("or set embedding.options.model-name to which of these the deployment has");
        try (ChatModel model = new AzureChatProvider()
                .open(VendorSettings.of("chat", "azure", azure, "our-chat", Map.of("model-name", "gpt-4o")))) {
            assertThat(model.name()).isEqualTo("azure/gpt-4o");
        }
    }

    @Test
    void azureWaitsAsLongAsWordsSay() {
        String words =
                "Requests to the Embeddings_Create Operation under Azure OpenAI API version 2024-10-21 have exceeded token rate limit of your current pricing tier. Please retry after 37 seconds.";
        azure.server().failNext(Fault.status(429, "{\"error\":{\"code\":\"429\",\"message\":\"" + words + "\"}}"));

        ClassifiedException failure = failure(new AzureEmbeddingProvider(), azure(SMALL));

        assertThat(failure.code()).isEqualTo("rate-limited");
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(37));
    }

    @Test
    void azurePrefersWhatItsHeadersSay() {
        azure.server().failNext(Fault.rateLimited(Map.of("retry-after-ms", "1250", "Retry-After", "2")));

        assertThat(failure(new AzureEmbeddingProvider(), azure(SMALL)).retryAfter())
                .isEqualTo(Duration.ofMillis(1250));
    }

    @Test
    void azuresFilterRefusesTheText() {
        azure.server()
                .failNext(
                        Fault.status(
                                400,
                                "{\"error\":{\"message\":\"The response was filtered due to the prompt triggering Azure OpenAI's content management policy.\",\"type\":null,\"param\":\"prompt\",\"code\":\"content_filter\",\"status\":400,\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\",\"content_filter_result\":{\"hate\":{\"filtered\":true}}}}}"));

        ClassifiedException failure = failure(new AzureEmbeddingProvider(), azure(SMALL));

        assertThat(failure.kind()).isEqualTo(FailureKind.REJECTED);
        assertThat(failure.code()).isEqualTo("content-filter");
    }

    @Test
    void azureKnowsNoDeploymentOfAnotherName() {
        ModelSettings settings = VendorSettings.of("embedding", "azure", azure, "other", SMALL);

        ClassifiedException failure = failure(new AzureEmbeddingProvider(), settings);

        assertThat(failure.code()).isEqualTo("model-not-found");
        assertThat(failure).hasMessageContaining("knows no model 'other'").hasMessageContaining("DeploymentNotFound");
    }

    @Test
    void azureWantsAnAddressAndADeployment() {
        assertThatThrownBy(() -> new AzureChatProvider().open(ModelSettings.of("chat", "azure")))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith("chat.base-url is missing");
        assertThatThrownBy(
                        () -> new AzureChatProvider().open(VendorSettings.of("chat", "azure", azure, null, Map.of())))
                .isInstanceOf(FatalException.class)
                .hasMessage("chat.model is missing: name a deployment of provider 'azure'");
    }

    @Test
    void mistralIsAskedForADimensionInItsOwnWords() {
        ModelSettings settings = VendorSettings.of("embedding", "mistral", mistral, "codestral-embed", Map.of())
                .embedding(256, null, null, "", "");

        embed(new MistralEmbeddingProvider(), settings);

        assertThat(last(mistral).request().path("output_dimension").asInt()).isEqualTo(256);
        assertThat(last(mistral).request().path("encoding_format").asText()).isEqualTo("float");
        assertThat(last(mistral).request().has("dimensions")).isFalse();
    }

    @Test
    void mistralStopsForAFieldThatItDoesNotKnow() {
        ModelSettings settings = VendorSettings.of(
                "chat",
                "mistral",
                mistral,
                StubMistral.CHAT_MODEL,
                Map.of("max-tokens-field", "max_completion_tokens"));

        ClassifiedException failure = chatFailure(new MistralChatProvider(), settings);

        assertThat(failure.code()).isEqualTo("setting-refused");
        assertThat(failure).hasMessageContaining("refused the field 'max_completion_tokens'");
    }

    @Test
    void dashScopeTakesTenTexts() {
        ModelSettings settings = VendorSettings.of("embedding", "dashscope", dashScope, null, Map.of());
        assertThat(new DashScopeEmbeddingProvider().limits(settings).inputs()).isEqualTo(10);
        try (EmbeddingModel model = new DashScopeEmbeddingProvider().open(settings)) {
            ClassifiedException failure =
                    Failures.of(model.embed(Collections.nCopies(11, "wheel"), EmbeddingMode.DOCUMENT));

            assertThat(failure.kind()).isEqualTo(FailureKind.REJECTED);
            assertThat(failure).hasMessageContaining("batch size is invalid, it should not be larger than 10");
        }
        assertThatThrownBy(() -> new DashScopeEmbeddingProvider().limits(settings.embedding(null, null, 11, "", "")))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith("embedding.batch-size must be from 1 to 10 at ");
    }

    @Test
    void dashScopeHasSomeDimensions() {
        ModelSettings settings = VendorSettings.of("embedding", "dashscope", dashScope, null, Map.of());

        embed(new DashScopeEmbeddingProvider(), settings.embedding(2048, null, null, "", ""));

        assertThat(last(dashScope).request().path("dimensions").asInt()).isEqualTo(2048);
        assertThatThrownBy(() -> new DashScopeEmbeddingProvider().space(settings.embedding(1000, null, null, "", "")))
                .isInstanceOf(FatalException.class)
                .hasMessage(
                        "embedding.dimension must be one of 2048, 1536, 1024, 768, 512, 256, 128, 64 for model 'text-embedding-v4', got 1000");
    }

    @Test
    void dashScopesQuotaIsARate() {
        dashScope.server().failNext(Fault.status(429, StubDashScope.ALLOWANCE_SPENT));

        ClassifiedException failure = failure(
                new DashScopeEmbeddingProvider(),
                VendorSettings.of("embedding", "dashscope", dashScope, null, Map.of()));

        assertThat(failure.code()).isEqualTo("rate-limited");
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void deepSeekStopsWhenTheAccountIsEmpty() {
        deepSeek.server().failNext(Fault.status(402, StubDeepSeek.EMPTY_ACCOUNT));

        ClassifiedException failure = chatFailure(
                new DeepSeekChatProvider(),
                VendorSettings.of("chat", "deepseek", deepSeek, StubDeepSeek.CHAT_MODEL, Map.of()));

        assertThat(failure.code()).isEqualTo("no-balance");
    }

    static Stream<Arguments> chats() {
        return Stream.of(
                Arguments.of(new AzureChatProvider(), "https://ours.openai.azure.com"),
                Arguments.of(new MistralChatProvider(), "https://api.mistral.ai/v1"),
                Arguments.of(new DashScopeChatProvider(), "https://dashscope-intl.aliyuncs.com/compatible-mode/v1"),
                Arguments.of(new DeepSeekChatProvider(), "https://api.deepseek.com"));
    }

    @ParameterizedTest
    @MethodSource("chats")
    void eachHasItsAddressAndWantsAKey(ChatProvider provider, String address) {
        ModelSettings settings = ModelSettings.of("chat", provider.name());
        ModelSettings reached = settings.reached(
                "some-model",
                provider.name().equals("azure") ? URI.create(address) : null,
                null,
                Duration.ofMinutes(1),
                Map.of());

        assertThatThrownBy(() -> provider.open(reached))
                .isInstanceOf(FatalException.class)
                .hasMessageStartingWith(address + " wants an API key: set chat.api-key");
    }

    @Test
    void eachStopsForAWrongKeyAndRepeatsItNowhere() {
        for (Chat chat : List.of(
                new Chat(new AzureChatProvider(), azure, "our-chat"),
                new Chat(new MistralChatProvider(), mistral, StubMistral.CHAT_MODEL),
                new Chat(new DashScopeChatProvider(), dashScope, StubDashScope.CHAT_MODEL),
                new Chat(new DeepSeekChatProvider(), deepSeek, StubDeepSeek.CHAT_MODEL))) {
            ModelSettings wrong = chat.settings()
                    .reached(
                            chat.model(),
                            chat.stub().baseUrl(),
                            new Secret("wrong-0123456789"),
                            Duration.ofMinutes(1),
                            Map.of());

            ClassifiedException failure = chatFailure(chat.provider(), wrong);

            assertThat(failure.code()).isEqualTo("api-key-refused");
            assertThat(failure).message().doesNotContain("0123456789");
        }
    }

    @Test
    void eachHasNoCapOnCallsInFlight() throws InterruptedException {
        for (Chat chat : List.of(
                new Chat(new AzureChatProvider(), azure, "our-chat"),
                new Chat(new MistralChatProvider(), mistral, StubMistral.CHAT_MODEL),
                new Chat(new DashScopeChatProvider(), dashScope, StubDashScope.CHAT_MODEL),
                new Chat(new DeepSeekChatProvider(), deepSeek, StubDeepSeek.CHAT_MODEL))) {
            chat.stub().server().hold();
            try (ChatModel model = chat.provider().open(chat.settings())) {
                List<CompletableFuture<Reply>> calls = IntStream.range(0, AT_ONCE)
                        .mapToObj(i -> model.reply(prompt()))
                        .toList();

                assertThat(chat.stub().server().awaitInFlight(AT_ONCE, Duration.ofMinutes(1)))
                        .isTrue();
                chat.stub().server().release();
                assertThat(calls)
                        .allSatisfy(call -> assertThat(call.join().text()).isNotBlank());
            }
        }
    }

    private record Chat(ChatProvider provider, FrontedStub stub, String model) {
        ModelSettings settings() {
            return VendorSettings.of("chat", provider.name(), stub, model, Map.of());
        }
    }

    private ModelSettings azure(Map<String, String> options) {
        return VendorSettings.of("embedding", "azure", azure, StubAzure.EMBEDDING_DEPLOYMENT, options);
    }

    private static void embed(EmbeddingProvider provider, ModelSettings settings) {
        try (EmbeddingModel model = provider.open(settings)) {
            Response unused =
                    model.embed(List.of("wheel"), EmbeddingMode.DOCUMENT).join();
        }
    }

    private static ClassifiedException failure(EmbeddingProvider provider, ModelSettings settings) {
        try (EmbeddingModel model = provider.open(settings)) {
            return Failures.of(model.embed(List.of("wheel"), EmbeddingMode.DOCUMENT));
        }
    }

    private static ClassifiedException chatFailure(ChatProvider provider, ModelSettings settings) {
        try (ChatModel model = provider.open(settings)) {
            return Failures.of(model.reply(prompt()));
        }
    }

    private static Prompt prompt() {
        return new Prompt("Be brief.", List.of(new Message(Role.USER, "What is a weir?")), 100);
    }

    private static StubCall last(FrontedStub stub) {
        List<StubCall> calls = stub.server().calls();
        return calls.get(calls.size() - 1);
    }
}
