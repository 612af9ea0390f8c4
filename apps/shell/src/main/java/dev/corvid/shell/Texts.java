package dev.corvid.shell;

import dev.corvid.agent.Usage;
import dev.corvid.command.Invocation;
import dev.corvid.command.Json;
import dev.corvid.command.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Small texts of several commands.
final class Texts {
  private Texts() {}

  /// The first argument, or all of stdin if it is `-`; the launcher passes arguments as UTF-8.
  ///
  /// @throws UsageException if it is blank
  static String argument(Invocation invocation, String name) {
    String text = invocation.argument();
    if (text.equals("-")) {
      text = stdin();
    }
    if (text.isBlank()) {
      throw new UsageException("The " + name + " is empty.", "Write it in quotation marks.");
    }
    return text;
  }

  static String stdin() {
    try {
      return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read stdin", e);
    }
  }

  /// A place in a document: its name, its page or its headings.
  static String place(Library library, String document, OptionalInt page, List<String> headings) {
    StringBuilder place = new StringBuilder(library.shown(document));
    page.ifPresent(p -> place.append(", page ").append(p));
    if (!headings.isEmpty()) {
      place.append(" › ").append(String.join(" › ", headings));
    }
    return oneLine(place.toString(), Integer.MAX_VALUE);
  }

  /// Text of a model or a document as a terminal may show it: line breaks and tabs stay, other
  /// control characters would be commands.
  static String safe(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "");
  }

  static Map<String, Object> usage(Usage usage) {
    return Json.object(
        "prompt_tokens",
        usage.promptTokens(),
        "cached_tokens",
        usage.cachedTokens(),
        "completion_tokens",
        usage.completionTokens());
  }

  /// A document's text on one line. Control characters are data of the document, not commands to
  /// the terminal.
  static String oneLine(String text, int most) {
    String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    return line.length() <= most ? line : line.substring(0, most - 1).stripTrailing() + "…";
  }
}
