package io.millrace.connector.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.document.Bytes;
import io.millrace.document.ContentParser.Parsed;
import io.millrace.document.Document.Markup;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;

class HtmlParsingTest {
    private final TikaContentParser parser = new TikaContentParser(ParseLimits.DEFAULT);

    @Test
    void turnsHeadingsParagraphsAndLinksIntoMarkdown() {
        assertThat(markdown("""
                <h1>Guide</h1> <p>First   &amp; <b>bold</b>
                 <a href="http://example.invalid/">link</a>.</p><div>Plain <span>division</span></div>
                <h3>Deep</h3>After it.<hr>End"""))
                .isEqualTo("# Guide\n\nFirst & bold link.\n\nPlain division\n\n### Deep\n\nAfter it.\n\nEnd");
    }

    @Test
    void keepsLineBreaks() {
        assertThat(markdown("<p>one<br>two<br><br>three</p>")).isEqualTo("one\ntwo\n\nthree");
    }

    @Test
    void nestsLists() {
        assertThat(markdown("""
                <ul><li>one<ul><li>deep</li><li>deeper</li></ul></li><li><p>two</p><p>more of two</p></li></ul>
                <ol start="9"><li>nine</li><li>ten<ul><li>under ten</li></ul></li></ol>""")).isEqualTo("""
                        - one
                          - deep
                          - deeper
                        - two

                          more of two

                        9. nine
                        10. ten
                            - under ten""");
    }

    @Test
    void writesTablesWithPipes() {
        assertThat(markdown("""
                <table><caption>Sizes</caption><thead><tr><th>Name</th><th>Size</th></tr></thead>
                <tbody><tr><td>a|b</td><td>1<br>2</td></tr><tr><td></td><td>3</td></tr><tr><td>c</td></tr></tbody></table>""")).isEqualTo("""
                        Sizes

                        | Name | Size |
                        | --- | --- |
                        | a\\|b | 1 2 |
                        |  | 3 |
                        | c |  |""");
    }

    @Test
    void readsATableThatIsALayoutInOrder() {
        assertThat(markdown("<table><tr><td><h2>Left</h2><p>a</p><p>b</p></td><td>Right</td></tr></table>"))
                .isEqualTo("## Left\n\na\n\nb\n\nRight");
        assertThat(markdown("<table><tr><td>only</td></tr><tr><td>column</td></tr></table>"))
                .isEqualTo("only\n\ncolumn");
    }

    @Test
    void writesALongTableRowByRow() {
        String rows = "<tr><td>a</td><td>b</td></tr>".repeat(1000);

        assertThat(markdown("<table>" + rows + "</table>").lines())
                .hasSize(1001)
                .contains("| --- | --- |")
                .endsWith("| a | b |");
    }

    @Test
    void keepsCodeToTheLetter() {
        assertThat(markdown("""
                <p>Use <code>a  *b*</code>.</p>
                <pre><code class="hljs language-java">if (a &lt; b) {

                    ```
                }
                </code></pre>""")).isEqualTo("""
                        Use `a *b*`.

                        ````java
                        if (a < b) {

                            ```
                        }
                        ````""");
    }

    @Test
    void marksQuotes() {
        assertThat(markdown("<blockquote><p>one</p><ul><li>two</li></ul></blockquote><p>three</p>"))
                .isEqualTo("> one\n\n> - two\n\nthree");
    }

    @Test
    void leavesOutWhatIsNotText() {
        assertThat(markdown("""
                <nav><ul><li>Home</li></ul></nav><div role="navigation">Menu</div><script>var x = "<p>no</p>";</script>
                <style>p { color: red }</style><h2>Title<a class="headerlink" href="#t">¶</a></h2>
                <p>Text<img src="http://example.invalid/x.png" alt="picture"></p><p hidden>no</p>
                <button>Click</button><noscript>Enable scripts</noscript><svg><title>no</title><text>no</text></svg>
                <article>Body<footer>Note</footer></article><footer>Copyright</footer>""")).isEqualTo("## Title\n\nText\n\nBody\n\nNote");
    }

    @Test
    void keepsTextFromActingAsMarkdown() {
        assertThat(markdown("<p># no heading</p><p>``` no fence</p><p>#hashtag</p>"))
                .isEqualTo("\\# no heading\n\n\\``` no fence\n\n#hashtag");
    }

    @Test
    void takesALineWithABulletForAnItem() {
        assertThat(markdown("<p>\u2022 one<br>\u2022  two</p><p>\u00B7 three</p><p>a \u2022 b</p>"))
                .isEqualTo("- one\n- two\n\n- three\n\na \u2022 b");
    }

    @Test
    void dropsCharactersThatCannotBeSeen() {
        assertThat(markdown("<p>soft\u00ADhyphen zero\u200Bwidth hard\u00A0space</p>"))
                .isEqualTo("softhyphen zerowidth hard space");
    }

    @Test
    void takesItsTitleFromTheHead() {
        Parsed parsed = parse("<html><head><title>The\n  Title</title></head><body><h1>Other</h1></body></html>");

        assertThat(parsed.title()).isEqualTo("The Title");
        assertThat(parsed.text()).isEqualTo("# Other");
        assertThat(parsed.markup()).isEqualTo(Markup.MARKDOWN);
        assertThat(parsed.pageStarts()).isEmpty();
    }

    @Test
    void obeysADeclaredEncodingButNotAWrongOne() {
        String html = "<html><head><meta charset=\"%s\"></head><body><p>%s</p></body></html>";
        String german = "Alle Menschen sind frei und gleich an Würde und Rechten geboren, größer wird keiner.";

        assertThat(parser.parse(
                                new Bytes(html.formatted("IBM850", german).getBytes(Charset.forName("IBM850"))),
                                null,
                                "a.html")
                        .text())
                .isEqualTo(german);
        assertThat(parser.parse(
                                new Bytes(html.formatted("utf-8", german).getBytes(Charset.forName("windows-1252"))),
                                null,
                                "a.html")
                        .text())
                .isEqualTo(german);
    }

    @Test
    void survivesElementsNestedByTheThousand() {
        assertThat(parse("<div>".repeat(50_000) + "deep").contentType()).isEqualTo("text/html");
    }

    private String markdown(String body) {
        return parse("<html><body>" + body + "</body></html>").text();
    }

    private Parsed parse(String html) {
        return parser.parse(Bytes.utf8(html), null, "a.html");
    }
}
