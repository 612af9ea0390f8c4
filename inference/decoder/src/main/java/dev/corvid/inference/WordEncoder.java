package dev.corvid.inference;

import java.util.Arrays;

/// Encodes the words that a [PreTokenizer] finds, one after the other, into one list of tokens.
///
/// The symbols of a word form a linked list, and possible merges wait in a heap by rank and place,
/// so that a word of `n` bytes takes `O(n log n)` however long it is. Not thread-safe.
final class WordEncoder implements PreTokenizer.Words {
  private static final int GONE = -2;

  private final Vocabulary vocabulary;
  private final Merges merges;
  private final IntList tokens = new IntList();
  private final ByteList bytes = new ByteList();
  private final LongHeap candidates = new LongHeap();

  /// By place in the word: the token that starts there, [#GONE] once its left neighbour took it in.
  private int[] symbols = new int[64];

  private int[] previous = new int[64];
  private int[] next = new int[64];

  WordEncoder(Vocabulary vocabulary, Merges merges) {
    this.vocabulary = vocabulary;
    this.merges = merges;
  }

  IntList tokens() {
    return tokens;
  }

  @Override
  public void word(String text, int from, int to) {
    bytes.clear();
    for (int i = from; i < to; ) {
      int c = text.codePointAt(i);
      bytes.addUtf8(c);
      i += Character.charCount(c);
    }
    int count = start();
    for (int left = 0; left + 1 < count; left++) {
      offer(left, left + 1);
    }
    while (!candidates.isEmpty()) {
      merge(candidates.poll(), count);
    }
    for (int i = 0; i < count; i = next[i]) {
      if (symbols[i] >= 0) {
        tokens.add(symbols[i]);
      }
    }
  }

  /// Make each byte a symbol. A byte that the vocabulary lacks has no token and is left out, as in
  /// llama.cpp.
  private int start() {
    int count = bytes.size();
    reserve(count);
    for (int i = 0; i < count; i++) {
      symbols[i] = vocabulary.ofByte(bytes.get(i));
      previous[i] = i - 1;
      next[i] = i + 1;
    }
    return count;
  }

  private void merge(long candidate, int count) {
    int rank = (int) (candidate >>> 32);
    int left = (int) candidate;
    int right = next[left];
    // Stale if one of the two has been merged with another neighbour since.
    if (symbols[left] == GONE
        || right >= count
        || merges.rank(symbols[left], symbols[right]) != rank) {
      return;
    }
    symbols[left] = merges.merged(rank);
    symbols[right] = GONE;
    next[left] = next[right];
    if (next[left] < count) {
      previous[next[left]] = left;
      offer(left, next[left]);
    }
    if (previous[left] >= 0) {
      offer(previous[left], left);
    }
  }

  private void offer(int left, int right) {
    int rank = merges.rank(symbols[left], symbols[right]);
    if (rank != Merges.NONE) {
      candidates.add((long) rank << 32 | left);
    }
  }

  private void reserve(int count) {
    if (count > symbols.length) {
      int capacity = Math.max(count, 2 * symbols.length);
      symbols = Arrays.copyOf(symbols, capacity);
      previous = Arrays.copyOf(previous, capacity);
      next = Arrays.copyOf(next, capacity);
    }
  }
}
