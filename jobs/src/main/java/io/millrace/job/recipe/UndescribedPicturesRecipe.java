package io.millrace.job.recipe;

import io.millrace.document.ContentParser;
import io.millrace.picture.PictureParser;
import org.apache.flink.util.function.SerializableSupplier;

/** Makes a parser where no model may be called: it refuses pictures as ones that would be described. */
public record UndescribedPicturesRecipe(ParserRecipe others) implements SerializableSupplier<ContentParser> {
    @Override
    public ContentParser get() {
        return PictureParser.withoutModel(others.get());
    }
}
