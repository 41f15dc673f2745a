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
    public static final String HEADINGS = "headings";
    public static final String ORDINAL = "ordinal";
    public static final String START = "start";
    public static final String END = "end";
    public static final String PAGE = "page";
    public static final String TEXT = "text";
    public static final String TEXT_HASH = "textHash";
    public static final String VERSION = "version";
    public static final String REVISION = "revision";
    public static final String METADATA = "metadata";
    public static final String INGESTED_AT = "ingestedAt";

    /** Fields that every collection indexes. */
    public static final Map<String, FieldType> BUILT_IN = Map.of(
            DOCUMENT_ID, FieldType.KEYWORD,
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
