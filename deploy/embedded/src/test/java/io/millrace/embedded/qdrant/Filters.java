package io.millrace.embedded.qdrant;

import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.MinShould;
import java.util.List;

/** Filters from conditions. */
final class Filters {

    private Filters() {}

    static Filter must(Condition... conditions) {
        return Filter.newBuilder().addAllMust(List.of(conditions)).build();
    }

    static Filter should(Condition... conditions) {
        return Filter.newBuilder().addAllShould(List.of(conditions)).build();
    }

    static Filter mustNot(Condition... conditions) {
        return Filter.newBuilder().addAllMustNot(List.of(conditions)).build();
    }

    /** At least so many of the conditions. */
    static Filter atLeast(long count, Condition... conditions) {
        return Filter.newBuilder()
                .setMinShould(MinShould.newBuilder().setMinCount(count).addAllConditions(List.of(conditions)))
                .build();
    }
}
