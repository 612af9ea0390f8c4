package dev.corvid.retrieval;

import java.util.List;

/// A verbatim run of a document's text that is indexed and found as one.
///
/// @param start its first character
/// @param end one past its last character
/// @param page the page it lies on, from 1; 0 if the document has none
/// @param headings the path of headings above and at its beginning, outermost first
/// @param context title and headings that are not part of the text; indexed with it
record Chunk(int start, int end, int page, List<String> headings, String context) {
  Chunk {
    headings = List.copyOf(headings);
  }
}
