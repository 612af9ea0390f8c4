package dev.corvid.retrieval;

import dev.corvid.retrieval.SourceDocument.Heading;
import dev.corvid.retrieval.SourceDocument.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Where a document's sections and pages begin, and what stands above a place.
final class Outline {
  private static final int CONTEXT_TOKENS = 64;

  private final SourceDocument document;
  private final List<Integer> headingStarts;

  Outline(SourceDocument document) {
    this.document = document;
    this.headingStarts = document.headings().stream().map(Heading::start).toList();
  }

  /// The heading above an offset as an index into the document's headings, or -1.
  int section(int offset) {
    return lastAtOrBefore(headingStarts, offset);
  }

  int level(int section) {
    return section < 0 ? 0 : document.headings().get(section).level();
  }

  boolean opensSection(int offset) {
    int section = section(offset);
    return section >= 0 && headingStarts.get(section) == offset;
  }

  /// The page of an offset, from 1; 0 if the document has none.
  int page(int offset) {
    return lastAtOrBefore(document.pageStarts(), offset) + 1;
  }

  Chunk chunk(Span span) {
    List<Heading> path = path(span.start());
    List<String> outside = new ArrayList<>();
    for (Heading heading : path) {
      if (heading.start() < span.start()) {
        outside.add(heading.text());
      }
    }
    return new Chunk(
        span.start(),
        span.end(),
        page(span.start()),
        path.stream().map(Heading::text).toList(),
        context(outside, path));
  }

  Chunk whole() {
    int end = document.text().length();
    return new Chunk(0, end, page(0), List.of(), document.title());
  }

  private String context(List<String> outside, List<Heading> path) {
    List<String> parts = new ArrayList<>();
    boolean titled = path.stream().anyMatch(h -> h.text().equalsIgnoreCase(document.title()));
    if (!titled && !document.title().isBlank()) {
      parts.add(document.title());
    }
    parts.addAll(outside);
    String context = String.join("\n", parts);
    return context.substring(0, TokenEstimate.fit(context, 0, context.length(), CONTEXT_TOKENS));
  }

  /// The headings above an offset, each deeper than the one before.
  private List<Heading> path(int offset) {
    List<Heading> path = new ArrayList<>();
    int level = Integer.MAX_VALUE;
    for (int i = section(offset); i >= 0 && level > 1; i--) {
      Heading heading = document.headings().get(i);
      if (heading.level() < level) {
        path.add(heading);
        level = heading.level();
      }
    }
    Collections.reverse(path);
    return path;
  }

  private static int lastAtOrBefore(List<Integer> starts, int offset) {
    int low = 0;
    int high = starts.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (starts.get(middle) <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }
}
