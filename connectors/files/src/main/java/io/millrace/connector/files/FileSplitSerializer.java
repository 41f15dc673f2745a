package io.millrace.connector.files;

import java.io.IOException;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/** A split as a reader's checkpoint holds it, and its parts as the enumerator's does. */
final class FileSplitSerializer implements SimpleVersionedSerializer<FileSplit> {
    /** 1 is what Flink's own file source writes, which read the files before. */
    static final int VERSION = 2;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(FileSplit split) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(256);
        write(split, out);
        return out.getCopyOfBuffer();
    }

    @Override
    public FileSplit deserialize(int version, byte[] serialized) throws IOException {
        requireKnown(version);
        return readSplit(new DataInputDeserializer(serialized));
    }

    static void requireKnown(int version) throws IOException {
        if (version != VERSION) {
            throw new IOException(
                    "the files source's state has version %d, but only version %d can be read: start without it, and every file is read again"
                            .formatted(version, VERSION));
        }
    }

    static void write(FileSplit split, DataOutputView out) throws IOException {
        out.writeUTF(split.key());
        Path.serializeToDataOutputView(split.path(), out);
        write(split.state(), out);
        out.writeInt(split.returns());
        out.writeBoolean(split.last());
        out.writeLong(split.position().nextByte());
        out.writeLong(split.position().nextLine());
    }

    static FileSplit readSplit(DataInputView in) throws IOException {
        String key = in.readUTF();
        Path path = Path.deserializeFromDataInputView(in);
        if (path == null) {
            throw new IOException("a split of the files source's state has no path");
        }
        return new FileSplit(
                key,
                path,
                readState(in),
                in.readInt(),
                in.readBoolean(),
                new LinePosition(in.readLong(), in.readLong()));
    }

    static void write(FileState state, DataOutputView out) throws IOException {
        out.writeByte(code(state.type()));
        out.writeLong(state.size());
        out.writeLong(state.modified());
        out.writeLong(state.observed());
    }

    static FileState readState(DataInputView in) throws IOException {
        return new FileState(type(in.readByte()), in.readLong(), in.readLong(), in.readLong());
    }

    // Numbers of their own, since the enum's order may change.
    private static int code(FileEntry.Type type) {
        return switch (type) {
            case FILE -> 1;
            case DIRECTORY -> 2;
            case UNLISTABLE -> 3;
            case BROKEN -> 4;
            case GONE -> 5;
        };
    }

    private static FileEntry.Type type(int code) throws IOException {
        return switch (code) {
            case 1 -> FileEntry.Type.FILE;
            case 2 -> FileEntry.Type.DIRECTORY;
            case 3 -> FileEntry.Type.UNLISTABLE;
            case 4 -> FileEntry.Type.BROKEN;
            case 5 -> FileEntry.Type.GONE;
            default -> throw new IOException("the files source's state names an unknown kind of file: " + code);
        };
    }
}
