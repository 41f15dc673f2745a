package io.millrace.connector.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;

/** The state in order of paths, each of which is written as far as it differs from the one before. */
final class MirrorStateSerializer implements SimpleVersionedSerializer<MirrorState> {
    @Override
    public int getVersion() {
        return FileSplitSerializer.VERSION;
    }

    @Override
    public byte[] serialize(MirrorState state) throws IOException {
        DataOutputSerializer out =
                new DataOutputSerializer(64 + 64 * state.known().size());
        out.writeLong(state.observed());
        out.writeBoolean(state.complete());
        out.writeInt(state.known().size());
        String before = "";
        for (Map.Entry<String, KnownFile> file : new TreeMap<>(state.known()).entrySet()) {
            int shared = sharedPrefix(before, file.getKey());
            out.writeInt(shared);
            out.writeUTF(file.getKey().substring(shared));
            FileSplitSerializer.write(file.getValue().state(), out);
            out.writeLong(file.getValue().volume());
            before = file.getKey();
        }
        out.writeInt(state.unsettled().size());
        for (UnsettledFile file : state.unsettled()) {
            FileSplitSerializer.write(file.split(), out);
            out.writeLong(file.volume());
            out.writeLong(file.since());
        }
        out.writeInt(state.pending().size());
        for (FileSplit split : state.pending()) {
            FileSplitSerializer.write(split, out);
        }
        return out.getCopyOfBuffer();
    }

    @Override
    public MirrorState deserialize(int version, byte[] serialized) throws IOException {
        FileSplitSerializer.requireKnown(version);
        DataInputDeserializer in = new DataInputDeserializer(serialized);
        long observed = in.readLong();
        boolean complete = in.readBoolean();
        return new MirrorState(observed, complete, readKnown(in), readUnsettled(in), readPending(in));
    }

    private static Map<String, KnownFile> readKnown(DataInputView in) throws IOException {
        int size = in.readInt();
        Map<String, KnownFile> known = new HashMap<>();
        String before = "";
        for (int i = 0; i < size; i++) {
            String key = before.substring(0, in.readInt()) + in.readUTF();
            known.put(key, new KnownFile(FileSplitSerializer.readState(in), in.readLong()));
            before = key;
        }
        return known;
    }

    private static List<UnsettledFile> readUnsettled(DataInputView in) throws IOException {
        int size = in.readInt();
        List<UnsettledFile> files = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            files.add(new UnsettledFile(FileSplitSerializer.readSplit(in), in.readLong(), in.readLong()));
        }
        return files;
    }

    private static List<FileSplit> readPending(DataInputView in) throws IOException {
        int size = in.readInt();
        List<FileSplit> splits = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            splits.add(FileSplitSerializer.readSplit(in));
        }
        return splits;
    }

    private static int sharedPrefix(String one, String other) {
        int most = Math.min(one.length(), other.length());
        int shared = 0;
        while (shared < most && one.charAt(shared) == other.charAt(shared)) {
            shared++;
        }
        return shared;
    }
}
