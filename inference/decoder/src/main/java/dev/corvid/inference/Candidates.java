package dev.corvid.inference;

/// Tokens ordered by their logits as far as somebody asked: a heap from which the best are taken to
/// the front one by one. Equal logits are ordered by token.
final class Candidates {
  /// A candidate as one long that sorts like (logit, token): the largest long is the best.
  private final long[] items;

  private int size;

  Candidates(int capacity) {
    this.items = new long[capacity];
  }

  int capacity() {
    return items.length;
  }

  int size() {
    return size;
  }

  /// Take all tokens whose logit is at least `floor`.
  void fill(float[] logits, float floor) {
    size = 0;
    for (int token = 0; token < logits.length; token++) {
      if (logits[token] >= floor) {
        items[size++] = key(logits[token]) << 32 | ~token & 0xFFFF_FFFFL;
      }
    }
  }

  /// An order-preserving int for a float that is not NaN.
  private static long key(float logit) {
    int bits = Float.floatToIntBits(logit + 0f); // -0 and 0 are equal
    return bits ^ bits >> 31 & Integer.MAX_VALUE;
  }

  /// The heap lies at the end of the array, its root last, so that the front is free for what is
  /// taken.
  void heapify() {
    for (int i = size / 2; i >= 0; i--) {
      siftDown(i, size);
    }
  }

  /// Move the best candidate that is left to `index`; the ones before are taken already.
  void takeNext(int index) {
    int left = size - index;
    long best = heap(0);
    long displaced = items[index];
    // The place at `index` is the heap's last leaf.
    items[index] = best;
    if (left > 1) {
      setHeap(0, displaced);
      siftDown(0, left - 1);
    }
  }

  /// The best candidate, when `taken` are taken already.
  int best(int taken) {
    return token(taken > 0 ? items[0] : heap(0));
  }

  int taken(int index) {
    return token(items[index]);
  }

  /// The sum of `exp((logit - most) / temperature)` over the first `count` candidates.
  double total(float[] logits, int count, float most, double temperature) {
    double total = 0;
    for (int i = 0; i < count; i++) {
      total += Math.exp((logits[token(items[i])] - most) / temperature);
    }
    return total;
  }

  private static int token(long item) {
    return ~(int) item;
  }

  private long heap(int node) {
    return items[size - 1 - node];
  }

  private void setHeap(int node, long item) {
    items[size - 1 - node] = item;
  }

  private void siftDown(int from, int count) {
    if (from >= count) {
      return;
    }
    long item = heap(from);
    int node = from;
    for (int child = 2 * node + 1; child < count; child = 2 * node + 1) {
      if (child + 1 < count && heap(child + 1) > heap(child)) {
        child++;
      }
      if (heap(child) <= item) {
        break;
      }
      setHeap(node, heap(child));
      node = child;
    }
    setHeap(node, item);
  }
}
