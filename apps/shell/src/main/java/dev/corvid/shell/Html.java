package dev.corvid.shell;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/// A piece of an HTML page. Text can only become one by [#text], which escapes it, so nothing that
/// a model or a server wrote can be anything else than text.
///
/// @param markup what stands in the page
record Html(String markup) {
  static final Html NONE = new Html("");

  /// A text, as it is. What a reader would not see is shown as a sign or by its number: control
  /// characters, and marks that would reorder the text around them.
  static Html text(String text) {
    StringBuilder markup = new StringBuilder();
    text.replace("\r\n", "\n").codePoints().forEach(c -> append(markup, c));
    return new Html(markup.toString());
  }

  private static void append(StringBuilder markup, int c) {
    switch (c) {
      case '&' -> markup.append("&amp;");
      case '<' -> markup.append("&lt;");
      case '>' -> markup.append("&gt;");
      case '"' -> markup.append("&quot;");
      case '\'' -> markup.append("&#39;");
      case '\n', '\t' -> markup.append((char) c);
      default -> markup.append(visible(c));
    }
  }

  private static String visible(int c) {
    if (c < 0x20) {
      // Unicode has a picture of each.
      return Character.toString(0x2400 + c);
    }
    return switch (Character.getType(c)) {
      case Character.SURROGATE -> "\uFFFD";
      case Character.CONTROL -> number(c);
      // Two of them join and separate letters in scripts and emoji, and move nothing.
      case Character.FORMAT -> c == 0x200C || c == 0x200D ? Character.toString(c) : number(c);
      default -> Character.toString(c);
    };
  }

  private static String number(int c) {
    return "⟨U+%04X⟩".formatted(c);
  }

  /// An element.
  ///
  /// @param tag its name, with a class behind a dot: `p.when`; words of this program only
  static Html element(String tag, Html... content) {
    return element(tag, "", content);
  }

  /// An element with attributes.
  ///
  /// @param attributes as they stand in the tag; words of this program only
  static Html element(String tag, String attributes, Html... content) {
    String[] names = tag.split("\\.", 2);
    String classed = names.length == 1 ? "" : " class=\"" + names[1] + "\"";
    String open = attributes.isEmpty() ? "" : " " + attributes;
    return new Html(
        "<%s%s%s>%s</%s>".formatted(names[0], classed, open, all(content).markup, names[0]));
  }

  static Html all(Html... pieces) {
    return all(Arrays.asList(pieces));
  }

  static Html all(Collection<Html> pieces) {
    return new Html(pieces.stream().map(Html::markup).collect(Collectors.joining()));
  }
}
