package io.millrace.job.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** With the model that runs in this process, and nothing else to call. */
@ExtendWith(EndToEnd.class)
class OnnxFlowITCase {
    @Test
    void answersByMeaningWithoutAnyServerOfAModel(Flow flow) {
        flow.unset("embedding.provider").unset("embedding.base-url").unset("embedding.dimension");
        flow.ingest();
        flow.query();
        flow.documents().send("mill", "{\"text\": \"Flour is ground from grain between two heavy stones.\"}");
        flow.documents().send("ship", "{\"text\": \"The vessel left the harbour under full sail.\"}");
        flow.index().await(points -> points.size() == 2);

        var searched = flow.request("\"type\": \"search\", \"query\": \"When did the boat depart?\"");
        var asked = flow.request("\"type\": \"ask\", \"question\": \"How is meal for bread made?\", \"topK\": 1");

        assertThat(searched.found()).containsExactly("ship", "mill");
        assertThat(asked.json().path("answer").asText())
                .isEqualTo("“Flour is ground from grain between two heavy stones.” [1]");
        assertThat(asked.json().path("models")).isEqualTo(Flow.json("{\"embedding\": \"onnx/all-MiniLM-L6-v2\"}"));
        assertThat(flow.stub().calls()).isEmpty();
    }
}
