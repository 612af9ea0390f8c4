package dev.corvid.inference.internal.constraint;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes what [JsonReader] reads as JSON text, without spaces and with as few escapes as there can
/// be.
final class JsonText {
  private static final String SHORT = "\b\f\n\r\t\"\\";
  private static final String LETTERS = "bfnrt\"\\";

  private final StringBuilder out = new StringBuilder();

  private JsonText() {}

  static byte[] of(@Nullable Object value) {
    JsonText text = new JsonText();
    text.append(value);
    return text.out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void append(@Nullable Object value) {
    switch (value) {
      case Map<?, ?> map -> {
        out.append('{');
        map.forEach(
            (name, member) -> {
              separate('{');
              string(String.valueOf(name));
              out.append(':');
              append(member);
            });
        out.append('}');
      }
      case List<?> list -> {
        out.append('[');
        for (Object item : list) {
          separate('[');
          append(item);
        }
        out.append(']');
      }
      case String string -> string(string);
      case null -> out.append("null");
      // Numbers and booleans.
      default -> out.append(value);
    }
  }

  private void separate(char opening) {
    if (out.charAt(out.length() - 1) != opening) {
      out.append(',');
    }
  }

  private void string(String string) {
    out.append('"');
    for (int i = 0; i < string.length(); i++) {
      char c = string.charAt(i);
      int escape = SHORT.indexOf(c);
      if (escape >= 0) {
        out.append('\\').append(LETTERS.charAt(escape));
      } else if (c < ' ') {
        out.append("\\u00%02x".formatted((int) c));
      } else {
        requireCharacter(string, i);
        out.append(c);
      }
    }
    out.append('"');
  }

  private static void requireCharacter(String string, int i) {
    char c = string.charAt(i);
    boolean paired =
        Character.isHighSurrogate(c)
            ? i + 1 < string.length() && Character.isLowSurrogate(string.charAt(i + 1))
            : !Character.isLowSurrogate(c)
                || i > 0 && Character.isHighSurrogate(string.charAt(i - 1));
    if (!paired) {
      throw new SchemaException(
          "the schema has a string with half a character (U+%04X)".formatted((int) c),
          "Write both surrogates of the character.");
    }
  }
}
