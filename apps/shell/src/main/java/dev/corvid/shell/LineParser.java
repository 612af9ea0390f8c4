package dev.corvid.shell;

import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/// Reads a line while it is typed. Anything is a line: an apostrophe opens nothing, and a backslash
/// at the end goes on in the next line.
final class LineParser implements Parser {
  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    if (context == ParseContext.ACCEPT_LINE && line.endsWith("\\")) {
      throw new EOFError(-1, cursor, "the line goes on", "");
    }
    return new Line(line, cursor, Words.of(line.substring(0, cursor)));
  }

  private record Line(String line, int cursor, Words split) implements CompletingParsedLine {
    @Override
    public String word() {
      return split.current();
    }

    @Override
    public int wordCursor() {
      return split.current().length();
    }

    @Override
    public int wordIndex() {
      return split.words().size() - 1;
    }

    @Override
    public List<String> words() {
      return split.words();
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate.toString().replaceAll("([\\s\"'\\\\])", "\\\\$1");
    }

    @Override
    public int rawWordCursor() {
      return cursor - split.last();
    }

    @Override
    public int rawWordLength() {
      return rawWordCursor();
    }
  }
}
