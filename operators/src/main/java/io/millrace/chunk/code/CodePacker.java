package io.millrace.chunk.code;

import io.millrace.chunk.ChunkSizes;
import io.millrace.chunk.Chunker.Piece;
import io.millrace.chunk.TokenCounter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes pieces of atoms, in order. A declaration that is large enough is a piece; what is smaller is packed with its
 * neighbours. A run that outgrows a piece is cut where it may best be, and among equals by a hash of what follows: so
 * cuts hang on what is around them and not on where the run began, and an edit moves only the cuts near it.
 */
final class CodePacker {
    /** Brackets that close, and the words that do. */
    private static final Pattern CLOSING = Pattern.compile("(?:[^\\p{L}\\p{N}]|\\b(?:end|fi|done|esac)\\b)*");

    private static final int MAX_CLOSING = 200;

    private final String text;
    private final ChunkSizes sizes;
    private final TokenCounter tokens;
    private final Consumer<Piece> out;

    private List<Atom> open = new ArrayList<>();
    private int openTokens;
    /** The run before, which may still take a little of what follows. */
    private @Nullable List<Atom> held;

    private int heldTokens;

    CodePacker(String text, ChunkSizes sizes, TokenCounter tokens, Consumer<Piece> out) {
        this.text = text;
        this.sizes = sizes;
        this.tokens = tokens;
        this.out = out;
    }

    void add(Atom atom) {
        if (open.isEmpty() && onlyCloses(atom) && appendToHeld(List.of(atom), atom.tokens())) {
            return;
        }
        boolean standsAlone = atom.declares() && atom.tokens() >= sizes.minTokens();
        boolean isLarge = openTokens >= sizes.minTokens();
        if (standsAlone) {
            if (isLarge || openTokens + atom.tokens() > sizes.maxTokens()) {
                flush();
            }
            append(atom);
            flush();
            return;
        }
        if (isLarge && !open.isEmpty() && !open.get(open.size() - 1).path().equals(atom.path())) {
            flush();
        }
        append(atom);
        while (openTokens > sizes.maxTokens() && open.size() > 1) {
            int cut = bestCut(open, openTokens);
            List<Atom> rest = new ArrayList<>(open.subList(cut, open.size()));
            hold(new ArrayList<>(open.subList(0, cut)));
            open = rest;
            openTokens = tokensOf(rest);
        }
    }

    void close() {
        flush();
        emitHeld();
    }

    private void append(Atom atom) {
        open.add(atom);
        openTokens += atom.tokens();
    }

    private void flush() {
        if (open.isEmpty()) {
            return;
        }
        boolean isSmall = openTokens < sizes.minTokens();
        if (!isSmall || !appendToHeld(open, openTokens)) {
            hold(open);
        }
        open = new ArrayList<>();
        openTokens = 0;
    }

    private boolean appendToHeld(List<Atom> atoms, int count) {
        if (held == null || heldTokens + count > sizes.maxTokens()) {
            return false;
        }
        held.addAll(atoms);
        heldTokens += count;
        return true;
    }

    private void hold(List<Atom> atoms) {
        emitHeld();
        held = atoms;
        heldTokens = tokensOf(atoms);
    }

    private void emitHeld() {
        if (held != null) {
            emit(held);
        }
        held = null;
    }

    private void emit(List<Atom> atoms) {
        int start = atoms.get(0).start();
        int end = atoms.get(atoms.size() - 1).end();
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        // Some tokenizers make more tokens of a whole than of its parts together.
        if (atoms.size() > 1 && tokens.count(text.substring(start, end)) > sizes.maxTokens()) {
            int cut = bestCut(atoms, tokensOf(atoms));
            emit(atoms.subList(0, cut));
            emit(atoms.subList(cut, atoms.size()));
            return;
        }
        out.accept(new Piece(start, end, commonPath(atoms)));
    }

    /** The index of the atom that the second of two pieces best starts with; the first piece fits. */
    private int bestCut(List<Atom> atoms, int total) {
        int least = Math.min(total, sizes.maxTokens()) / 4;
        int best = 1;
        int before = atoms.get(0).tokens();
        boolean isLargeEnough = before >= least;
        for (int i = 2; i < atoms.size(); i++) {
            before += atoms.get(i - 1).tokens();
            if (before > sizes.maxTokens()) {
                break;
            }
            if (!isLargeEnough || isBetter(atoms.get(i), atoms.get(best))) {
                best = i;
            }
            isLargeEnough |= before >= least;
        }
        return best;
    }

    private boolean isBetter(Atom atom, Atom other) {
        if (atom.level() != other.level()) {
            return atom.level() < other.level();
        }
        return Integer.compareUnsigned(hash(atom), hash(other)) < 0;
    }

    /** Multiplied so that texts that differ little don't keep their order. */
    private int hash(Atom atom) {
        return text.substring(atom.start(), atom.end()).hashCode() * 0x9E3779B1;
    }

    private boolean onlyCloses(Atom atom) {
        return atom.end() - atom.start() <= MAX_CLOSING
                && CLOSING.matcher(text.substring(atom.start(), atom.end())).matches();
    }

    private static int tokensOf(List<Atom> atoms) {
        return atoms.stream().mapToInt(Atom::tokens).sum();
    }

    /** What all are in; an end of what is around the first says nothing about it. */
    private List<String> commonPath(List<Atom> atoms) {
        List<String> common = atoms.get(0).path();
        for (Atom atom : atoms) {
            if (onlyCloses(atom)) {
                continue;
            }
            int shared = 0;
            while (shared < Math.min(common.size(), atom.path().size())
                    && common.get(shared).equals(atom.path().get(shared))) {
                shared++;
            }
            common = common.subList(0, shared);
        }
        return List.copyOf(common);
    }
}
