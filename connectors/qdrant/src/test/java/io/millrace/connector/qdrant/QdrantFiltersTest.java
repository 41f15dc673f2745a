package io.millrace.connector.qdrant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.Timestamp;
import io.millrace.failure.RejectedException;
import io.millrace.retrieve.Filter;
import io.millrace.retrieve.Filter.Scalar;
import io.qdrant.client.ConditionFactory;
import io.qdrant.client.grpc.Common;
import io.qdrant.client.grpc.Common.DatetimeRange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The forms that requests take; what they find is held by {@link QdrantFilterITCase}. */
final class QdrantFiltersTest {
    @Test
    void leavesOutAFilterThatAllPass() {
        assertThat(QdrantFilters.translate(Filter.ALL)).isNull();
    }

    @Test
    void putsConditionsThatMustAllHoldSideBySide() {
        Filter filter = new Filter.And(List.of(
                new Filter.Equal("kind", new Scalar.Text("skill")), new Filter.Equal("version", new Scalar.Whole(2))));

        assertThat(QdrantFilters.translate(filter))
                .isEqualTo(Common.Filter.newBuilder()
                        .addMust(ConditionFactory.matchKeyword("kind", "skill"))
                        .addMust(ConditionFactory.match("version", 2))
                        .build());
    }

    @Test
    void sendsDatesAsInstants() {
        Filter filter = new Filter.DateRange("metadata.at", null, "2026-01-31T12:00:00.5+01:00", null, null);

        assertThat(QdrantFilters.translate(filter))
                .isEqualTo(Common.Filter.newBuilder()
                        .addMust(ConditionFactory.datetimeRange(
                                "metadata.at",
                                DatetimeRange.newBuilder()
                                        .setGte(Timestamp.newBuilder()
                                                .setSeconds(1_769_857_200)
                                                .setNanos(500_000_000))
                                        .build()))
                        .build());
    }

    @Test
    void rejectsADateThatIsNone() {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() ->
                        QdrantFilters.translate(new Filter.DateRange("metadata.at", "yesterday", null, null, null)))
                .withMessage("The filter on 'metadata.at' needs an RFC 3339 date with time, such as"
                        + " 2026-01-31T12:00:00Z, got 'yesterday'");
    }
}
