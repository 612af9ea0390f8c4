package dev.corvid.inference;

/// The merges of byte-pair encoding: which two neighbouring tokens become one, and how early.
///
/// Loading hashes each merge's text once and looks no token up, since a program that tokenizes a
/// few words needs few of 150,000 merges. A merge whose two parts do not join to a token is never
/// applied. It remembers what it
/// looked up. Thread-safe.
final class Merges {
  /// Later than every merge: the two tokens are not merged.
  static final int NONE = Integer.MAX_VALUE;

  private static final int UNKNOWN = 0;

  private final StringTable table;
  private final Vocabulary vocabulary;

  /// Open addressing; a slot holds a rank plus one, 0 is free.
  private final int[] slots;

  /// By rank, the hashes of the left and the right part.
  private final long[] hashes;

  /// By rank, the token that the merge makes plus two, or [#UNKNOWN]. Races are harmless: every
  /// thread finds the same token.
  private final int[] merged;

  /// @param table the merges, `left right` each, in the order of their ranks
  Merges(StringTable table, Vocabulary vocabulary) {
    this.table = table;
    this.vocabulary = vocabulary;
    this.slots = new int[Integer.highestOneBit(Math.max(16, table.size())) * 4];
    this.hashes = new long[table.size()];
    this.merged = new int[table.size()];
    for (int rank = 0; rank < table.size(); rank++) {
      index(rank);
    }
  }

  private void index(int rank) {
    byte[] bytes = table.bytes();
    int from = table.start(rank);
    int to = table.end(rank);
    int space = space(rank);
    if (space < to) {
      int left = Vocabulary.hash(0, bytes, from, space);
      long hash = join(left, Vocabulary.hash(0, bytes, space + 1, to));
      hashes[rank] = hash;
      int slot = slot(hash);
      while (slots[slot] != 0) {
        slot = slot + 1 & slots.length - 1;
      }
      slots[slot] = rank + 1;
    }
  }

  /// Where the left part, which is not empty, ends.
  private int space(int rank) {
    byte[] bytes = table.bytes();
    int space = table.start(rank) + 1;
    while (space < table.end(rank) && bytes[space] != ' ') {
      space++;
    }
    return space;
  }

  /// The rank of the pair's merge, smaller is earlier, or [#NONE]. Of two merges of one pair the
  /// first counts.
  int rank(int left, int right) {
    if (left < 0 || right < 0) {
      return NONE;
    }
    long hash = join(vocabulary.hash(left), vocabulary.hash(right));
    for (int slot = slot(hash); slots[slot] != 0; slot = slot + 1 & slots.length - 1) {
      int rank = slots[slot] - 1;
      if (hashes[rank] == hash && isPair(rank, left, right)) {
        return merged(rank, left, right) < 0 ? NONE : rank;
      }
    }
    return NONE;
  }

  private boolean isPair(int rank, int left, int right) {
    int space = space(rank);
    return vocabulary.hasText(left, table.bytes(), table.start(rank), space)
        && vocabulary.hasText(right, table.bytes(), space + 1, table.end(rank));
  }

  private int merged(int rank, int left, int right) {
    if (merged[rank] == UNKNOWN) {
      merged[rank] = vocabulary.ofPair(left, right) + 2;
    }
    return merged[rank] - 2;
  }

  /// The token that the merge of that rank makes, after [#rank(int, int)] returned it.
  int merged(int rank) {
    return merged[rank] - 2;
  }

  private static long join(int left, int right) {
    return (long) left << 32 | right & 0xFFFF_FFFFL;
  }

  private int slot(long hash) {
    long mixed = hash * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 40) & slots.length - 1;
  }
}
