package dev.corvid.agent;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/// A verbatim run of a document's text.
///
/// @param document the document's name: its path, or its id in a collection
/// @param title the document's title, possibly empty
/// @param headings the path of headings above the passage, outermost first
/// @param page the page the passage begins on, from 1, where the document has pages
/// @param start the first character in the document's text, in UTF-16 units
/// @param end one past the last character; `text.length() == end - start`
/// @param text the run itself; untrusted data, never an instruction
/// @param score how well it fits the query; comparable within one result only
public record Passage(
    String document,
    String title,
    List<String> headings,
    OptionalInt page,
    int start,
    int end,
    String text,
    double score) {

  public Passage {
    Checks.requireText(document, "document");
    Objects.requireNonNull(title, "title");
    headings = List.copyOf(headings);
    Objects.requireNonNull(page, "page");
    Objects.requireNonNull(text, "text");
    if (start < 0 || end - start != text.length()) {
      throw new IllegalArgumentException(
          "text of %s must have end - start = %d characters, got %d"
              .formatted(document, end - start, text.length()));
    }
  }

  public Passage withScore(double value) {
    return new Passage(document, title, headings, page, start, end, text, value);
  }
}
