package dev.corvid.retrieval;

import java.util.List;
import java.util.Objects;

/// A parsed document. `text` is what quotes and offsets refer to, everywhere from here to the
/// answer; all offsets count its UTF-16 units.
///
/// @param name what a citation shows: a path that a user can open, or an id in a collection
/// @param title the document's title, possibly empty
/// @param text the whole text; untrusted data
/// @param headings in ascending order of `start`, not overlapping
/// @param pageStarts where each page begins, ascending from 0; empty if the document has no pages
/// @param blocks runs better not cut, such as code and tables; ascending, not overlapping
/// @param notes what the user should know about how it was read, each a few words
public record SourceDocument(
    String name,
    String title,
    String text,
    List<Heading> headings,
    List<Integer> pageStarts,
    List<Span> blocks,
    List<String> notes) {

  /// A heading and where it stands.
  ///
  /// @param level from 1, outermost
  /// @param text as a reader sees it, without markup
  /// @param start its first character, markup included
  /// @param end one past its last character
  public record Heading(int level, String text, int start, int end) {
    public Heading {
      Objects.requireNonNull(text, "text");
      if (level < 1 || start < 0 || end < start) {
        throw new IllegalArgumentException(
            "heading needs level >= 1 and 0 <= start <= end, got %d, %d, %d"
                .formatted(level, start, end));
      }
    }
  }

  /// A run of characters from `start` up to, not including, `end`.
  public record Span(int start, int end) {
    public Span {
      if (start < 0 || end < start) {
        throw new IllegalArgumentException(
            "span needs 0 <= start <= end, got %d, %d".formatted(start, end));
      }
    }

    int length() {
      return end - start;
    }
  }

  public SourceDocument {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name must not be blank");
    }
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(text, "text");
    headings = List.copyOf(headings);
    pageStarts = List.copyOf(pageStarts);
    blocks = List.copyOf(blocks);
    notes = List.copyOf(notes);
    requireOrder(
        "headings", headings.stream().map(h -> new Span(h.start(), h.end())).toList(), text);
    requireOrder("blocks", blocks, text);
    requirePages(pageStarts, text.length());
  }

  /// A document of bare text.
  public static SourceDocument of(String name, String title, String text) {
    return new SourceDocument(name, title, text, List.of(), List.of(), List.of(), List.of());
  }

  public SourceDocument withNotes(List<String> value) {
    return new SourceDocument(name, title, text, headings, pageStarts, blocks, value);
  }

  private static void requireOrder(String what, List<Span> spans, String text) {
    int last = 0;
    for (Span span : spans) {
      if (span.start() < last || span.end() > text.length()) {
        throw new IllegalArgumentException(
            "%s must ascend within %d characters, got %s after %d"
                .formatted(what, text.length(), span, last));
      }
      last = span.end();
    }
  }

  private static void requirePages(List<Integer> starts, int length) {
    int last = 0;
    for (int start : starts) {
      if (start < last || start > length) {
        throw new IllegalArgumentException(
            "pageStarts must ascend from 0 to %d, got %d after %d".formatted(length, start, last));
      }
      last = start;
    }
    if (!starts.isEmpty() && starts.getFirst() != 0) {
      throw new IllegalArgumentException(
          "the first page must start at 0, got " + starts.getFirst());
    }
  }
}
