package io.millrace.connector.treesitter;

import io.millrace.chunk.code.SourceLanguage;
import io.millrace.chunk.code.SyntaxOutline;
import io.millrace.failure.FatalException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.treesitter.TSLanguage;
import org.treesitter.TSTree;

/**
 * Outlines by Tree-sitter. Every call has a parser, a tree and a handle to the grammar of its own and closes them: a
 * handle that stays open would keep the job's class loader from ever being let go.
 */
public final class TreeSitterOutline implements SyntaxOutline {
    /**
     * Characters. Longer sources are mostly generated. A tree lies outside of the heap: of sound code some 50 bytes for
     * a character, of hostile code up to a thousand.
     */
    private static final int MAX_LENGTH = 200_000;

    private static final int MAX_NESTING = 400;

    private @Nullable Set<SourceLanguage> languages;

    @Override
    public String name() {
        return "tree-sitter/1";
    }

    @Override
    public synchronized Set<SourceLanguage> languages() {
        if (languages == null) {
            languages = NativeLibraries.areUsable() ? Grammar.languages() : Set.of();
        }
        return languages;
    }

    @Override
    public @Nullable List<Part> outline(SourceLanguage language, String source, int grain) {
        if (source.length() > MAX_LENGTH || Nesting.isDeeper(source, MAX_NESTING)) {
            return null;
        }
        try (TSLanguage handle = NativeLibraries.open(Grammar.of(language));
                TSTree tree = BoundedParse.parse(handle, source)) {
            return tree == null ? null : OutlineWalk.parts(tree, source, grain);
        } catch (LinkageError e) {
            throw new FatalException(
                    "native-library",
                    "Tree-sitter's grammar for %s can't be loaded, which chunking.chunker code needs: %s"
                            .formatted(language, e.getMessage()),
                    e);
        }
    }
}
