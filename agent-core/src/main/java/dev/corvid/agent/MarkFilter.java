package dev.corvid.agent;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes a model's own citation marks, such as `[1]` or `[Passages 1, 2]`, out of text while it is
/// being written: what may become a mark is held back until it is clear. Inside code nothing is a
/// mark: `v[1]` stays.
final class MarkFilter {
  private static final Pattern MARK =
      Pattern.compile(
          "\\s{0,8}\\[(?:[Pp]assages? ?)?\\d{1,2}(?:(?:, ?| ?[-–] ?| and )\\d{1,2}){0,8}\\]");

  private final Consumer<String> out;
  private final StringBuilder held = new StringBuilder();
  private final StringBuilder all = new StringBuilder();
  private boolean code;

  MarkFilter(Consumer<String> out) {
    this.out = out;
  }

  void accept(String piece) {
    held.append(piece);
    drain(false);
  }

  /// Release what was held back; trailing white space is dropped.
  ///
  /// @return all text that was let through
  String finish() {
    drain(true);
    return all.toString();
  }

  private void drain(boolean last) {
    StringBuilder free = new StringBuilder();
    int at = 0;
    Matcher mark = MARK.matcher(held);
    while (at < held.length()) {
      if (!code && mark.region(at, held.length()).lookingAt()) {
        at = mark.end();
      } else if (!code && !last && mark.hitEnd()) {
        break;
      } else {
        char c = held.charAt(at++);
        code ^= c == '`';
        free.append(c);
      }
    }
    held.delete(0, at);
    emit(last ? free.toString().stripTrailing() : free.toString());
  }

  private void emit(String text) {
    String piece = all.isEmpty() ? text.stripLeading() : text;
    if (!piece.isEmpty()) {
      all.append(piece);
      out.accept(piece);
    }
  }
}
