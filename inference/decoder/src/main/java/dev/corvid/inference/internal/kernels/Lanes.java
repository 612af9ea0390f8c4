package dev.corvid.inference.internal.kernels;

import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// The one vector shape of this process. Everything is `static final`, so that the JIT compiler
/// sees constants: kernels written against it lose nothing to kernels written for one width.
///
/// `-Dcorvid.vector.bits=128|256|512` forces a shape; wider than the machine means correct and very
/// slow.
final class Lanes {
  static final int BITS = bits();
  static final VectorSpecies<Float> F = VectorSpecies.of(float.class, VectorShape.forBitSize(BITS));
  static final VectorSpecies<Integer> I = F.withLanes(int.class);
  static final VectorSpecies<Short> S = F.withLanes(short.class);

  /// 32-bit lanes per vector.
  static final int L = BITS / 32;

  /// Bytes per vector.
  static final int VB = BITS / 8;

  static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

  /// An f16 moved into an f32's low exponent is its value times 2^-112, f16 subnormals included.
  static final int HALF_MASK = 0x8FFFE000;

  static final float HALF_SCALE = 0x1p112f;

  private Lanes() {}

  private static int bits() {
    int preferred = Math.clamp(FloatVector.SPECIES_PREFERRED.vectorBitSize(), 128, 512);
    int bits = Integer.getInteger("corvid.vector.bits", preferred);
    if (bits != 128 && bits != 256 && bits != 512) {
      throw new IllegalArgumentException("corvid.vector.bits must be 128, 256 or 512, got " + bits);
    }
    return bits;
  }
}
