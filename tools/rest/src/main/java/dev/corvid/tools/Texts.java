package dev.corvid.tools;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/// Small texts of the module.
final class Texts {
  private static final Pattern TAG = Pattern.compile("</?[a-zA-Z][^<>]{0,200}>");
  private static final Pattern LINK = Pattern.compile("\\[([^\\[\\]]{1,200})]\\([^()]{0,500}\\)");

  private Texts() {}

  /// The beginning of a text, with an ellipsis if something is missing; never half a character.
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Math.max(0, most - 1);
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end).stripTrailing() + "…";
  }

  /// A description on one line: no markup, no line breaks, cut between words where one is near.
  static String describe(String text, int most) {
    // What comes after this cannot become part of the result.
    String head = cut(text, 8 * most);
    if (head.indexOf('<') >= 0) {
      head = TAG.matcher(head).replaceAll(" ");
    }
    if (head.contains("](")) {
      head = LINK.matcher(head).replaceAll("$1");
    }
    head = onOneLine(head);
    if (head.length() <= most) {
      return head;
    }
    int space = head.lastIndexOf(' ', most - 1);
    return cut(head, space > most / 2 ? space + 1 : most);
  }

  /// Without regular expressions: a large document has a hundred thousand descriptions.
  private static String onOneLine(String text) {
    StringBuilder line = new StringBuilder(text.length());
    boolean blank = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isBlank = Character.isWhitespace(c) || Character.isISOControl(c);
      if (!isBlank) {
        line.append(c);
      } else if (!blank) {
        line.append(' ');
      }
      blank = isBlank;
    }
    return line.toString().strip();
  }

  /// The candidate at the least edit distance, if it is near.
  static Optional<String> nearest(String word, Collection<String> candidates) {
    String best = "";
    int least = Math.max(2, word.length() / 3) + 1;
    for (String candidate : candidates) {
      int distance = distance(word, candidate, least);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best.isEmpty() ? Optional.empty() : Optional.of(best);
  }

  /// Levenshtein's distance without regard to case, or `most` if it is not below that.
  private static int distance(String a, String b, int most) {
    if (Math.abs(a.length() - b.length()) >= most) {
      return most;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (same(a.charAt(i - 1), b.charAt(j - 1)) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return Math.min(most, row[b.length()]);
  }

  private static boolean same(char a, char b) {
    return Character.toLowerCase(a) == Character.toLowerCase(b);
  }
}
