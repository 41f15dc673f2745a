package io.millrace.connector.files;

import io.millrace.document.SourceRecord;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The parts that Flink runs: one enumerator, and a reader in each subtask. */
final class DocumentSource implements Source<SourceRecord, FileSplit, MirrorState>, ResultTypeQueryable<SourceRecord> {
    private static final long serialVersionUID = 1L;

    private final FileSettings settings;

    DocumentSource(FileSettings settings) {
        this.settings = settings;
    }

    @Override
    public Boundedness getBoundedness() {
        return settings.watch() == null ? Boundedness.BOUNDED : Boundedness.CONTINUOUS_UNBOUNDED;
    }

    @Override
    public SplitEnumerator<FileSplit, MirrorState> createEnumerator(SplitEnumeratorContext<FileSplit> context) {
        return new DocumentEnumerator(settings, context, new Mirror(settings), System::currentTimeMillis);
    }

    @Override
    public SplitEnumerator<FileSplit, MirrorState> restoreEnumerator(
            SplitEnumeratorContext<FileSplit> context, MirrorState state) {
        return new DocumentEnumerator(settings, context, new Mirror(settings, state), System::currentTimeMillis);
    }

    @Override
    public SourceReader<SourceRecord, FileSplit> createReader(SourceReaderContext context) {
        DocumentFormat format = new DocumentFormat(settings.maxBytes());
        return new DocumentReader(() -> new FileSplitReader(format), context);
    }

    @Override
    public SimpleVersionedSerializer<FileSplit> getSplitSerializer() {
        return new FileSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<MirrorState> getEnumeratorCheckpointSerializer() {
        return new MirrorStateSerializer();
    }

    @Override
    public TypeInformation<SourceRecord> getProducedType() {
        return TypeInformation.of(SourceRecord.class);
    }
}
