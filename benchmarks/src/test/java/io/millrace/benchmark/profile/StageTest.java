package io.millrace.benchmark.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StageTest {
    @Test
    void javasOwnCodeWorksForItsCaller() {
        assertThat(Stage.of(List.of(
                        "java.util.HashMap", "io.millrace.plan.Planner", "org.apache.flink.streaming.runtime.Task")))
                .isEqualTo(Stage.PLAN);
    }

    @Test
    void whatNobodyKnowsIsTheRest() {
        assertThat(Stage.of(List.of("java.lang.Thread"))).isEqualTo(Stage.OTHER);
        assertThat(Stage.of(List.of())).isEqualTo(Stage.OTHER);
    }

    @Test
    void aPackageIsNotAnotherThatBeginsAlike() {
        assertThat(Stage.of(List.of("io.millrace.planet.Moon"))).isEqualTo(Stage.OTHER);
    }
}
