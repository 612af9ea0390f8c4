package dev.corvid.retrieval;

import dev.corvid.retrieval.SourceDocument.Span;
import java.util.ArrayList;
import java.util.List;

/// Cuts a document into chunks: in ascending order, disjoint, with nothing but white space between
/// them.
final class Chunker {
  private final Chunking chunking;

  Chunker(Chunking chunking) {
    this.chunking = chunking;
  }

  List<Chunk> chunk(SourceDocument document) {
    var outline = new Outline(document);
    return switch (chunking) {
      case Chunking.WholeDocuments() -> List.of(outline.whole());
      case Chunking.ByStructure(int target, int max) ->
          new Packing(document, outline, target, max).chunks();
    };
  }

  /// Packs atoms into chunks, greedily: fill up to the target; what is smaller than a quarter of it
  /// joins its neighbour where that does not mix pages or climb out of a section.
  private static final class Packing {
    private final SourceDocument document;
    private final Outline outline;
    private final int target;
    private final int max;
    private final int small;
    private final List<Piece> pieces = new ArrayList<>();

    /// @param level of the section it begins in: 0 before the first heading
    /// @param opens whether it begins with the section's heading
    private record Piece(Span span, int tokens, int section, int level, boolean opens, int page) {
      Piece with(Piece next) {
        return new Piece(
            new Span(span.start(), next.span.end()),
            tokens + next.tokens,
            section,
            level,
            opens,
            page);
      }
    }

    Packing(SourceDocument document, Outline outline, int target, int max) {
      this.document = document;
      this.outline = outline;
      this.target = target;
      this.max = max;
      this.small = target / 4;
    }

    List<Chunk> chunks() {
      for (Span atom : new Atoms(document, target, max).all()) {
        add(piece(atom));
      }
      List<Chunk> chunks = new ArrayList<>();
      for (Piece piece : pieces) {
        Span span = trimmed(piece.span);
        if (span.length() > 0) {
          chunks.add(outline.chunk(span));
        }
      }
      return chunks;
    }

    private Piece piece(Span atom) {
      int section = outline.section(atom.start());
      return new Piece(
          atom,
          TokenEstimate.of(document.text(), atom.start(), atom.end()),
          section,
          outline.level(section),
          outline.opensSection(atom.start()),
          outline.page(atom.start()));
    }

    private void add(Piece piece) {
      if (!pieces.isEmpty() && joins(pieces.getLast(), piece)) {
        pieces.set(pieces.size() - 1, pieces.getLast().with(piece));
        return;
      }
      mergeSmallTail();
      pieces.add(piece);
    }

    private boolean joins(Piece current, Piece next) {
      if (current.page != next.page) {
        return false;
      }
      int together = current.tokens + next.tokens;
      if (next.opens) {
        return current.tokens < small && together <= target && next.level >= current.level;
      }
      return together <= target || (current.tokens < small && together <= max);
    }

    /// The end of a section that came out too small goes to the chunk before it.
    private void mergeSmallTail() {
      int last = pieces.size() - 1;
      if (last < 1) {
        return;
      }
      Piece tail = pieces.get(last);
      Piece before = pieces.get(last - 1);
      if (tail.tokens < small
          && !tail.opens
          && tail.page == before.page
          && tail.section == outline.section(before.span.end() - 1)
          && before.tokens + tail.tokens <= max) {
        pieces.removeLast();
        pieces.set(last - 1, before.with(tail));
      }
    }

    private Span trimmed(Span span) {
      String text = document.text();
      int start = span.start();
      int end = span.end();
      while (start < end && Character.isWhitespace(text.charAt(start))) {
        start++;
      }
      while (end > start && Character.isWhitespace(text.charAt(end - 1))) {
        end--;
      }
      return new Span(start, end);
    }
  }
}
