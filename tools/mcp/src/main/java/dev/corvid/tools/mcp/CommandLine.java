package dev.corvid.tools.mcp;

import java.util.ArrayList;
import java.util.List;

/// Splits a command line into words by the quoting rules of a POSIX shell. No shell is involved:
/// variables, `~`, wildcards, pipes and `;` are ordinary characters.
final class CommandLine {
  private static final String ESCAPED_IN_QUOTES = "\"\\$`";

  private final String line;
  private final boolean backslashEscapes;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int next;

  private CommandLine(String line, boolean backslashEscapes) {
    this.line = line;
    this.backslashEscapes = backslashEscapes;
  }

  /// @param backslashEscapes whether a backslash takes the next character as it is; false where it
  ///   separates folders
  static List<String> split(String line, boolean backslashEscapes) {
    return new CommandLine(line, backslashEscapes).split();
  }

  private List<String> split() {
    while (next < line.length()) {
      char c = line.charAt(next++);
      switch (c) {
        case ' ', '\t', '\n', '\r' -> endWord();
        case '\'' -> singleQuoted();
        case '"' -> doubleQuoted();
        case '\\' -> backslash();
        case '\0' -> throw broken("holds a NUL character");
        default -> take(c);
      }
    }
    endWord();
    if (words.isEmpty() || words.getFirst().isBlank()) {
      throw broken("names no program");
    }
    return List.copyOf(words);
  }

  private void singleQuoted() {
    int end = line.indexOf('\'', next);
    if (end < 0) {
      throw broken("has a single quote (') that does not end");
    }
    inWord = true;
    word.append(line, next, end);
    next = end + 1;
  }

  private void doubleQuoted() {
    inWord = true;
    while (next < line.length()) {
      char c = line.charAt(next++);
      if (c == '"') {
        return;
      }
      boolean escape =
          c == '\\'
              && backslashEscapes
              && next < line.length()
              && ESCAPED_IN_QUOTES.indexOf(line.charAt(next)) >= 0;
      word.append(escape ? line.charAt(next++) : c);
    }
    throw broken("has a double quote (\") that does not end");
  }

  private void backslash() {
    if (!backslashEscapes) {
      take('\\');
    } else if (next < line.length()) {
      take(line.charAt(next++));
    } else {
      throw broken("ends with a backslash");
    }
  }

  private void take(char c) {
    inWord = true;
    word.append(c);
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }

  private McpException.Command broken(String problem) {
    return new McpException.Command(
        "The command of the MCP server %s: '%s'".formatted(problem, Text.line(line, 200)),
        "Write a program and its arguments, such as npx -y some-server '/my documents'.");
  }
}
