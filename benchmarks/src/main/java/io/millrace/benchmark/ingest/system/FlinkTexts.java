package io.millrace.benchmark.ingest.system;

import java.nio.file.Path;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.connector.file.src.FileSource;
import org.apache.flink.connector.file.src.reader.TextLineInputFormat;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What a plain Flink job reads and writes: a corpus as tuples of id and text, and points of id, text and vector. */
final class FlinkTexts {
    static final TypeInformation<Tuple3<String, String, float[]>> EMBEDDED =
            Types.TUPLE(Types.STRING, Types.STRING, Types.PRIMITIVE_ARRAY(Types.FLOAT));

    private FlinkTexts() {}

    /** The corpus, read by Flink's own source. */
    static DataStream<Tuple2<String, String>> read(StreamExecutionEnvironment env, Path corpus) {
        FileSource<String> files = FileSource.forRecordStreamFormat(
                        new TextLineInputFormat(), new org.apache.flink.core.fs.Path(corpus.toUri()))
                .build();
        return env.fromSource(files, WatermarkStrategy.noWatermarks(), "corpus").map(new Parse());
    }

    private static final class Parse implements MapFunction<String, Tuple2<String, String>> {
        private static final long serialVersionUID = 1L;

        @Override
        public Tuple2<String, String> map(String line) {
            CorpusText text = CorpusText.of(line);
            return Tuple2.of(text.id(), text.text());
        }
    }
}
