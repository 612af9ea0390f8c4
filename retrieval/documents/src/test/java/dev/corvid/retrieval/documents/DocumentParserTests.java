package dev.corvid.retrieval.documents;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.corvid.retrieval.DocumentException;
import dev.corvid.retrieval.SourceDocument;
import dev.corvid.retrieval.SourceDocument.Heading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentParserTests {
  private static final long SEED = seed();

  @TempDir private Path temp;

  private static long seed() {
    String given = System.getProperty("corvid.seed", "");
    try {
      return Long.decode(given);
    } catch (NumberFormatException none) {
      return 20_261_122L;
    }
  }

  @Test
  void markdownKeepsItsSourceAndFindsHeadingsAndCode() {
    String text =
        """
        ---
        title: "The Birds"
        ---
        Intro

        # Ravens & `code` *here*

        > # Quoted, no section

        ```rust
        # not a heading
        ```

        Setext
        ------

        - item

              indented()
        """;
    SourceDocument document = MarkdownParser.parse("a.md", text);

    assertThat(document.title()).isEqualTo("The Birds");
    assertThat(document.text()).isEqualTo(text);
    assertThat(document.headings())
        .extracting(Heading::text)
        .containsExactly("Ravens & code here", "Setext");
    assertThat(document.headings()).extracting(Heading::level).containsExactly(1, 2);
    Heading setext = document.headings().getLast();
    assertThat(text.substring(setext.start(), setext.end())).isEqualTo("Setext\n------");
    assertThat(document.blocks()).hasSize(2);
    var code = document.blocks().getFirst();
    assertThat(text.substring(code.start(), code.end())).startsWith("```rust").endsWith("```");
  }

  @Test
  void markdownWithoutFrontMatterTakesItsFirstTopHeadingAsTitle() {
    assertThat(MarkdownParser.parse("a.md", "## Two\r\n\r\n# One\r\n").title()).isEqualTo("One");
    assertThat(MarkdownParser.parse("a.md", "---\nno end").title()).isEmpty();
    assertThat(MarkdownParser.parse("a.md", "---\n---\nx").headings()).isEmpty();
  }

  @Test
  void asciidocFindsTitlesOutsideOfBlocks() {
    String text = "= Book\n\n== Part\n\n----\n== code\n----\n\nText == not.\n";
    SourceDocument document = AsciidocParser.parse("a.adoc", text);
    assertThat(document.title()).isEqualTo("Book");
    assertThat(document.headings()).extracting(Heading::text).containsExactly("Book", "Part");
    assertThat(document.blocks()).hasSize(1);
  }

  @Test
  void htmlShowsWhatAReaderSees() {
    String html =
        """
        <html><head><title>Birds</title><style>p{}</style></head><body><nav>Menu</nav>
        <h1>Ravens</h1><p>They  cache
        <b>food</b>.<script>alert(1)</script></p><ul><li>one<li>two</ul>
        <pre>a
          b</pre><table><tr><td>x<td>y<tr><td>1<td>2</table><p hidden>no</p></body></html>
        """;
    SourceDocument document = HtmlParser.parse("a.html", html, Limits.DEFAULT);

    assertThat(document.title()).isEqualTo("Birds");
    assertThat(document.text().strip())
        .isEqualTo("Ravens\n\nThey cache food.\n\n- one\n- two\n\na\n  b\n\nx | y\n1 | 2");
    Heading heading = document.headings().getFirst();
    assertThat(document.text().substring(heading.start(), heading.end())).isEqualTo("Ravens");
    assertThat(document.blocks()).hasSize(2);
  }

  @Test
  void htmlWithoutTextIsNoDocument() {
    assertThatThrownBy(() -> HtmlParser.parse("a.html", "<script>x</script>", Limits.DEFAULT))
        .isInstanceOf(DocumentException.class);
  }

  @Test
  void deeplyNestedHtmlEnds() {
    SourceDocument document =
        HtmlParser.parse("a.html", "<div>".repeat(50_000) + "deep", Limits.DEFAULT);
    assertThat(document.text()).contains("deep");
  }

  @Test
  void pdfKnowsItsPages() throws IOException {
    byte[] pdf = Pdfs.of("Corvids", List.of("Ravens cache food", "", "Jays hide acorns"));
    SourceDocument document = parse("a.pdf", pdf, Limits.DEFAULT);

    assertThat(document.title()).isEqualTo("Corvids");
    assertThat(document.pageStarts()).hasSize(3).startsWith(0);
    assertThat(document.text()).isEqualTo("Ravens cache food\n\nJays hide acorns\n");
    assertThat(document.text().substring(document.pageStarts().get(2))).startsWith("Jays");
  }

  @Test
  void pdfThatCostsTooMuchIsCutOrRefused() throws IOException {
    byte[] pdf = Pdfs.of("Corvids", List.of("Ravens cache food", "Jays hide acorns"));
    var onePage = new Limits(1 << 20, 1_000, 1, Duration.ofMinutes(1));
    SourceDocument cut = parse("a.pdf", pdf, onePage);
    assertThat(cut.text()).doesNotContain("Jays");
    assertThat(cut.notes()).hasSize(1);
    var noTime = new Limits(1 << 20, 1_000, 10, Duration.ZERO);
    assertThatThrownBy(() -> parse("a.pdf", pdf, noTime))
        .extracting(e -> ((DocumentException) e).code())
        .isEqualTo("document-too-large");
  }

  @Test
  void pdfWithoutTextOrWithAPasswordSaysSo() throws IOException {
    byte[] blank = Pdfs.of("Scan", List.of(""));
    assertThatThrownBy(() -> parse("a.pdf", blank, Limits.DEFAULT))
        .hasMessageContaining("it holds no text");
    byte[] secret = Pdfs.encrypted("password");
    assertThatThrownBy(() -> parse("b.pdf", secret, Limits.DEFAULT))
        .extracting(e -> ((DocumentException) e).code())
        .isEqualTo("document-encrypted");
    SourceDocument open = parse("c.pdf", Pdfs.encrypted(""), Limits.DEFAULT);
    assertThat(open.text()).contains("nobody");
  }

  @Test
  void textOfAnyEncodingIsReadOrRefused() {
    assertThat(decode("grün 雪".getBytes(UTF_8))).isEqualTo(new PlainText("grün 雪", List.of()));
    assertThat(PlainText.decode("x", "\uFEFFabc".getBytes(UTF_8)).text()).isEqualTo("abc");
    assertThat(PlainText.decode("x", "\uFEFFgrün".getBytes(UTF_16LE)).text()).isEqualTo("grün");
    assertThat(PlainText.decode("x", "\uFFFD".getBytes(UTF_8)).notes()).isEmpty();

    PlainText latin = decode("Die grünen Hügel über Köln sind schön".getBytes(ISO_8859_1));
    assertThat(latin.text()).isEqualTo("Die grünen Hügel über Köln sind schön");
    assertThat(latin.notes()).hasSize(1);

    byte[] cut = Arrays.copyOf("雪が降る".getBytes(UTF_8), 11);
    assertThat(decode(cut).text()).isEqualTo("雪が降\uFFFD");
    assertThat(decode(cut).notes()).hasSize(1);

    assertThatThrownBy(() -> decode(new byte[] {1, 0, 2})).hasMessageContaining("not text");
    byte[] kanji = "雪が降る日に".getBytes(java.nio.charset.Charset.forName("Shift_JIS"));
    assertThatThrownBy(() -> decode(kanji)).hasMessageContaining("unknown encoding");
  }

  private static PlainText decode(byte[] bytes) {
    return PlainText.decode("x.txt", bytes);
  }

  @Test
  void damagedFilesAreDocumentsOrErrorsNothingElse() throws IOException {
    List<byte[]> originals =
        List.of(
            Pdfs.of("Corvids", List.of("Ravens cache food", "Jays hide acorns")),
            "<html><h1>A</h1><p>b<table><tr><td>c</table><pre>d</pre>&amp;".getBytes(UTF_8),
            "---\ntitle: x\n---\n# A\n\n```\ncode\n```\n\n| a | b |\n> quote".getBytes(UTF_8));
    var names = List.of("a.pdf", "a.html", "a.md");
    var random = new Random(SEED);
    for (int round = 0; round < 600; round++) {
      int kind = round % names.size();
      byte[] bytes = damaged(originals.get(kind), random);
      try {
        SourceDocument document = parse(names.get(kind), bytes, Limits.DEFAULT);
        assertThat(document.text()).isNotBlank();
      } catch (DocumentException expected) {
        assertThat(expected.detail()).isNotBlank();
      } catch (RuntimeException e) {
        fail("seed " + SEED + " round " + round, e);
      }
    }
  }

  private static byte[] damaged(byte[] original, Random random) {
    byte[] bytes = original.clone();
    if (random.nextInt(3) == 0) {
      bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    for (int i = random.nextInt(20); i > 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private SourceDocument parse(String name, byte[] bytes, Limits limits) throws IOException {
    Path file = Files.write(temp.resolve(name), bytes);
    var attributes = Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class);
    return new FileEntry(file, attributes, limits).parse();
  }
}
