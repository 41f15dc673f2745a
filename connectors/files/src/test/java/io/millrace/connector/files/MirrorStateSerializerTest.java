package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorStateSerializerTest {
    private final MirrorStateSerializer states = new MirrorStateSerializer();
    private final FileSplitSerializer splits = new FileSplitSerializer();

    @Test
    void readsWhatItWrote() throws IOException {
        MirrorState state = new MirrorState(
                1_700_000_000_123L,
                true,
                Map.of(
                        "guide/a b.md", known(FileEntry.Type.FILE, 1),
                        "guide/a b.md.txt", known(FileEntry.Type.BROKEN, -1),
                        "guide/ärger 🌾 #1?.md", known(FileEntry.Type.FILE, 0),
                        "12:30 notes.md", known(FileEntry.Type.UNLISTABLE, Long.MAX_VALUE)),
                List.of(new UnsettledFile(split(FileEntry.Type.FILE), 3, 99)),
                List.of(split(FileEntry.Type.GONE), split(FileEntry.Type.FILE).asLast()));

        assertThat(states.deserialize(states.getVersion(), states.serialize(state)))
                .isEqualTo(state);
    }

    @Test
    void readsAnEmptyState() throws IOException {
        MirrorState state = new MirrorState(0, false, Map.of(), List.of(), List.of());

        assertThat(states.deserialize(states.getVersion(), states.serialize(state)))
                .isEqualTo(state);
    }

    @ParameterizedTest
    @EnumSource(FileEntry.Type.class)
    void readsASplitThatItWrote(FileEntry.Type type) throws IOException {
        FileSplit split = split(type).at(new LinePosition(1L << 40, 12));

        assertThat(splits.deserialize(splits.getVersion(), splits.serialize(split)))
                .isEqualTo(split);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void refusesAVersionThatItDoesNotKnow(int version) {
        String message =
                "the files source's state has version %d, but only version 2 can be read: start without it, and every file is read again"
                        .formatted(version);

        assertThatThrownBy(() -> states.deserialize(version, new byte[64]))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> splits.deserialize(version, new byte[64]))
                .isInstanceOf(IOException.class)
                .hasMessage(message);
    }

    @Test
    void writesOnlyWhereAPathDiffersFromTheOneBefore() throws IOException {
        String directory = "a/rather/deep/directory/with/a/long/name/".repeat(5);
        Map<String, KnownFile> known = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            known.put(directory + "file-" + (1000 + i) + ".md", known(FileEntry.Type.FILE, 1));
        }

        byte[] bytes = states.serialize(new MirrorState(0, false, known, List.of(), List.of()));

        assertThat(bytes.length / 1000).isLessThan(64);
    }

    private static KnownFile known(FileEntry.Type type, long volume) {
        return new KnownFile(new FileState(type, 4, 5000, 7000), volume);
    }

    private static FileSplit split(FileEntry.Type type) {
        Path path = new Path("file", null, "/root/12:30 ärger #1? .md");
        return FileSplit.of("12:30 ärger #1? .md", path, new FileState(type, 1L << 40, 5000, 7000), 2);
    }
}
