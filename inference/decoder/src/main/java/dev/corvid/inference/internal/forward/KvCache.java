package dev.corvid.inference.internal.forward;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Keys and values of the tokens read so far, as f32 outside the heap, in pages of [#PAGE]
/// positions that are added as the text grows.
///
/// A page holds for each layer and head the keys as `headSize` rows of `PAGE` floats, then the
/// values as `PAGE` rows of `valueStride` floats. So a query's scores of neighbouring
/// positions, and the sums of neighbouring value components, come out as whole vectors, and
/// both products of attention are one kernel.
///
/// Not thread-safe, except that different heads and positions may be written at the same time.
public final class KvCache implements AutoCloseable {
  /// Positions per page.
  static final int PAGE = 64;

  private static final int ALIGNMENT = 64;

  private final ModelShape shape;
  private final Arena arena = Arena.ofShared();
  private final List<MemorySegment> pages = new ArrayList<>();
  private final int valueStride;
  private final long headBytes;

  public KvCache(ModelShape shape) {
    this.shape = shape;
    valueStride = valueStride(shape);
    headBytes = (long) PAGE * (shape.headSize() + valueStride) * Float.BYTES;
  }

  /// Bytes in use.
  public long bytes() {
    return pages.size() * pageBytes();
  }

  /// Make this cache begin with the first `length` positions of `other`.
  public void copyFrom(KvCache other, int length) {
    reserve(length);
    for (int i = 0; i * PAGE < length; i++) {
      pages.get(i).copyFrom(other.pages.get(i));
    }
  }

  /// Make room for `length` positions.
  void reserve(int length) {
    while (pages.size() * PAGE < length) {
      pages.add(arena.allocate(pageBytes(), ALIGNMENT));
    }
  }

  MemorySegment page(int index) {
    return pages.get(index);
  }

  /// The first byte of a head's keys within each page.
  long keys(int layer, int head) {
    return ((long) layer * shape.kvHeads() + head) * headBytes;
  }

  /// The first byte of a head's values within each page.
  long values(int layer, int head) {
    return keys(layer, head) + (long) PAGE * shape.headSize() * Float.BYTES;
  }

  /// Floats from one position's value to the next: the head size, padded with zeros.
  static int valueStride(ModelShape shape) {
    int tile = VectorMath.COLUMN_TILE;
    return (shape.headSize() + tile - 1) / tile * tile;
  }

  /// Keep the keys and values of all heads of one position, from `key[o..]` and `value[o..]`.
  void write(int layer, int position, float[] key, float[] value, int o) {
    MemorySegment page = pages.get(position / PAGE);
    int slot = position % PAGE;
    int size = shape.headSize();
    for (int head = 0; head < shape.kvHeads(); head++) {
      long at = keys(layer, head) + (long) slot * Float.BYTES;
      int from = o + head * size;
      for (int i = 0; i < size; i++) {
        page.set(ValueLayout.JAVA_FLOAT, at + (long) i * PAGE * Float.BYTES, key[from + i]);
      }
      long to = values(layer, head) + (long) slot * valueStride * Float.BYTES;
      MemorySegment.copy(value, from, page, ValueLayout.JAVA_FLOAT, to, size);
    }
  }

  private long pageBytes() {
    return shape.layers() * shape.kvHeads() * headBytes;
  }

  @Override
  public void close() {
    arena.close();
  }
}
