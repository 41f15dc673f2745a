package io.millrace.chunk.code;

import io.millrace.chunk.ChunkSizes;
import io.millrace.chunk.Chunker;
import io.millrace.chunk.StructureChunker;
import io.millrace.chunk.TokenCounter;
import io.millrace.chunk.code.SyntaxOutline.Part;
import io.millrace.document.Document;
import io.millrace.document.Document.Markup;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts source code along its syntax: a declaration stays whole while it fits, with the comments and annotations above
 * it; a larger one is cut into what is nested in it, and that between lines where it must be. Never within a line,
 * unless the line alone is too large. The headings of a piece are the names of the declarations around it.
 *
 * <p>What isn't known to be source code, Markdown with code in it too, is cut by its structure. Pieces of source code
 * repeat nothing of the piece before: an overlap applies to the rest alone.
 */
public final class CodeChunker implements Chunker {
    private final ChunkSizes sizes;
    private final TokenCounter tokens;
    private final @Nullable SyntaxOutline outline;
    private final StructureChunker structure;

    /** Reads syntax with what is on the class path; see {@link SyntaxOutlines#onClassPath()}. */
    public CodeChunker(ChunkSizes sizes, TokenCounter tokens) {
        this(sizes, tokens, SyntaxOutlines.onClassPath());
    }

    /** @param outline reads syntax, or null to go by indentation and blank lines in every language */
    public CodeChunker(ChunkSizes sizes, TokenCounter tokens, @Nullable SyntaxOutline outline) {
        this.sizes = sizes;
        this.tokens = tokens;
        this.outline = outline;
        this.structure = new StructureChunker(sizes, tokens);
    }

    @Override
    public void chunk(Document document, Consumer<Piece> out) {
        SourceLanguage language = document.markup() == Markup.PLAIN ? SourceLanguage.of(document) : null;
        if (language == null) {
            structure.chunk(document, out);
            return;
        }
        String text = document.text();
        CodePacker packer = new CodePacker(text, sizes, tokens, out);
        new CodeSplitter(text, sizes.maxTokens(), tokens, packer::add).split(outline(language, text));
        packer.close();
    }

    @Override
    public String fingerprint() {
        return "code/1 min %d max %d syntax %s; %s"
                .formatted(
                        sizes.minTokens(),
                        sizes.maxTokens(),
                        outline == null ? "none" : outline.name(),
                        structure.fingerprint());
    }

    private @Nullable List<Part> outline(SourceLanguage language, String text) {
        if (outline == null || !outline.languages().contains(language)) {
            return null;
        }
        return outline.outline(language, text, sizes.maxTokens());
    }
}
