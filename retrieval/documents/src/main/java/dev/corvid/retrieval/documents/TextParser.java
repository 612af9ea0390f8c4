package dev.corvid.retrieval.documents;

import dev.corvid.retrieval.SourceDocument;
import java.io.IOException;
import java.nio.file.Path;

/// Any kind of plain text, as it is.
final class TextParser implements DocumentParser {
  @Override
  public SourceDocument parse(Path file, Limits limits) throws IOException {
    PlainText plain = PlainText.read(file, limits);
    return SourceDocument.of(file.toString(), "", plain.text()).withNotes(plain.notes());
  }
}
