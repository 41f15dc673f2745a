package io.millrace.job.e2e;

import io.millrace.connector.bedrock.stub.StubBedrock;
import io.millrace.connector.http.stub.StubAnthropic;
import io.millrace.connector.http.stub.StubCohereChat;
import io.millrace.connector.http.stub.StubCohereEmbed;
import io.millrace.connector.http.stub.StubGemini;
import io.millrace.connector.http.stub.StubGeminiChat;
import io.millrace.connector.http.stub.StubJinaEmbed;
import io.millrace.connector.http.stub.StubOllama;
import io.millrace.connector.http.stub.StubOllamaChat;
import io.millrace.connector.http.stub.StubProvider;
import io.millrace.connector.http.stub.StubTeiEmbed;
import io.millrace.connector.http.stub.StubVertex;
import io.millrace.connector.http.stub.StubVoyage;
import io.millrace.connector.openai.stub.FrontedStub;
import io.millrace.connector.openai.stub.StubAzure;
import io.millrace.connector.openai.stub.StubDashScope;
import io.millrace.connector.openai.stub.StubDeepSeek;
import io.millrace.connector.openai.stub.StubMistral;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Every provider of either side with a server of its own, and how a configuration names both. */
final class ProviderSides {
    private static final String FREE = "";

    private ProviderSides() {}

    /**
     * One provider of one side.
     *
     * @param name the provider's
     * @param opening starts its server, and sets a flow up for it
     */
    record Side(String name, Opening opening) {
        /** Sets the flow up; what is returned is to be closed after. */
        AutoCloseable open(Flow flow) {
            return opening.open(flow);
        }
    }

    /** Starts a server for a flow. */
    interface Opening {
        AutoCloseable open(Flow flow);
    }

    static List<Side> embedding() {
        return List.of(
                new Side("openai", flow -> () -> {}),
                new Side("onnx", flow -> {
                    clear(flow, "embedding");
                    flow.set("embedding.provider", "onnx");
                    return () -> {};
                }),
                words(),
                http("embedding", "jina", "jina-embeddings-v3", StubJinaEmbed::new, Map.of()),
                http("embedding", "cohere", "embed-v4.0", StubCohereEmbed::new, Map.of()),
                http("embedding", "gemini", "gemini-embedding-001", StubGemini::new, Map.of()),
                http("embedding", "vertex", "text-embedding-005", StubVertex::new, Map.of("project", "stub-project")),
                http("embedding", "voyage", "voyage-4", StubVoyage::new, Map.of()),
                http("embedding", "ollama", "nomic-embed-text", StubOllama::new, Map.of()),
                http("embedding", "tei", "BAAI/bge-small-en-v1.5", StubTeiEmbed::new, Map.of()),
                fronted(
                        "embedding",
                        "azure",
                        StubAzure.EMBEDDING_DEPLOYMENT,
                        StubAzure::new,
                        Map.of("model-name", "text-embedding-3-small")),
                fronted("embedding", "mistral", "mistral-embed", StubMistral::new, Map.of()),
                fronted("embedding", "dashscope", "text-embedding-v4", StubDashScope::new, Map.of()),
                bedrock("embedding", "amazon.titan-embed-text-v2:0"));
    }

    static List<Side> chat() {
        return List.of(
                new Side("openai", flow -> {
                    clear(flow, "chat");
                    flow.set("chat.provider", "openai")
                            .set("chat.model", "gpt-4o-mini")
                            .set("chat.base-url", flow.stub().baseUrl().toString());
                    return () -> {};
                }),
                http("chat", "anthropic", "claude-sonnet-5-5", StubAnthropic::new, Map.of()),
                http("chat", "gemini", "gemini-3.7-flash", StubGeminiChat::new, Map.of()),
                http("chat", "cohere", "command-a-03-2025", StubCohereChat::new, Map.of()),
                http("chat", "ollama", "llama3.2", StubOllamaChat::new, Map.of()),
                fronted("chat", "azure", StubAzure.CHAT_DEPLOYMENT, StubAzure::new, Map.of("model-name", "gpt-4o")),
                fronted("chat", "mistral", StubMistral.CHAT_MODEL, StubMistral::new, Map.of()),
                fronted("chat", "dashscope", StubDashScope.CHAT_MODEL, StubDashScope::new, Map.of()),
                fronted("chat", "deepseek", StubDeepSeek.CHAT_MODEL, StubDeepSeek::new, Map.of()),
                bedrock("chat", StubBedrock.CHAT_MODEL));
    }

    /** A file of as many words as the texts of the matrix have; each is a direction of its own. */
    private static Side words() {
        return new Side("static", flow -> {
            Path file = wordVectors();
            clear(flow, "embedding");
            flow.set("embedding.provider", "static").set("embedding.options.file", file.toString());
            return () -> Files.delete(file);
        });
    }

    private static Path wordVectors() {
        List<String> words = new ArrayList<>(ProviderMatrixITCase.GRAINS);
        words.addAll(List.of("mill", "grinds", "all", "day"));
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < words.size(); i++) {
            lines.append(words.get(i));
            for (int number = 0; number < words.size(); number++) {
                lines.append(number == i ? " 1" : " 0");
            }
            lines.append('\n');
        }
        try {
            return Files.writeString(Files.createTempFile("words", ".txt"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Side http(
            String section, String name, String model, Supplier<StubProvider> stubs, Map<String, String> options) {
        String key = name.equals("ollama") || name.equals("tei") ? FREE : StubProvider.KEY;
        return new Side(name, flow -> {
            StubProvider stub = stubs.get();
            set(flow, section, name, model, stub.baseUrl().toString(), key, options);
            return stub;
        });
    }

    private static Side fronted(
            String section, String name, String model, Supplier<FrontedStub> stubs, Map<String, String> options) {
        return new Side(name, flow -> {
            FrontedStub stub = stubs.get();
            set(flow, section, name, model, stub.baseUrl().toString(), FrontedStub.KEY, options);
            return stub;
        });
    }

    private static Side bedrock(String section, String model) {
        return new Side("bedrock", flow -> {
            StubBedrock stub = new StubBedrock();
            set(
                    flow,
                    section,
                    "bedrock",
                    model,
                    stub.baseUrl().toString(),
                    StubBedrock.API_KEY,
                    Map.of("region", StubBedrock.REGION));
            return stub;
        });
    }

    private static void set(
            Flow flow, String section, String name, String model, String url, String key, Map<String, String> options) {
        clear(flow, section);
        flow.set(section + ".provider", name).set(section + ".model", model).set(section + ".base-url", url);
        if (!key.equals(FREE)) {
            flow.set(section + ".api-key", key);
        }
        options.forEach((option, value) -> flow.set(section + ".options." + option, value));
    }

    /** What was set for another provider. */
    private static void clear(Flow flow, String section) {
        flow.unsetAll(section + ".");
    }
}
