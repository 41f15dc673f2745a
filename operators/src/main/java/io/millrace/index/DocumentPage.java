package io.millrace.index;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part of a long list of documents.
 *
 * @param documents some of them; one document may be in two pages
 * @param next where the next page starts, or null when this is the last
 */
public record DocumentPage(
        Set<DocumentKey> documents, @Nullable String next) {}
