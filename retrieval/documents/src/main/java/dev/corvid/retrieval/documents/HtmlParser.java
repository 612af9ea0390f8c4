package dev.corvid.retrieval.documents;

import dev.corvid.retrieval.DocumentException;
import dev.corvid.retrieval.DocumentException.Reason;
import dev.corvid.retrieval.SourceDocument;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/// HTML: the text is what a reader sees, in the order of the source, without scripts, styles and
/// navigation.
final class HtmlParser implements DocumentParser {
  private static final String NOISE =
      "script, style, noscript, template, nav, svg, math > semantics > annotation, iframe, object,"
          + " canvas, button, select, input, textarea, [hidden], [aria-hidden=true],"
          + " [role=navigation], [role=search], [role=banner], [role=contentinfo]";

  @Override
  public SourceDocument parse(Path file, Limits limits) throws IOException {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
      // Without a charset, jsoup takes the byte order mark's, the document's own, or UTF-8.
      return convert(file.toString(), Jsoup.parse(bytes, null, ""), limits);
    }
  }

  static SourceDocument parse(String name, String html, Limits limits) {
    return convert(name, Jsoup.parse(html), limits);
  }

  private static SourceDocument convert(String name, Document html, Limits limits) {
    html.select(NOISE).remove();
    var text = new HtmlText(limits.textLength());
    content(html).traverse(text);
    if (text.text().isBlank()) {
      throw new DocumentException(
          Reason.UNSUPPORTED, name, "it holds no readable text", "Leave it out.");
    }
    return new SourceDocument(
        name,
        html.title().strip(),
        text.text(),
        text.headings(),
        List.of(),
        text.blocks(),
        text.full()
            ? List.of("cut after %,d characters".formatted(limits.textLength()))
            : List.of());
  }

  /// The main content where the page marks it, else the whole body.
  private static Element content(Document html) {
    Element main = html.selectFirst("main, [role=main]");
    return main != null && main.hasText() ? main : html.body();
  }
}
