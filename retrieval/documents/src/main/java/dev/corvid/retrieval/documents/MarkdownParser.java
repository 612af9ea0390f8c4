package dev.corvid.retrieval.documents;

import dev.corvid.retrieval.SourceDocument;
import dev.corvid.retrieval.SourceDocument.Heading;
import dev.corvid.retrieval.SourceDocument.Span;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/// Markdown: the text is the raw source, so that a quote can be found in the file; headings and
/// code come from the CommonMark tree's source positions. A title is taken from front matter, else
/// from the first heading of level 1.
final class MarkdownParser implements DocumentParser {
  private static final int MAX_NESTING = 50;
  private static final Pattern FRONT_MATTER =
      Pattern.compile(
          "\\A---[ \t]*\\R(?<yaml>(?:(?!---[ \t]*(?:\\R|\\z)).*\\R)*+)---[ \t]*(?:\\R|\\z)");
  private static final Pattern YAML_TITLE = Pattern.compile("(?m)^title:[ \t]*(?<title>\\S.*)$");

  private static final Parser PARSER =
      Parser.builder()
          .includeSourceSpans(IncludeSourceSpans.BLOCKS)
          .maxOpenBlockParsers(MAX_NESTING)
          .maxInlineNesting(MAX_NESTING)
          .build();

  @Override
  public SourceDocument parse(Path file, Limits limits) throws IOException {
    PlainText plain = PlainText.read(file, limits);
    return parse(file.toString(), plain.text()).withNotes(plain.notes());
  }

  static SourceDocument parse(String name, String text) {
    Matcher front = FRONT_MATTER.matcher(text);
    boolean hasFront = front.lookingAt();
    // CommonMark would read front matter as a heading; blank lines keep every offset.
    String body = hasFront ? "\n".repeat(front.end()) + text.substring(front.end()) : text;
    var outline = new Structure();
    for (Node node = PARSER.parse(body).getFirstChild(); node != null; node = node.getNext()) {
      node.accept(outline);
    }
    String title = hasFront ? yamlTitle(front.group("yaml")) : "";
    return new SourceDocument(
        name,
        title.isEmpty() ? outline.title() : title,
        text,
        outline.headings,
        List.of(),
        outline.blocks,
        List.of());
  }

  private static String yamlTitle(String yaml) {
    Matcher title = YAML_TITLE.matcher(yaml);
    return title.find() ? title.group("title").strip().replaceAll("^[\"']|[\"']$", "") : "";
  }

  private static final class Structure extends AbstractVisitor {
    private final List<Heading> headings = new ArrayList<>();
    private final List<Span> blocks = new ArrayList<>();

    String title() {
      return headings.stream()
          .filter(heading -> heading.level() == 1)
          .findFirst()
          .map(Heading::text)
          .orElse("");
    }

    @Override
    public void visit(org.commonmark.node.Heading heading) {
      // A heading inside a quotation is no section of this document.
      if (heading.getParent() instanceof org.commonmark.node.Document) {
        Span span = span(heading);
        var words = new Words();
        heading.accept(words);
        headings.add(
            new Heading(
                heading.getLevel(), words.text.toString().strip(), span.start(), span.end()));
      }
    }

    @Override
    public void visit(FencedCodeBlock code) {
      blocks.add(span(code));
    }

    @Override
    public void visit(IndentedCodeBlock code) {
      blocks.add(span(code));
    }

    private static Span span(Node node) {
      List<SourceSpan> lines = node.getSourceSpans();
      SourceSpan last = lines.getLast();
      return new Span(lines.getFirst().getInputIndex(), last.getInputIndex() + last.getLength());
    }
  }

  /// The text of a heading as a reader sees it.
  private static final class Words extends AbstractVisitor {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void visit(Text node) {
      text.append(node.getLiteral());
    }

    @Override
    public void visit(Code node) {
      text.append(node.getLiteral());
    }

    @Override
    public void visit(SoftLineBreak node) {
      text.append(' ');
    }

    @Override
    public void visit(HardLineBreak node) {
      text.append(' ');
    }
  }
}
