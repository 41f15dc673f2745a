package io.millrace.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.document.Origin;
import io.millrace.retrieve.SearchOptions;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RequestRouteTest {
    private static final int SUBTASKS = 8;

    @Test
    void bringsAConversationsRequestsTogetherAndSpreadsTheOthers() {
        RequestRoute route = new RequestRoute(false);

        assertThat(subtasks(route, "acme", "c")).hasSize(1);
        assertThat(subtasks(route, "acme", null)).hasSizeGreaterThan(1);
    }

    @Test
    void bringsATenantsRequestsTogetherWhereSomethingIsCountedOfAllOfThem() {
        RequestRoute route = new RequestRoute(true);

        assertThat(subtasks(route, "acme", null)).hasSize(1).isEqualTo(subtasks(route, "acme", "c"));
        assertThat(subtasks(route, null, null)).hasSize(1).isEqualTo(subtasks(route, null, "c"));
    }

    private static List<Integer> subtasks(RequestRoute route, @Nullable String tenant, @Nullable String conversation) {
        return IntStream.range(0, 100)
                .map(i -> route.subtask(request("r" + i, tenant, conversation), SUBTASKS))
                .distinct()
                .boxed()
                .toList();
    }

    private static Request request(String id, @Nullable String tenant, @Nullable String conversation) {
        return new Request(
                id,
                Request.Type.ASK,
                "what turns the wheel",
                tenant,
                "{}",
                5,
                null,
                SearchOptions.DEFAULT,
                List.of(),
                conversation,
                false,
                Origin.ofTopic("requests", 0, 0, 0));
    }
}
