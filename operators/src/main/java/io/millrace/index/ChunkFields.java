package io.millrace.index;

import java.util.Map;

/** The names of a chunk's payload fields: they are public, since filters and other readers use them. */
public final class ChunkFields {
    public static final String DOCUMENT_ID = "documentId";
    public static final String TENANT = "tenant";
    public static final String KIND = "kind";
    public static final String URI = "uri";
    public static final String TITLE = "title";
    public static final String CONTENT_TYPE = "contentType";
    /** Where the document is read from: a topic or a directory; what a mirror of it may delete. */
    public static final String SOURCE = "source";

    public static final String HEADINGS = "headings";
    public static final String ORDINAL = "ordinal";
    /** How many chunks the document has. */
    public static final String CHUNK_COUNT = "chunkCount";

    public static final String START = "start";
    public static final String END = "end";
    public static final String PAGE = "page";
    /** Offsets of the larger run that is read in the chunk's place, of a chunker that makes such. */
    public static final String PARENT_START = "parentStart";

    public static final String PARENT_END = "parentEnd";
    public static final String TEXT = "text";
    public static final String TEXT_HASH = "textHash";
    public static final String VERSION = "version";
    /** Milliseconds since the epoch: the time of the record or file that the document was read from. */
    public static final String TIMESTAMP = "timestamp";

    public static final String REVISION = "revision";
    public static final String METADATA = "metadata";
    public static final String INGESTED_AT = "ingestedAt";

    /** Fields that every collection indexes. */
    public static final Map<String, FieldType> BUILT_IN = Map.of(
            DOCUMENT_ID, FieldType.KEYWORD,
            SOURCE, FieldType.KEYWORD,
            TENANT, FieldType.KEYWORD,
            KIND, FieldType.KEYWORD,
            URI, FieldType.KEYWORD,
            TITLE, FieldType.KEYWORD,
            CONTENT_TYPE, FieldType.KEYWORD,
            REVISION, FieldType.KEYWORD,
            VERSION, FieldType.INTEGER,
            INGESTED_AT, FieldType.DATETIME);

    private ChunkFields() {}
}
