package dev.corvid.inference.internal.constraint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/// The tokens of a vocabulary in the order of their bytes, so that tokens with a common beginning
/// stand together. Immutable, thread-safe.
public final class TokenIndex {
  /// Together fewer than the bits of a positive `long`.
  private static final int PREFIX_BYTES = 4;

  private static final int INDEX_BITS = 30;

  private final int vocabularySize;

  /// The tokens' bytes one after the other, where each begins, and the token at each place.
  private final byte[] bytes;

  private final int[] starts;
  private final int[] tokens;

  /// By place, how many bytes a token has in common with the one before.
  private final int[] shared;

  private final int longest;

  private TokenIndex(int vocabularySize, List<Entry> entries) {
    this.vocabularySize = vocabularySize;
    this.bytes = new byte[entries.stream().mapToInt(entry -> entry.bytes().length).sum()];
    this.starts = new int[entries.size() + 1];
    this.tokens = new int[entries.size()];
    this.shared = new int[entries.size()];
    byte[] before = new byte[0];
    int most = 0;
    for (int i = 0; i < tokens.length; i++) {
      byte[] now = entries.get(i).bytes();
      System.arraycopy(now, 0, bytes, starts[i], now.length);
      starts[i + 1] = starts[i] + now.length;
      tokens[i] = entries.get(i).token();
      int mismatch = Arrays.mismatch(before, now);
      shared[i] = mismatch < 0 ? now.length : mismatch;
      most = Math.max(most, now.length);
      before = now;
    }
    this.longest = most;
  }

  private record Entry(byte[] bytes, int token) {
    /// The first bytes as a number that is ordered like them.
    long prefix() {
      long prefix = 0;
      for (int i = 0; i < PREFIX_BYTES; i++) {
        prefix = prefix << Byte.SIZE | (i < bytes.length ? bytes[i] & 0xFF : 0);
      }
      return prefix;
    }
  }

  /// @param isText whether a token is a piece of text and may be part of one
  /// @param bytes a token's bytes
  public static TokenIndex of(int vocabularySize, IntPredicate isText, IntFunction<byte[]> bytes) {
    List<Entry> entries = new ArrayList<>(vocabularySize);
    for (int token = 0; token < vocabularySize; token++) {
      if (isText.test(token)) {
        byte[] text = bytes.apply(token);
        if (text.length > 0) {
          entries.add(new Entry(text, token));
        }
      }
    }
    return new TokenIndex(vocabularySize, sorted(entries));
  }

  /// A comparison of bytes for each pair would take most of the time that constraints need at all:
  /// numbers that begin like the bytes are sorted first, and only runs of equal ones by the rest.
  private static List<Entry> sorted(List<Entry> entries) {
    long[] keys = new long[entries.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = entries.get(i).prefix() << INDEX_BITS | i;
    }
    Arrays.sort(keys);
    Entry[] sorted = new Entry[keys.length];
    for (int i = 0; i < keys.length; i++) {
      sorted[i] = entries.get((int) (keys[i] & (1 << INDEX_BITS) - 1));
    }
    for (int from = 0; from < keys.length; ) {
      int to = from + 1;
      while (to < keys.length && keys[to] >> INDEX_BITS == keys[from] >> INDEX_BITS) {
        to++;
      }
      Arrays.sort(sorted, from, to, (a, b) -> Arrays.compareUnsigned(a.bytes(), b.bytes()));
      from = to;
    }
    return List.of(sorted);
  }

  /// The bytes of the longest token.
  int longest() {
    return longest;
  }

  /// The tokens that may come in the state, one bit each.
  long[] allowed(State state) {
    long[] allowed = new long[(vocabularySize + Long.SIZE - 1) / Long.SIZE];
    State[] path = new State[longest + 1];
    path[0] = state;
    for (int i = 0; i < tokens.length; ) {
      int depth = follow(i, path);
      i++;
      if (path[depth].isDead()) {
        // All that begin alike are wrong, too.
        while (i < tokens.length && shared[i] >= depth) {
          i++;
        }
      } else {
        allowed[tokens[i - 1] / Long.SIZE] |= 1L << tokens[i - 1];
      }
    }
    return allowed;
  }

  /// Go on from what the token shares with the one before, to its end or to a byte that is wrong.
  ///
  /// @return how many bytes of the token were read
  private int follow(int place, State[] path) {
    int length = starts[place + 1] - starts[place];
    int depth = shared[place];
    while (depth < length && !path[depth].isDead()) {
      path[depth + 1] = path[depth].next(bytes[starts[place] + depth]);
      depth++;
    }
    return depth;
  }

  /// Tokens that make up the text, each as long as there is one; empty if one of its bytes is in no
  /// token.
  Optional<int[]> spell(byte[] text) {
    int[] spelled = new int[text.length];
    int count = 0;
    for (int at = 0; at < text.length; ) {
      int place = longest(text, at);
      if (place < 0) {
        return Optional.empty();
      }
      spelled[count++] = tokens[place];
      at += starts[place + 1] - starts[place];
    }
    return Optional.of(Arrays.copyOf(spelled, count));
  }

  /// The place of the longest token that the text goes on with, or -1.
  private int longest(byte[] text, int from) {
    int best = -1;
    int low = 0;
    int high = tokens.length;
    for (int depth = 0; low < high && from + depth < text.length; depth++) {
      int b = text[from + depth] & 0xFF;
      low = lowest(low, high, depth, b);
      high = lowest(low, high, depth, b + 1);
      if (low < high && starts[low + 1] - starts[low] == depth + 1) {
        best = low;
      }
    }
    return best;
  }

  /// The first place in `[low, high)` whose byte at `depth` is at least `b`; shorter tokens come
  /// first.
  private int lowest(int low, int high, int depth, int b) {
    int from = low;
    int to = high;
    while (from < to) {
      int middle = (from + to) >>> 1;
      int length = starts[middle + 1] - starts[middle];
      int there = depth < length ? bytes[starts[middle] + depth] & 0xFF : -1;
      if (there < b) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}
