package dev.corvid.agent;

import java.util.Objects;
import java.util.OptionalInt;

/// Where an answer comes from. A citation is made by code after the answer, never taken from the
/// model's own marks.
///
/// @param number the mark in the answer, from 1
/// @param document as in [Passage#document()]
/// @param page the page of the quote, where the document has pages
/// @param start the quote's first character in the document's text, in UTF-16 units
/// @param end one past the quote's last character
/// @param quote a verbatim run of the document's text
/// @param verified whether the quote was found to support the claim it stands behind
public record Citation(
    int number,
    String document,
    OptionalInt page,
    int start,
    int end,
    String quote,
    boolean verified) {

  public Citation {
    Checks.requireAtLeast(1, number, "number");
    Checks.requireText(document, "document");
    Objects.requireNonNull(page, "page");
    if (start < 0 || end - start != quote.length()) {
      throw new IllegalArgumentException(
          "quote must have end - start = %d characters, got %d"
              .formatted(end - start, quote.length()));
    }
  }
}
