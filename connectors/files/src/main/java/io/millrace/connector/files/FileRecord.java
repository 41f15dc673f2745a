package io.millrace.connector.files;

import io.millrace.document.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a reader made of a piece of a file.
 *
 * @param record null when the file is no longer as it was listed: then the split goes back to the enumerator
 * @param after where reading goes on
 */
record FileRecord(@Nullable SourceRecord record, LinePosition after) {}
