package io.millrace.connector.treesitter;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.chunk.code.SourceLanguage;
import io.millrace.chunk.code.SyntaxOutline.Part;
import io.millrace.chunk.code.SyntaxOutlines;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TreeSitterOutlineTest {
    private final TreeSitterOutline outline = new TreeSitterOutline();

    @Test
    void isFoundOnTheClassPath() {
        assertThat(SyntaxOutlines.onClassPath()).isInstanceOf(TreeSitterOutline.class);
    }

    @Test
    void readsFourteenLanguages() {
        assertThat(outline.languages()).hasSize(14);
    }

    @Test
    void namesWhatIsDeclaredAndWhatItIsNestedIn() {
        assertThat(names(SourceLanguage.JAVA, "Ledger.java"))
                .containsExactly("Ledger", "Ledger.Entry", "Ledger.Entry.Entry", "Ledger.book", "Ledger.balance");
        assertThat(names(SourceLanguage.PYTHON, "queue.py"))
                .containsExactly("Queue", "Queue.__init__", "Queue.size", "Queue.put", "Queue._forget", "drain");
        assertThat(names(SourceLanguage.TYPESCRIPT, "router.ts"))
                .containsExactly("Route", "Router", "Router.add", "Router.dispatch", "health");
        assertThat(names(SourceLanguage.TSX, "App.tsx")).containsExactly("Props", "App");
        assertThat(names(SourceLanguage.JAVASCRIPT, "view.js"))
                .containsExactly("ListView", "ListView.constructor", "ListView.render", "mount");
        assertThat(names(SourceLanguage.GO, "cache.go")).containsExactly("Cache", "Get", "New");
        assertThat(names(SourceLanguage.RUST, "shape.rs")).containsExactly("Shape", "Shape", "Shape.fmt", "area");
        assertThat(names(SourceLanguage.C, "list.c")).containsExactly("node", "push", "sum");
        assertThat(names(SourceLanguage.CPP, "ring.cpp"))
                .containsExactly("ring", "ring.Buffer", "ring.Buffer.push", "ring.find");
        assertThat(names(SourceLanguage.CSHARP, "Orders.cs"))
                .containsExactly(
                        "Shop.Orders",
                        "Shop.Orders.OrderBook",
                        "Shop.Orders.OrderBook.Count",
                        "Shop.Orders.OrderBook.Place");
        assertThat(names(SourceLanguage.RUBY, "mail.rb"))
                .containsExactly("Post", "Post.Mailer", "Post.Mailer.initialize", "Post.Mailer.send");
        assertThat(names(SourceLanguage.PHP, "Cart.php")).containsExactly("Cart", "Cart.total", "Cart.add");
        assertThat(names(SourceLanguage.KOTLIN, "Clock.kt"))
                .containsExactly("Clock", "Stopwatch", "Stopwatch.start", "Stopwatch.running");
        assertThat(names(SourceLanguage.BASH, "backup.sh")).containsExactly("pack", "prune");
    }

    @Test
    void readsWhatIsAroundASyntaxError() {
        String text = SampleSources.text("Ledger.java").replace("entries.add(", "entries.add((][");

        assertThat(named(parts(SourceLanguage.JAVA, text), "")).contains("Ledger", "Ledger.Entry", "Ledger.balance");
    }

    @Test
    void countsOffsetsInUnitsOfTheString() {
        String text = "s = '\uD83D\uDE00 é 漢'\n\ndef after():\n    return 1\n";

        assertThat(parts(SourceLanguage.PYTHON, text))
                .singleElement()
                .satisfies(part ->
                        assertThat(text.substring(part.start(), part.end())).isEqualTo("def after():\n    return 1"));
    }

    private List<String> names(SourceLanguage language, String sample) {
        return named(parts(language, SampleSources.text(sample)), "");
    }

    private List<Part> parts(SourceLanguage language, String text) {
        return Objects.requireNonNull(outline.outline(language, text, 10));
    }

    /** The names of all declarations, in order, with those around them. */
    private static List<String> named(List<Part> parts, String around) {
        List<String> names = new ArrayList<>();
        for (Part part : parts) {
            String name = part.name() == null ? around : around.isEmpty() ? part.name() : around + "." + part.name();
            if (part.name() != null) {
                names.add(name);
            }
            names.addAll(named(part.parts(), name));
        }
        return names;
    }
}
