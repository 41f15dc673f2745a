package io.millrace.connector.http.stub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers of chat models refuse what the real ones refuse, whoever asks. */
class StubChatTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'max_tokens':9,'messages':[{'role':'user','content':'A?'}] | 200 | end_turn",
                "'messages':[{'role':'user','content':'A?'}] | 400 | max_tokens: Field required",
                "'max_tokens':9,'temperature':1,'messages':[{'role':'user','content':'A?'}] | 400 | temperature: not supported",
                "'max_tokens':9,'top_p':1,'messages':[{'role':'user','content':'A?'}] | 400 | top_p: not supported",
                "'max_tokens':9,'max_output':1,'messages':[{'role':'user','content':'A?'}] | 400 | max_output: Extra inputs",
                "'max_tokens':9,'messages':[] | 400 | at least one message",
                "'max_tokens':9,'messages':[{'role':'user','content':''}] | 400 | non-empty content",
                "'max_tokens':9,'messages':[{'role':'user','content':[{'type':'text','text':' '}]}] | 400 | must be non-empty",
                "'max_tokens':9,'messages':[{'role':'system','content':'A?'}] | 400 | the first one is the user's",
                "'max_tokens':9,'messages':[{'role':'user','content':'A?'},{'role':'assistant','content':'B'}] | 400 | must end with a user message",
                "'max_tokens':9,'messages':[{'role':'user','content':'A?'},{'role':'assistant','content':[{'type':'search_result'}]},{'role':'user','content':'B?'}] | 400 | not permitted in an assistant message",
                "'max_tokens':9,'messages':[{'role':'user','content':[{'type':'text','text':'A?','citations':[{}]}]}] | 400 | the model's to give",
                "'max_tokens':9,'messages':[{'role':'user','content':[{'type':'search_result','source':'s'}]}] | 400 | source, title and content",
                "'max_tokens':9,'messages':[{'role':'user','content':[{'type':'image','source':{'type':'file'}}]}] | 400 | a base64 image or a url"
            })
    void anthropicRefuses(String fields, int status, String words) throws IOException, InterruptedException {
        try (StubAnthropic stub = new StubAnthropic()) {
            Map<String, String> headers = Map.of("x-api-key", StubProvider.KEY, "anthropic-version", "2026-10-21");

            HttpResponse<String> reply =
                    post(stub, "/v1/messages", headers, "{'model':'claude-sonnet-5-5'," + fields + "}");

            assertThat(reply.body()).contains(words);
            assertThat(reply.statusCode()).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "x-api-key, anthropic-version, 2023-06-01, 200",
        "x-api-key, anthropic-version, 2024-01-01, 400",
        "x-api-key, other, 2026-10-21, 400",
        "other, anthropic-version, 2026-10-21, 401"
    })
    void anthropicWantsAKeyAndAVersion(String key, String versionHeader, String version, int status)
            throws IOException, InterruptedException {
        try (StubAnthropic stub = new StubAnthropic()) {
            String body = "{'model':'claude-sonnet-5-5','max_tokens':9,'messages':[{'role':'user','content':'A?'}]}";

            assertThat(post(stub, "/v1/messages", Map.of(key, StubProvider.KEY, versionHeader, version), body)
                            .statusCode())
                    .isEqualTo(status);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'contents':[{'role':'user','parts':[{'text':'A?'}]}]} | 200 | STOP",
                "{'contents':[]} | 400 | contents is not specified",
                "{'contents':[{'role':'assistant','parts':[{'text':'A?'}]}]} | 400 | valid role",
                "{'contents':[{'role':'user','parts':[{'text':''}]}]} | 400 | text parameter",
                "{'contents':[{'role':'user','parts':[{'txt':'A?'}]}]} | 400 | Unknown name \"txt\"",
                "{'contents':[{'role':'user','parts':[{'text':'A?','more':1}]}]} | 400 | Unknown name \"more\"",
                "{'generationConfig':{'max_tokens':9},'contents':[{'role':'user','parts':[{'text':'A?'}]}]} | 400 | Unknown name \"max_tokens\"",
                "{'prompt':'A?'} | 400 | Unknown name \"prompt\""
            })
    void geminiRefuses(String body, int status, String words) throws IOException, InterruptedException {
        try (StubGeminiChat stub = new StubGeminiChat()) {
            HttpResponse<String> reply = post(
                    stub,
                    "/v1beta/models/gemini-3.7-flash:generateContent",
                    Map.of("x-goog-api-key", StubProvider.KEY),
                    body);

            assertThat(reply.body().replace("\\\"", "\"")).contains(words);
            assertThat(reply.statusCode()).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'stream':false,'messages':[{'role':'user','content':'A?'}] | 200 | COMPLETE",
                "'messages':[{'role':'user','content':'A?'}] | 400 | stream must be",
                "'stream':false,'messages':[] | 400 | must not be empty",
                "'stream':false,'messages':[{'role':'user','content':''}] | 400 | non-empty content",
                "'stream':false,'messages':[{'role':'human','content':'A?'}] | 400 | a role",
                "'stream':false,'messages':[{'role':'user','content':'A?'},{'role':'assistant','content':'B'}] | 400 | must be the user's",
                "'stream':false,'maxTokens':9,'messages':[{'role':'user','content':'A?'}] | 422 | 'maxTokens' is not a valid field",
                "'stream':false,'documents':[{'id':'1','data':{}},{'id':'1','data':{}}],'messages':[{'role':'user','content':'A?'}] | 400 | an id of their own",
                "'stream':false,'citation_options':{'mode':'slow'},'messages':[{'role':'user','content':'A?'}] | 400 | citation_options.mode"
            })
    void cohereRefuses(String fields, int status, String words) throws IOException, InterruptedException {
        try (StubCohereChat stub = new StubCohereChat()) {
            HttpResponse<String> reply = post(
                    stub,
                    "/v2/chat",
                    Map.of("Authorization", "Bearer " + StubProvider.KEY),
                    "{'model':'command-a-03-2025'," + fields + "}");

            assertThat(reply.body()).contains(words);
            assertThat(reply.statusCode()).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'model':'llama3.2','stream':false,'messages':[{'role':'user','content':'A?'}]} | 200 | \"done_reason\":\"stop\"",
                "{'model':'llama3.2','messages':[{'role':'user','content':'A?'}]} | 200 | \"done\":false",
                "{'messages':[]} | 400 | model is required",
                "{'model':'llama9','messages':[]} | 404 | model 'llama9' not found",
                "{'model':'llama3.2','messages':[{'role':'human','content':'A?'}]} | 400 | invalid role",
                "{'model':'llama3.2','messages':[{'role':'user','content':'A?','images':['http://x']}]} | 400 | illegal base64",
                "{'model':'llama3.2','options':{'max_tokens':9},'messages':[]} | 400 | invalid option"
            })
    void ollamaRefuses(String body, int status, String words) throws IOException, InterruptedException {
        try (StubOllamaChat stub = new StubOllamaChat()) {
            HttpResponse<String> reply = post(stub, "/api/chat", Map.of(), body);

            assertThat(reply.body()).contains(words);
            assertThat(reply.statusCode()).isEqualTo(status);
        }
    }

    private static HttpResponse<String> post(
            StubProvider stub, String path, Map<String, String> headers, String singleQuoted)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(stub.baseUrl().resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(singleQuoted.replace('\'', '"')));
        headers.forEach(request::header);
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}
