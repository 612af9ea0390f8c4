package dev.corvid.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;

/// The lines of a file or pipe.
final class PipedLines implements Lines {
  private static final int COLUMNS = 100;

  private final BufferedReader in;

  PipedLines(InputStream in) {
    this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  @Override
  public String readInput() {
    try {
      StringBuilder text = new StringBuilder();
      String line = in.readLine();
      while (line != null && line.endsWith("\\")) {
        text.append(line, 0, line.length() - 1).append('\n');
        line = in.readLine();
      }
      if (line == null && text.isEmpty()) {
        throw new NoSuchElementException("no more lines");
      }
      return text.append(line == null ? "" : line).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int columns() {
    return COLUMNS;
  }

  @Override
  public void close() {
    // Stdin is not ours.
  }
}
