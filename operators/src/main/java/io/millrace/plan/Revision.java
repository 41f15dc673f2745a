package io.millrace.plan;

import io.millrace.document.IncomingDocument;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Names a document's state: a hash of all that its chunks, vectors and payloads are made from, as its source states it.
 * So a document whose revision the index holds needs neither parsing nor chunking.
 */
final class Revision {
    private Revision() {}

    /**
     * 32 hex digits: the first half of a SHA-256.
     *
     * @param making the settings that decide how text, chunks and vectors are made of a document
     */
    static String of(IncomingDocument document, String making) {
        MessageDigest state = sha256();
        add(state, making);
        add(state, document.kind().wireName());
        add(state, document.uri());
        add(state, document.title());
        add(state, document.contentType());
        add(state, document.metadata().json());
        add(state, Long.toString(document.effectiveVersion()));
        add(state, Long.toString(document.origin().timestamp()));
        add(state, document.text());
        add(state, document.content() == null ? null : document.content().value());
        return HexFormat.of().formatHex(state.digest()).substring(0, 32);
    }

    private static void add(MessageDigest state, @Nullable String part) {
        add(state, part == null ? null : part.getBytes(StandardCharsets.UTF_8));
    }

    /** Lengths before the parts: no two different states give one sequence. */
    private static void add(MessageDigest state, byte @Nullable [] part) {
        state.update((part == null ? "-" : part.length + ":").getBytes(StandardCharsets.UTF_8));
        if (part != null) {
            state.update(part);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
