package dev.corvid.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Splits text into its smallest quotable pieces, offsets kept: the sentences of paragraphs and
/// list items, headings, rows of tables and lines of code. Markdown is recognised, plain text needs
/// no marks. Reads each character a bounded number of times, whatever the text.
final class Sentences {
  /// What begins a line that does not continue the paragraph above: list, quote, heading, table
  /// row.
  private static final Pattern BLOCK_START =
      Pattern.compile("[ \\t]{0,12}(?:(?:[-*+>]|\\d{1,3}[.)]|#{1,6})[ \\t]+|\\||>)");

  private static final Pattern FENCE = Pattern.compile("[ \\t>]{0,12}(?:```|~~~)");

  private static final Pattern SENTENCE_END =
      Pattern.compile(
          "[.!?]{1,3}[\"'”’)\\]*_`]{0,3}(?=\\s{1,8}[\"'“‘(\\[*_`]{0,3}[\\p{Lu}\\p{N}])|[。！？]");

  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "mr", "mrs", "ms", "dr", "st", "vs", "e.g", "i.e", "etc", "no", "fig", "prof", "jr",
          "sr");

  private final String text;
  private final List<Span> spans = new ArrayList<>();
  private int blockStart = -1;
  private int blockEnd;

  private Sentences(String text) {
    this.text = text;
  }

  /// The pieces in order; none is blank, none overlaps another.
  static List<Span> of(String text) {
    return new Sentences(text).split();
  }

  private List<Span> split() {
    boolean code = false;
    for (int start = 0; start < text.length(); ) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      if (FENCE.matcher(text).region(start, end).lookingAt()) {
        endBlock();
        code = !code;
      } else {
        line(start, end, code);
      }
      start = end + 1;
    }
    endBlock();
    return List.copyOf(spans);
  }

  private void line(int start, int end, boolean code) {
    if (code) {
      add(start, end);
      return;
    }
    Matcher marker = BLOCK_START.matcher(text).region(start, end);
    if (text.substring(start, end).isBlank()) {
      endBlock();
    } else if (marker.lookingAt()) {
      endBlock();
      boolean single = isSingleLine(start, end);
      if (single) {
        add(text.charAt(marker.end() - 1) == '|' ? marker.start() : marker.end(), end);
      } else {
        blockStart = marker.end();
        blockEnd = end;
      }
    } else {
      blockStart = blockStart < 0 ? start : blockStart;
      blockEnd = end;
    }
  }

  /// Headings and rows of tables end with their line.
  private boolean isSingleLine(int start, int end) {
    String line = text.substring(start, end).stripLeading();
    return line.startsWith("#") || line.startsWith("|");
  }

  private void endBlock() {
    if (blockStart < 0) {
      return;
    }
    int start = blockStart;
    Matcher matcher =
        SENTENCE_END.matcher(text).region(blockStart, blockEnd).useTransparentBounds(true);
    while (matcher.find()) {
      if (!endsWithAbbreviation(start, matcher.start())) {
        add(start, matcher.end());
        start = matcher.end();
      }
    }
    add(start, blockEnd);
    blockStart = -1;
  }

  /// "Dr. Smith", "J. Smith": the point belongs to the word.
  private boolean endsWithAbbreviation(int start, int point) {
    int begin = point;
    while (begin > start && point - begin < 8 && !Character.isWhitespace(text.charAt(begin - 1))) {
      begin--;
    }
    String word = text.substring(begin, point);
    boolean initial = word.length() == 1 && Character.isUpperCase(word.charAt(0));
    return initial || ABBREVIATIONS.contains(word.toLowerCase(Locale.ROOT));
  }

  private void add(int start, int end) {
    int from = start;
    int to = end;
    while (from < to && Character.isWhitespace(text.charAt(from))) {
      from++;
    }
    while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
      to--;
    }
    if (from < to) {
      spans.add(new Span(from, to));
    }
  }
}
