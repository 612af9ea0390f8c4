package dev.corvid.inference.internal.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// How weights are repacked for vectors ("row-lane"), and the kernels that read them.
///
/// A tile is two groups of L rows; lane l of a vector belongs to row l of its group. A tile is a
/// run of units, a unit a fixed number of columns: vectors of packed numbers, then the scales of
/// the same rows. So no kernel adds across lanes, an activation is one broadcast for 2L rows, and
/// a tile is read front to back.
abstract class Layout {
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /// How far ahead of the stream a kernel touches memory: Java has no prefetch instruction, and a
  /// core that computes does not keep enough cache lines in flight. Segments end this much later.
  static final int TOUCH = 8192;

  /// Keeps the touching loads alive.
  static int sink;

  /// Columns per unit.
  abstract int unit();

  /// Vectors per unit of a tile.
  abstract int unitVectors();

  /// Bring the activations into the form that [#multiply] reads.
  abstract void prepare(Activations x);

  /// Multiply the tiles `from..to`: rows of tile t go to `y[at + 2L·t ..]`.
  abstract void multiply(MemorySegment w, int from, int to, Activations x, float[] y, int at);

  /// Dequantise `units` units from byte `p` into `panel[offset + 2L·k + row]`, k the column within
  /// the run.
  abstract void unpack(MemorySegment w, long p, int units, float[] panel, int offset);

  /// Write row `row` of `source` into lane `lane` of group `group` of the tile at byte `start`.
  abstract void packRow(
      WeightRows source, int row, MemorySegment out, long start, int group, int lane);

  final long unitBytes() {
    return (long) unitVectors() * Lanes.VB;
  }

  final long tileBytes(int columns) {
    return Math.ceilDiv(columns, unit()) * unitBytes();
  }

  /// Repack the rows of tile `tile`; rows past the end stay zero.
  final void pack(WeightRows source, int tile, MemorySegment out) {
    int first = tile * 2 * Lanes.L;
    long start = tile * tileBytes(source.columns());
    int rows = Math.min(2 * Lanes.L, source.rows() - first);
    for (int row = 0; row < rows; row++) {
      packRow(source, first + row, out, start, row / Lanes.L, row % Lanes.L);
    }
  }

  /// Byte offset of a lane in vector `vector` of the unit at `p`.
  static long lane(long p, int vector, int lane) {
    return p + (long) vector * Lanes.VB + 4L * lane;
  }

  /// Layouts of quantised blocks: a unit is a block.
  abstract static class OfBlocks extends Layout {
    @Override
    final void packRow(
        WeightRows source, int row, MemorySegment out, long start, int group, int lane) {
      var block = new GgufBlocks(source.type());
      int blocks = source.columns() / unit();
      long at = row * source.rowBytes();
      for (int b = 0; b < blocks; b++, at += source.type().blockBytes()) {
        block.read(source.data(), at);
        put(block, out, start + b * unitBytes(), group, lane);
      }
    }

    /// Write one block of one row into its lane of the unit at byte `p`.
    abstract void put(GgufBlocks block, MemorySegment out, long p, int group, int lane);
  }
}
