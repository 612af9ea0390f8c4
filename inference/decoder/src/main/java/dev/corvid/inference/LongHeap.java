package dev.corvid.inference;

import java.util.Arrays;

/// A binary heap of longs, the smallest first.
final class LongHeap {
  private long[] items = new long[64];
  private int size;

  int size() {
    return size;
  }

  /// The smallest; there must be one.
  long peek() {
    return items[0];
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(long item) {
    if (size == items.length) {
      items = Arrays.copyOf(items, 2 * size);
    }
    int at = size++;
    while (at > 0 && items[(at - 1) / 2] > item) {
      items[at] = items[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    items[at] = item;
  }

  /// Remove the smallest; there must be one.
  long poll() {
    long smallest = items[0];
    long last = items[--size];
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && items[child + 1] < items[child]) {
        child++;
      }
      if (items[child] >= last) {
        break;
      }
      items[at] = items[child];
      at = child;
    }
    items[at] = last;
    return smallest;
  }
}
