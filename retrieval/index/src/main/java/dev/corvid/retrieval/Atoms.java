package dev.corvid.retrieval;

import dev.corvid.retrieval.SourceDocument.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// The smallest runs a chunk is made of: paragraphs and uncut blocks. They tile the text; none
/// crosses a heading's start or a page; what is longer than a chunk is cut at the end of a
/// sentence, a line or a word, in this order.
final class Atoms {
  private final String text;
  private final SourceDocument document;
  private final int target;
  private final int max;
  private final List<Span> atoms = new ArrayList<>();
  private int nextBlock;

  Atoms(SourceDocument document, int target, int max) {
    this.document = document;
    this.text = document.text();
    this.target = target;
    this.max = max;
    var cuts = new TreeSet<Integer>(document.pageStarts());
    document.headings().forEach(heading -> cuts.add(heading.start()));
    cuts.add(0);
    cuts.add(text.length());
    int start = cuts.first();
    for (int end : cuts.tailSet(start, false)) {
      section(start, end);
      start = end;
    }
  }

  List<Span> all() {
    return atoms;
  }

  private void section(int start, int end) {
    int position = start;
    List<Span> blocks = document.blocks();
    for (; nextBlock < blocks.size() && blocks.get(nextBlock).start() < end; nextBlock++) {
      Span block = blocks.get(nextBlock);
      if (block.start() >= position && block.end() <= end) {
        paragraphs(position, block.start());
        add(block.start(), block.end(), max, true);
        position = block.end();
      }
    }
    paragraphs(position, end);
  }

  private void paragraphs(int start, int end) {
    int from = start;
    for (int at = start; at < end; at++) {
      if (text.charAt(at) == '\n') {
        int next = afterBlankLines(at + 1, end);
        if (next > at + 1) {
          add(from, next, target, false);
          from = next;
          at = next - 1;
        }
      }
    }
    add(from, end, target, false);
  }

  /// Where the line at `at` begins if it is not blank, else past the blank lines.
  private int afterBlankLines(int at, int end) {
    int lineStart = at;
    for (int i = at; i < end; i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        lineStart = i + 1;
      } else if (!Character.isWhitespace(c)) {
        return lineStart;
      }
    }
    return end;
  }

  private void add(int start, int end, int limit, boolean lines) {
    int from = start;
    while (from < end) {
      int fit = TokenEstimate.fit(text, from, end, limit);
      int to = fit >= end ? end : Breaks.before(text, from, fit, lines);
      atoms.add(new Span(from, to));
      from = to;
    }
  }
}
