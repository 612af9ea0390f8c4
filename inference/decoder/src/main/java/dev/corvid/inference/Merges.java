package dev.corvid.inference;

import java.nio.file.Path;
import java.util.Arrays;

/// The merges of byte-pair encoding: which two neighbouring tokens become one, and how early.
final class Merges {
  /// Later than every merge: the two tokens are not merged.
  static final int NONE = Integer.MAX_VALUE;

  /// Open addressing; a pair of tokens as `left << 32 | right`, or -1 where free.
  private final long[] pairs;

  private final int[] ranks;
  private final int[] merged;

  private Merges(int count) {
    int capacity = Integer.highestOneBit(Math.max(16, count)) * 4;
    this.pairs = new long[capacity];
    this.ranks = new int[capacity];
    this.merged = new int[count];
    Arrays.fill(pairs, -1);
  }

  /// Read merges, `left right` each, in the order of their ranks.
  static Merges of(Path path, StringTable table, Vocabulary vocabulary) {
    Merges merges = new Merges(table.size());
    for (int rank = 0; rank < table.size(); rank++) {
      merges.read(path, table, rank, vocabulary);
    }
    return merges;
  }

  private void read(Path path, StringTable table, int rank, Vocabulary vocabulary) {
    byte[] bytes = table.bytes();
    int from = table.start(rank);
    int to = table.end(rank);
    int space = from + 1;
    while (space < to && bytes[space] != ' ') {
      space++;
    }
    int left = vocabulary.find(bytes, from, Math.min(space, to), bytes, 0, 0);
    int right = vocabulary.find(bytes, Math.min(space + 1, to), to, bytes, 0, 0);
    int both =
        vocabulary.find(bytes, from, Math.min(space, to), bytes, Math.min(space + 1, to), to);
    if (left < 0 || right < 0 || both < 0) {
      throw ModelFileException.damaged(
          path,
          "tokenizer.ggml.merges[%d] must be two tokens that join to a third, is '%s'"
              .formatted(rank, table.get(rank)));
    }
    put((long) left << 32 | right, rank);
    merged[rank] = both;
  }

  /// Of two merges of one pair the first counts.
  private void put(long pair, int rank) {
    int slot = slot(pair);
    while (pairs[slot] >= 0 && pairs[slot] != pair) {
      slot = slot + 1 & pairs.length - 1;
    }
    if (pairs[slot] < 0) {
      pairs[slot] = pair;
      ranks[slot] = rank;
    }
  }

  /// The rank of the pair's merge, smaller is earlier, or [#NONE].
  int rank(int left, int right) {
    long pair = (long) left << 32 | right;
    int slot = slot(pair);
    while (pairs[slot] >= 0) {
      if (pairs[slot] == pair) {
        return ranks[slot];
      }
      slot = slot + 1 & pairs.length - 1;
    }
    return NONE;
  }

  /// The token that the merge of that rank makes.
  int merged(int rank) {
    return merged[rank];
  }

  private int slot(long pair) {
    long mixed = pair * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 40) & pairs.length - 1;
  }
}
