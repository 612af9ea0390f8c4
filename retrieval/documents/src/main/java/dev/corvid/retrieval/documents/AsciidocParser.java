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

/// AsciiDoc: the text is the raw source; section titles become headings, delimited blocks are kept
/// whole.
final class AsciidocParser implements DocumentParser {
  private static final Pattern LINE = Pattern.compile("[^\r\n]++");
  private static final Pattern TITLE = Pattern.compile("(={1,6})[ \t]++(\\S.*)");
  private static final Pattern FENCE =
      Pattern.compile("(-{4,}|\\.{4,}|={4,}|\\+{4,}|\\|={3,})\\s*");

  @Override
  public SourceDocument parse(Path file, Limits limits) throws IOException {
    PlainText plain = PlainText.read(file, limits);
    return parse(file.toString(), plain.text()).withNotes(plain.notes());
  }

  static SourceDocument parse(String name, String text) {
    List<Heading> headings = new ArrayList<>();
    List<Span> blocks = new ArrayList<>();
    String fence = "";
    int fenceStart = 0;
    Matcher line = LINE.matcher(text);
    while (line.find()) {
      String content = line.group();
      Matcher title = TITLE.matcher(content);
      boolean delimiter = FENCE.matcher(content).matches();
      if (!fence.isEmpty()) {
        if (delimiter && content.strip().equals(fence)) {
          blocks.add(new Span(fenceStart, line.end()));
          fence = "";
        }
      } else if (delimiter) {
        fence = content.strip();
        fenceStart = line.start();
      } else if (title.matches()) {
        headings.add(new Heading(title.end(1), title.group(2).strip(), line.start(), line.end()));
      }
    }
    String title =
        !headings.isEmpty() && headings.getFirst().level() == 1 ? headings.getFirst().text() : "";
    return new SourceDocument(name, title, text, headings, List.of(), blocks, List.of());
  }
}
