package io.millrace.embedded.qdrant.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.qdrant.client.grpc.Common.PointId;
import java.util.stream.Stream;
import org.apache.lucene.util.BytesRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointKeyTest {

    private static final String UUID = "0123abcd-0000-4000-8000-00000000ffff";

    @Test
    void numbersComeFirstUnsignedThenUuids() {
        Stream<PointId> ids = Stream.of(
                number(0),
                number(1),
                number(Long.MAX_VALUE),
                number(-1),
                uuid("00000000-0000-0000-0000-000000000000"),
                uuid("7fffffff-ffff-ffff-ffff-ffffffffffff"),
                uuid("ffffffff-ffff-ffff-ffff-ffffffffffff"));

        assertThat(ids.map(PointKey::of)).isSorted();
    }

    @Test
    void givesBackTheId() {
        assertThat(PointKey.id(PointKey.of(number(-1)))).isEqualTo(number(-1));
        assertThat(PointKey.text(PointKey.of(number(-1)))).isEqualTo("18446744073709551615");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                UUID,
                "0123ABCD-0000-4000-8000-00000000FFFF",
                "0123abcd00004000800000000000ffff",
                "{0123abcd-0000-4000-8000-00000000ffff}",
                "urn:uuid:0123abcd-0000-4000-8000-00000000ffff"
            })
    void readsEverySpellingOfAUuid(String spelling) {
        BytesRef key = PointKey.of(uuid(spelling));

        assertThat(PointKey.id(key)).isEqualTo(uuid(UUID));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "0123abcd-0000-4000-8000", "0123abcd-0000-4000-8000-00000000fffg"})
    void refusesWhatIsNoUuid(String text) {
        assertThatThrownBy(() -> PointKey.of(uuid(text))).hasMessage("Unable to parse UUID: " + text);
    }

    private static PointId number(long number) {
        return PointId.newBuilder().setNum(number).build();
    }

    private static PointId uuid(String uuid) {
        return PointId.newBuilder().setUuid(uuid).build();
    }
}
