package dev.corvid.inference;

import dev.corvid.inference.internal.forward.ForwardPass;
import dev.corvid.inference.internal.forward.KvCache;
import dev.corvid.inference.internal.forward.ModelShape;
import java.util.Arrays;

/// The tokens a model has read and the keys and values computed for them. Not thread-safe.
final class Session implements AutoCloseable {
  private final KvCache cache;
  private int[] tokens = new int[256];
  private int length;
  private String user = "";
  private long lastUse;

  Session(ModelShape shape) {
    cache = new KvCache(shape);
  }

  /// Tokens read so far.
  int length() {
    return length;
  }

  /// How many tokens it has in common with the beginning of `others`.
  ///
  /// @param common how many of them anybody's prompt may begin with
  /// @param asking whose prompt it is: of another user's nothing else is shared
  int shared(int[] others, int common, String asking) {
    int mismatch = Arrays.mismatch(tokens, 0, length, others, 0, others.length);
    int shared = mismatch < 0 ? length : mismatch;
    return user.equals(asking) ? shared : Math.min(shared, common);
  }

  /// Forget all but the first `count` tokens.
  void truncate(int count) {
    length = Math.min(length, count);
  }

  /// Become the first `count` tokens of `other`.
  void copyFrom(Session other, int count) {
    length = 0;
    reserve(count);
    cache.copyFrom(other.cache, count);
    System.arraycopy(other.tokens, 0, tokens, 0, count);
    length = count;
  }

  /// Read `more[from..to)`, at most [ForwardPass#BATCH] tokens, after those read so far.
  void read(ForwardPass pass, int[] more, int from, int to) {
    int end = length + to - from;
    reserve(end);
    System.arraycopy(more, from, tokens, length, to - from);
    pass.read(cache, tokens, length, end);
    length = end;
  }

  long lastUse() {
    return lastUse;
  }

  void touch(long now, String by) {
    lastUse = now;
    user = by;
  }

  private void reserve(int count) {
    if (count > tokens.length) {
      tokens = Arrays.copyOf(tokens, Math.max(count, tokens.length * 2));
    }
  }

  @Override
  public void close() {
    cache.close();
  }
}
