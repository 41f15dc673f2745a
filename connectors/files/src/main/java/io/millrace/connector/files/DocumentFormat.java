package io.millrace.connector.files;

import io.millrace.document.SourceRecord;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.apache.flink.core.fs.Path;

/** Reads JSON lines files line by line and every other file as one record. */
final class DocumentFormat implements BulkFormat<SourceRecord, FileSourceSplit> {
    private static final long serialVersionUID = 1L;

    private final Path root;
    private final long maxBytes;

    DocumentFormat(FileSettings settings) {
        this.root = settings.root();
        this.maxBytes = settings.maxBytes();
    }

    @Override
    public Reader<SourceRecord> createReader(Configuration configuration, FileSourceSplit split) {
        SourceFile file = new SourceFile(root, split);
        return file.isJsonLines()
                ? new JsonLinesReader(file, maxBytes, LinePosition.START)
                : new WholeFileReader(file, maxBytes, false);
    }

    @Override
    public Reader<SourceRecord> restoreReader(Configuration configuration, FileSourceSplit split) {
        CheckpointedPosition position = split.getReaderPosition().orElse(null);
        if (position == null) {
            return createReader(configuration, split);
        }
        SourceFile file = new SourceFile(root, split);
        return file.isJsonLines()
                ? new JsonLinesReader(file, maxBytes, LinePosition.of(position))
                : new WholeFileReader(file, maxBytes, position.getRecordsAfterOffset() > 0);
    }

    @Override
    public boolean isSplittable() {
        return false;
    }

    @Override
    public TypeInformation<SourceRecord> getProducedType() {
        return TypeInformation.of(SourceRecord.class);
    }
}
