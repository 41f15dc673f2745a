package io.millrace.local.command;

import static io.millrace.local.command.RetrievalOptions.notBlank;
import static io.millrace.local.command.RetrievalOptions.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.local.client.QueryClient;
import io.millrace.retrieve.SearchMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The fields of a request with a question, as {@code ask} and {@code search} share them. */
final class RequestOptions {
    private static final String STANDARD_INPUT = "-";

    @Parameters(paramLabel = "QUESTION", description = "The question; '-' reads it from standard input.")
    private String question = "";

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "What chunks are found by: dense, their vectors; sparse, their words; hybrid, both; auto.")
    private @Nullable String mode;

    @Option(
            names = "--diversity",
            paramLabel = "D",
            description = "How unlike each other the chunks shall be, from 0 to 1.")
    private @Nullable Double diversity;

    @Option(
            names = "--conversation",
            paramLabel = "ID",
            description = "The conversation that the question is part of: it is understood with those before it.")
    private @Nullable String conversation;

    @Mixin
    private RetrievalOptions retrieval = new RetrievalOptions();

    /** The request that the options describe. */
    ObjectNode request(String type) throws IOException {
        ObjectNode request = QueryClient.request(type).put("question", question());
        if (mode != null) {
            String name = mode.toLowerCase(Locale.ROOT);
            require(
                    SearchMode.ofWireName(name) != null,
                    "--mode must be one of " + SearchMode.names() + ", got %s",
                    mode);
            request.put("mode", name);
        }
        if (diversity != null) {
            request.put("diversity", diversity);
            require(diversity >= 0 && diversity <= 1, "--diversity must be from 0 to 1, got %s", diversity);
        }
        if (conversation != null) {
            request.put("conversation", notBlank("--conversation", conversation));
        }
        retrieval.describe(request);
        return request;
    }

    private String question() throws IOException {
        if (!question.equals(STANDARD_INPUT)) {
            return notBlank("QUESTION", question);
        }
        InputStream in = System.in;
        return notBlank(
                "the question on standard input", new String(in.readAllBytes(), Charset.defaultCharset()).strip());
    }
}
