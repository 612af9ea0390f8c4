package dev.corvid.inference.internal.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// What filters and methods do with strings; each character keeps its origin.
final class Strings {
  /// What Python's `str.strip` takes for white space.
  private static final String SPACE =
      " \t\n\r"
          + "\f\u000B\u001C\u001D\u001E\u001F\u0085\u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005"
          + "\u2006\u2007\u2008\u2009\u200A\u2028\u2029\u202F\u205F\u3000";

  private Strings() {}

  /// Without leading and trailing characters of a set, white space if it is none.
  static Text strip(Text text, Object set, boolean left, boolean right) {
    String characters = set instanceof Text chosen ? chosen.value() : SPACE;
    String value = text.value();
    int from = 0;
    int to = value.length();
    while (left && from < to && characters.indexOf(value.charAt(from)) >= 0) {
      from++;
    }
    while (right && to > from && characters.indexOf(value.charAt(to - 1)) >= 0) {
      to--;
    }
    return text.slice(from, to);
  }

  static Text replace(Text text, Text old, Text replacement, int most) {
    TextBuilder out = new TextBuilder();
    int at = 0;
    for (int count = 0; count < most; count++) {
      int found = text.value().indexOf(old.value(), old.length() == 0 && count > 0 ? at + 1 : at);
      if (found < 0 || old.length() == 0 && count > text.length()) {
        break;
      }
      out.append(text, at, found).append(replacement);
      at = found + old.length();
    }
    return out.append(text, at, text.length()).build();
  }

  /// The parts between separators; with none, between runs of white space.
  static List<Object> split(Text text, Object separator, int most) {
    if (!(separator instanceof Text by)) {
      return splitAtSpace(text, most);
    }
    if (by.length() == 0) {
      throw new TemplateException("the separator of split must not be empty");
    }
    List<Object> parts = new ArrayList<>();
    int at = 0;
    int found = text.value().indexOf(by.value());
    while (found >= 0 && parts.size() < most) {
      parts.add(text.slice(at, found));
      at = found + by.length();
      found = text.value().indexOf(by.value(), at);
    }
    parts.add(text.slice(at, text.length()));
    return parts;
  }

  private static List<Object> splitAtSpace(Text text, int most) {
    List<Object> parts = new ArrayList<>();
    Text rest = strip(text, None.NONE, true, false);
    while (rest.length() > 0) {
      int end = 0;
      while (end < rest.length() && SPACE.indexOf(rest.value().charAt(end)) < 0) {
        end++;
      }
      if (parts.size() == most) {
        end = rest.length();
      }
      parts.add(rest.slice(0, end));
      rest = strip(rest.slice(end, rest.length()), None.NONE, true, false);
    }
    return parts;
  }

  static Text upper(Text text) {
    return byRun(text, run -> run.toUpperCase(Locale.ROOT));
  }

  static Text lower(Text text) {
    return byRun(text, run -> run.toLowerCase(Locale.ROOT));
  }

  static Text capitalize(Text text) {
    if (text.length() == 0) {
      return text;
    }
    int first = text.value().offsetByCodePoints(0, 1);
    return upper(text.slice(0, first)).concat(lower(text.slice(first, text.length())));
  }

  /// Each word's first letter upper case, the others lower case.
  static Text title(Text text) {
    TextBuilder out = new TextBuilder();
    boolean inWord = false;
    for (int i = 0; i < text.length(); i++) {
      Text character = text.slice(i, i + 1);
      out.append(inWord ? lower(character) : upper(character));
      inWord = Character.isLetter(text.value().charAt(i));
    }
    return out.build();
  }

  static Text join(List<Object> items, Text separator) {
    TextBuilder out = new TextBuilder();
    boolean first = true;
    for (Object item : items) {
      if (!first) {
        out.append(separator);
      }
      out.append(Printer.string(item));
      first = false;
    }
    return out.build();
  }

  /// Indent all lines but the first, and that one if asked to; empty lines only if asked to.
  static Text indent(Text text, Text by, boolean first, boolean blank) {
    TextBuilder out = new TextBuilder();
    boolean firstLine = true;
    for (Object part : split(text, Text.literal("\n"), Integer.MAX_VALUE)) {
      Text line = (Text) part;
      if (!firstLine) {
        out.append("\n", false);
      }
      if (firstLine ? first : blank || line.length() > 0) {
        out.append(by);
      }
      out.append(line);
      firstLine = false;
    }
    return out.build();
  }

  private static Text byRun(Text text, UnaryOperator<String> change) {
    TextBuilder out = new TextBuilder();
    for (int i = 0; i < text.length(); ) {
      int end = text.runEnd(i);
      out.append(change.apply(text.value().substring(i, end)), text.isData(i));
      i = end;
    }
    return out.build();
  }
}
