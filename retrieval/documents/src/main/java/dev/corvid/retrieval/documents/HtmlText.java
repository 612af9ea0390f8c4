package dev.corvid.retrieval.documents;

import dev.corvid.retrieval.SourceDocument.Heading;
import dev.corvid.retrieval.SourceDocument.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/// Writes down what a reader of a page sees: paragraphs apart by a blank line, items and rows each
/// on a line, cells apart by a bar, preformatted text as it is.
final class HtmlText implements NodeVisitor {
  private static final Set<String> PARAGRAPHS =
      Set.of(
          "p",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "pre",
          "blockquote",
          "ul",
          "ol",
          "dl",
          "table",
          "section",
          "article",
          "header",
          "footer",
          "aside",
          "figure",
          "hr",
          "details");
  private static final Set<String> LINES =
      Set.of("div", "li", "dt", "dd", "tr", "br", "caption", "figcaption", "summary", "address");

  private final StringBuilder text = new StringBuilder();
  private final List<Heading> headings = new ArrayList<>();
  private final List<Span> blocks = new ArrayList<>();
  private final int limit;
  private int preformatted;
  private int tables;
  private int start;

  HtmlText(int limit) {
    this.limit = limit;
  }

  String text() {
    return text.toString();
  }

  List<Heading> headings() {
    return headings;
  }

  List<Span> blocks() {
    return blocks;
  }

  /// Whether text was left out because there is too much.
  boolean full() {
    return text.length() >= limit;
  }

  @Override
  public void head(Node node, int depth) {
    switch (node) {
      case TextNode words -> write(words);
      case Element element -> open(element);
      default -> {}
    }
  }

  private void write(TextNode words) {
    if (full()) {
      return;
    }
    String raw = preformatted > 0 ? words.getWholeText() : words.text();
    boolean atGap = text.isEmpty() || Character.isWhitespace(text.charAt(text.length() - 1));
    String shown = preformatted == 0 && atGap ? raw.stripLeading() : raw;
    text.append(shown, 0, Math.min(shown.length(), limit - text.length()));
  }

  private void open(Element element) {
    String name = element.normalName();
    breakBefore(name);
    boolean outer = preformatted == 0 && tables == 0;
    if (outer && (isHeading(name) || name.equals("pre") || name.equals("table"))) {
      start = text.length();
    }
    preformatted += name.equals("pre") ? 1 : 0;
    tables += name.equals("table") ? 1 : 0;
    if (name.equals("li")) {
      text.append("- ");
    } else if (isCell(name) && !atLineStart()) {
      text.append(" | ");
    }
  }

  @Override
  public void tail(Node node, int depth) {
    if (!(node instanceof Element element)) {
      return;
    }
    String name = element.normalName();
    preformatted -= name.equals("pre") ? 1 : 0;
    tables -= name.equals("table") ? 1 : 0;
    boolean outer = preformatted == 0 && tables == 0;
    if (outer && isHeading(name)) {
      addHeading(name.charAt(1) - '0');
    } else if (outer && (name.equals("pre") || name.equals("table")) && text.length() > start) {
      blocks.add(new Span(start, text.length()));
    }
    breakBefore(name);
  }

  private void addHeading(int level) {
    String words = text.substring(Math.min(start, text.length())).strip();
    boolean ordered = headings.isEmpty() || headings.getLast().end() <= start;
    if (!words.isEmpty() && ordered) {
      headings.add(new Heading(level, words, start, text.length()));
    }
  }

  private void breakBefore(String name) {
    if (PARAGRAPHS.contains(name) && preformatted == 0 && tables == 0) {
      newlines(2);
    } else if (LINES.contains(name) || PARAGRAPHS.contains(name)) {
      newlines(1);
    }
  }

  /// End the line, and leave `count - 1` lines blank, if the text does not do so already.
  private void newlines(int count) {
    if (text.isEmpty()) {
      return;
    }
    if (preformatted == 0) {
      while (!text.isEmpty() && text.charAt(text.length() - 1) == ' ' && text.length() > floor()) {
        text.setLength(text.length() - 1);
      }
    }
    int present = 0;
    while (present < text.length() && text.charAt(text.length() - 1 - present) == '\n') {
      present++;
    }
    text.append("\n".repeat(Math.max(0, count - present)));
  }

  /// Text before this offset is referred to and must stay.
  private int floor() {
    int last = headings.isEmpty() ? 0 : headings.getLast().end();
    return Math.max(last, blocks.isEmpty() ? 0 : blocks.getLast().end());
  }

  private boolean atLineStart() {
    return text.isEmpty() || text.charAt(text.length() - 1) == '\n';
  }

  private static boolean isCell(String name) {
    return name.equals("td") || name.equals("th");
  }

  private static boolean isHeading(String name) {
    return name.length() == 2
        && name.charAt(0) == 'h'
        && name.charAt(1) >= '1'
        && name.charAt(1) <= '6';
  }
}
