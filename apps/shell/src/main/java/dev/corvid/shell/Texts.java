package dev.corvid.shell;

import dev.corvid.agent.Usage;
import dev.corvid.command.Console;
import dev.corvid.command.Invocation;
import dev.corvid.command.Json;
import dev.corvid.command.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Small texts of several commands.
final class Texts {
  private static final int LONGEST_FILE = 4 << 20;

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

  /// The text of a small file that an option names; a pipe will do.
  ///
  /// @throws UsageException if it cannot be read, is no UTF-8 or longer than 4 MB
  static String file(Path file, String name) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST_FILE + 1);
      if (bytes.length <= LONGEST_FILE) {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      }
      throw unreadable(file, name, "it is longer than " + Console.bytes(LONGEST_FILE));
    } catch (NoSuchFileException e) {
      throw unreadable(file, name, "there is no such file");
    } catch (CharacterCodingException e) {
      throw unreadable(file, name, "it is no UTF-8 text");
    } catch (IOException e) {
      throw unreadable(file, name, String.valueOf(e.getMessage()));
    }
  }

  private static UsageException unreadable(Path file, String name, String problem) {
    return new UsageException(
        "The %s '%s' cannot be read: %s.".formatted(name, file, problem),
        "Check the path and its rights.");
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
    return text.replaceAll("[\\p{Cc}&&[^\n\t]]", "");
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
    String line = text.replaceAll("[\\s\\p{Cc}]+", " ").strip();
    return line.length() <= most ? line : line.substring(0, most - 1).stripTrailing() + "…";
  }
}
