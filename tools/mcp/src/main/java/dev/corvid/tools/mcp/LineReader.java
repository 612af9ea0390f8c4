package dev.corvid.tools.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads the lines of a stream that is not trusted to ever end one. Not thread-safe.
final class LineReader {
  private final InputStream in;
  private final int limit;
  private final byte[] buffer = new byte[8192];
  private int from;
  private int to;

  /// A line, or the first piece of one that is longer than the limit.
  ///
  /// @param whole whether the line ends here
  record Line(String text, boolean whole) {}

  LineReader(InputStream in, int limit) {
    this.in = in;
    this.limit = limit;
  }

  /// The next line without its end, as UTF-8 with odd bytes replaced; empty at the stream's end.
  Optional<Line> next() throws IOException {
    var line = new ByteArrayOutputStream();
    while (line.size() <= limit) {
      if (from == to && !fill()) {
        return line.size() == 0 ? Optional.empty() : Optional.of(text(line, true));
      }
      int end = Math.min(to, from + limit + 1 - line.size());
      int newline = from;
      while (newline < end && buffer[newline] != '\n') {
        newline++;
      }
      line.write(buffer, from, newline - from);
      from = newline;
      if (newline < end) {
        from++;
        return Optional.of(text(line, true));
      }
    }
    return Optional.of(text(line, false));
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(buffer));
    return to > 0;
  }

  private static Line text(ByteArrayOutputStream bytes, boolean whole) {
    return new Line(bytes.toString(StandardCharsets.UTF_8), whole);
  }
}
