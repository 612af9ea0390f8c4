package dev.corvid.inference;

/// Tokens ordered by their logits as far as somebody asked: a heap from which the best are taken to
/// the front one by one. Equal logits are ordered by token.
final class Candidates {
  /// A candidate as one long that sorts like (logit, token): the largest long is the best.
  private long[] items = new long[0];

  private int size;

  int size() {
    return size;
  }

  /// Take the tokens whose logit is at least `floor`, the best `most` of them, in no order.
  void fill(float[] logits, float floor, int most) {
    if (items.length < most) {
      items = new long[most];
    }
    size = 0;
    LongHeap best = most < logits.length ? new LongHeap() : null;
    for (int token = 0; token < logits.length; token++) {
      if (logits[token] >= floor) {
        long item = key(logits[token]) << 32 | ~token & 0xFFFF_FFFFL;
        if (best == null) {
          items[size++] = item;
        } else if (best.size() < most) {
          best.add(item);
        } else if (item > best.peek()) {
          best.poll();
          best.add(item);
        }
      }
    }
    while (best != null && !best.isEmpty()) {
      items[size++] = best.poll();
    }
  }

  /// An order-preserving int for a float that is not NaN.
  private static long key(float logit) {
    int bits = Float.floatToIntBits(logit + 0f); // -0 and 0 are equal
    return bits ^ bits >> 31 & Integer.MAX_VALUE;
  }

  /// Order the candidates as a heap. It lies at the end of the array, its root last, so that the
  /// front is free for what is taken.
  void heapify() {
    for (int i = size / 2; i >= 0; i--) {
      siftDown(i, size);
    }
  }

  /// Move the best candidate that is left to `index`; the ones before are taken already.
  void takeNext(int index) {
    int left = size - index;
    long best = heap(0);
    // The place at `index` is the heap's last leaf.
    long displaced = items[index];
    items[index] = best;
    if (left > 1) {
      setHeap(0, displaced);
      siftDown(0, left - 1);
    }
  }

  int token(int index) {
    return ~(int) items[index];
  }

  /// The sum of `exp(logit - most)` over all candidates.
  double total(float[] logits, float most) {
    double total = 0;
    for (int i = 0; i < size; i++) {
      total += Math.exp(logits[token(i)] - most);
    }
    return total;
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
