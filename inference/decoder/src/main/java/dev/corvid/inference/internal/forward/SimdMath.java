package dev.corvid.inference.internal.forward;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Vector API, at the machine's preferred width. Methods are flat on purpose: the JIT compiler
/// does not inline small helpers into large vector loops reliably, and a call in such a loop
/// boxes every vector.
///
/// The same input gives the same bits whether a method is interpreted or compiled. So sums over
/// lanes have a fixed order, which `reduceLanes` has not, and exponentials are computed here, since
/// the interpreter's `EXP` is not the compiled one's. Without that a seed would not repeat a text:
/// rounding activations to 8 bits turns a last bit into a per cent.
final class SimdMath implements VectorMath {
  private static final float SMALLEST_EXPONENT = -87.3365478515625f;
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final long VECTOR_BYTES = (long) LANES * Float.BYTES;
  private static final ByteOrder NATIVE = ByteOrder.nativeOrder();
  private static final int SUM_BLOCK = 4096;

  /// Whether two vectors divide a column tile.
  static boolean supported() {
    return LANES >= 2 && COLUMN_TILE % (2 * LANES) == 0;
  }

  @Override
  public void rmsNorm(float[] x, int xo, float[] weight, float epsilon, float[] out, int o) {
    int n = weight.length;
    int bound = SPECIES.loopBound(n);
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
      sum = v.fma(v, sum);
    }
    double squares = total(sum);
    for (int i = bound; i < n; i++) {
      squares += (double) x[xo + i] * x[xo + i];
    }
    float factor = (float) (1 / Math.sqrt(squares / n + epsilon));
    for (int i = 0; i < bound; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xo + i)
          .mul(factor)
          .mul(FloatVector.fromArray(SPECIES, weight, i))
          .intoArray(out, o + i);
    }
    for (int i = bound; i < n; i++) {
      out[o + i] = x[xo + i] * factor * weight[i];
    }
  }

  @Override
  public void add(float[] x, int xo, float[] y, int yo, int n) {
    int bound = SPECIES.loopBound(n);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector.fromArray(SPECIES, x, xo + i)
          .add(FloatVector.fromArray(SPECIES, y, yo + i))
          .intoArray(x, xo + i);
    }
    for (int i = bound; i < n; i++) {
      x[xo + i] += y[yo + i];
    }
  }

  @Override
  public void swiGlu(float[] gate, float[] up, int from, int to) {
    int bound = from + SPECIES.loopBound(to - from);
    for (int i = from; i < bound; i += LANES) {
      FloatVector g = FloatVector.fromArray(SPECIES, gate, i);
      FloatVector e = exp(g.neg());
      g.div(e.add(1f)).mul(FloatVector.fromArray(SPECIES, up, i)).intoArray(gate, i);
    }
    for (int i = bound; i < to; i++) {
      gate[i] = gate[i] / (1 + (float) Math.exp(-gate[i])) * up[i];
    }
  }

  @Override
  public void rotate(float[] v, int o, int half, float[] cosines, float[] sines, int a) {
    int bound = SPECIES.loopBound(half);
    for (int i = 0; i < bound; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, v, o + i);
      FloatVector y = FloatVector.fromArray(SPECIES, v, o + half + i);
      FloatVector cosine = FloatVector.fromArray(SPECIES, cosines, a + i);
      FloatVector sine = FloatVector.fromArray(SPECIES, sines, a + i);
      x.mul(cosine).sub(y.mul(sine)).intoArray(v, o + i);
      x.mul(sine).add(y.mul(cosine)).intoArray(v, o + half + i);
    }
    for (int i = bound; i < half; i++) {
      float x = v[o + i];
      float y = v[o + half + i];
      v[o + i] = x * cosines[a + i] - y * sines[a + i];
      v[o + half + i] = x * sines[a + i] + y * cosines[a + i];
    }
  }

  @Override
  public float max(float[] x, int o, int n) {
    FloatVector max = FloatVector.fromArray(SPECIES, x, o);
    for (int i = LANES; i < n; i += LANES) {
      max = max.max(FloatVector.fromArray(SPECIES, x, o + i));
    }
    return max.reduceLanes(VectorOperators.MAX);
  }

  @Override
  public float exponentials(float[] x, int o, int n, float max) {
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int i = 0; i < n; i += LANES) {
      FloatVector e = exp(FloatVector.fromArray(SPECIES, x, o + i).sub(max));
      e.intoArray(x, o + i);
      sum = sum.add(e);
    }
    return total(sum);
  }

  @Override
  public double logSumExp(float[] x, int o, int n) {
    int bound = SPECIES.loopBound(n);
    FloatVector lanes = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < bound; i += LANES) {
      lanes = lanes.max(FloatVector.fromArray(SPECIES, x, o + i));
    }
    float max = lanes.reduceLanes(VectorOperators.MAX);
    for (int i = bound; i < n; i++) {
      max = Math.max(max, x[o + i]);
    }
    double sum = 0;
    for (int block = 0; block < bound; block += SUM_BLOCK) {
      FloatVector blockSum = FloatVector.zero(SPECIES);
      for (int i = block; i < Math.min(bound, block + SUM_BLOCK); i += LANES) {
        blockSum = blockSum.add(exp(FloatVector.fromArray(SPECIES, x, o + i).sub(max)));
      }
      sum += total(blockSum);
    }
    for (int i = bound; i < n; i++) {
      sum += Math.exp(x[o + i] - max);
    }
    return max + Math.log(sum);
  }

  @Override
  public void scale(float[] x, int o, int n, float factor) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector.fromArray(SPECIES, x, o + i).mul(factor).intoArray(x, o + i);
    }
  }

  @Override
  public void accumulate(
      float[] a,
      int aStride,
      int rows,
      MemorySegment b,
      long bo,
      int depth,
      float[] c,
      int columns) {
    for (int j = 0; j < columns; j += 2 * LANES) {
      for (int r = 0; r < rows; r += ROW_TILE) {
        tile(
            a,
            r * aStride,
            aStride,
            b,
            bo + (long) j * Float.BYTES,
            depth,
            c,
            r * columns + j,
            columns);
      }
    }
  }

  /// Two vectors of columns by four rows: eight accumulators, the most that 16 vector registers
  /// take without spilling.
  private static void tile(
      float[] a,
      int ao,
      int aStride,
      MemorySegment b,
      long bo,
      int depth,
      float[] c,
      int co,
      int columns) {
    int a1 = ao + aStride;
    int a2 = a1 + aStride;
    int a3 = a2 + aStride;
    int c1 = co + columns;
    int c2 = c1 + columns;
    int c3 = c2 + columns;
    FloatVector s00 = FloatVector.fromArray(SPECIES, c, co);
    FloatVector s01 = FloatVector.fromArray(SPECIES, c, co + LANES);
    FloatVector s10 = FloatVector.fromArray(SPECIES, c, c1);
    FloatVector s11 = FloatVector.fromArray(SPECIES, c, c1 + LANES);
    FloatVector s20 = FloatVector.fromArray(SPECIES, c, c2);
    FloatVector s21 = FloatVector.fromArray(SPECIES, c, c2 + LANES);
    FloatVector s30 = FloatVector.fromArray(SPECIES, c, c3);
    FloatVector s31 = FloatVector.fromArray(SPECIES, c, c3 + LANES);
    long stride = (long) columns * Float.BYTES;
    for (int k = 0; k < depth; k++) {
      long at = bo + k * stride;
      FloatVector b0 = FloatVector.fromMemorySegment(SPECIES, b, at, NATIVE);
      FloatVector b1 = FloatVector.fromMemorySegment(SPECIES, b, at + VECTOR_BYTES, NATIVE);
      FloatVector w = FloatVector.broadcast(SPECIES, a[ao + k]);
      s00 = w.fma(b0, s00);
      s01 = w.fma(b1, s01);
      w = FloatVector.broadcast(SPECIES, a[a1 + k]);
      s10 = w.fma(b0, s10);
      s11 = w.fma(b1, s11);
      w = FloatVector.broadcast(SPECIES, a[a2 + k]);
      s20 = w.fma(b0, s20);
      s21 = w.fma(b1, s21);
      w = FloatVector.broadcast(SPECIES, a[a3 + k]);
      s30 = w.fma(b0, s30);
      s31 = w.fma(b1, s31);
    }
    s00.intoArray(c, co);
    s01.intoArray(c, co + LANES);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + LANES);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + LANES);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + LANES);
  }

  /// The sum of the lanes, halves added to halves.
  private static float total(FloatVector v) {
    float[] lanes = v.toArray();
    for (int width = lanes.length / 2; width > 0; width /= 2) {
      for (int i = 0; i < width; i++) {
        lanes[i] += lanes[i + width];
      }
    }
    return lanes[0];
  }

  /// `e^x` within 8e-8, as Cephes' `expf` does it: `x = n ln 2 + r`, a polynomial in `r`, and
  /// `n` as the exponent. Zero where the result would be denormal, and never infinite.
  private static FloatVector exp(FloatVector x) {
    FloatVector v = x.min(88.3762626647950f).max(SMALLEST_EXPONENT);
    // Adding and taking away 1.5 * 2^23 rounds to an integer.
    FloatVector n = v.mul(1.44269504088896341f).add(12582912f).sub(12582912f);
    FloatVector r = n.fma(FloatVector.broadcast(SPECIES, -0.693359375f), v);
    r = n.fma(FloatVector.broadcast(SPECIES, 2.12194440e-4f), r);
    FloatVector p = FloatVector.broadcast(SPECIES, 1.9875691500E-4f);
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1.3981999507E-3f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 8.3334519073E-3f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 4.1665795894E-2f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1.6666665459E-1f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 5.0000001201E-1f));
    p = p.fma(r.mul(r), r).add(1f);
    var k =
        n.convert(VectorOperators.F2I, 0)
            .reinterpretAsInts()
            .add(127)
            .lanewise(VectorOperators.LSHL, 23);
    // A masked score is minus infinity and must weigh nothing at all.
    return p.mul(k.reinterpretAsFloats())
        .blend(0f, x.compare(VectorOperators.LT, SMALLEST_EXPONENT));
  }
}
