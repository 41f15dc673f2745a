package io.millrace.local.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class RequestOptionsTest {
    @Test
    void asksWithNothingButTheQuestionByDefault() throws IOException {
        ObjectNode request = options("Why?").request("ask");

        assertThat(request.remove("id").asText()).isNotBlank();
        assertThat(request).hasToString("{\"type\":\"ask\",\"question\":\"Why?\"}");
    }

    @Test
    void carriesEveryOptionIntoTheRequest() throws IOException {
        ObjectNode request = options(
                        "Why?",
                        "--id=r1",
                        "--top-k=3",
                        "--min-score=0.25",
                        "--mode=Hybrid",
                        "--diversity=0.5",
                        "--one-per-document",
                        "--neighbours=2",
                        "--tenant=acme",
                        "--group=hr",
                        "--group=all",
                        "--conversation=c1",
                        "--filter={\"metadata.lang\": \"en\"}")
                .request("search");

        assertThat(request)
                .hasToString(
                        "{\"id\":\"r1\",\"type\":\"search\",\"question\":\"Why?\",\"mode\":\"hybrid\",\"diversity\":0.5,"
                                + "\"conversation\":\"c1\",\"topK\":3,\"minScore\":0.25,\"onePerDocument\":true,"
                                + "\"neighbours\":2,\"tenant\":\"acme\",\"groups\":[\"hr\",\"all\"],"
                                + "\"filter\":{\"metadata.lang\":\"en\"}}");
    }

    @Test
    void takesTheQuestionFromStandardInput() throws IOException {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream("Wie groß\nist er?\n".getBytes(Charset.defaultCharset())));
        try {
            assertThat(options("-").request("ask").get("question").asText()).endsWith("\nist er?");
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void leavesItToTheQueryJobToRefuseWhatItsConfigurationForbids() throws IOException {
        assertThat(options("Why?", "--top-k=100000").request("ask").get("topK").asInt())
                .isEqualTo(100_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--top-k=0        | --top-k must be at least 1, got 0",
                "--min-score=NaN  | --min-score must be a finite number, got NaN",
                "--mode=fuzzy     | --mode must be one of auto, dense, sparse, hybrid, got fuzzy",
                "--diversity=1.5  | --diversity must be from 0 to 1, got 1.5",
                "--diversity=NaN  | --diversity must be from 0 to 1, got NaN",
                "--neighbours=11  | --neighbours must be from 0 to 10, got 11",
                "--tenant=        | --tenant must not be blank, got ''",
                "--group=         | --group must not be blank, got ''",
                "--conversation=  | --conversation must not be blank, got ''",
                "--id=            | --id must not be blank, got ''",
                "--filter=[1]     | --filter can't be used: 'filter' must be an object of fields and conditions, got array",
            })
    void refusesWhatNoQueryJobTakesAndSaysWhatIsAllowed(String option, String message) {
        assertThatThrownBy(() -> options("Why?", option).request("ask"))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @Test
    void refusesABlankQuestion() {
        assertThatThrownBy(() -> options("  ").request("ask"))
                .isInstanceOf(UsageException.class)
                .hasMessage("QUESTION must not be blank, got '  '");
    }

    @Test
    void refusesAFilterThatIsNotJson() {
        assertThatThrownBy(() -> options("Why?", "--filter", "lang=en").request("ask"))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("--filter must be JSON, got 'lang=en': ");
    }

    private static RequestOptions options(String... arguments) {
        return CommandLine.populateCommand(new RequestOptions(), arguments);
    }
}
