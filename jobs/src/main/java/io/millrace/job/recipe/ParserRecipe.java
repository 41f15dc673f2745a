package io.millrace.job.recipe;

import io.millrace.connector.files.ParseLimits;
import io.millrace.connector.files.worker.WorkerContentParser;
import io.millrace.document.ContentParser;
import org.apache.flink.util.function.SerializableSupplier;

/** Makes the parser in the task that uses it. */
public record ParserRecipe(ParseLimits limits) implements SerializableSupplier<ContentParser> {
    @Override
    public ContentParser get() {
        return new WorkerContentParser(limits);
    }
}
