package dev.corvid.inference.internal.kernels;

import dev.corvid.inference.TensorType;
import java.lang.foreign.Arena;
import java.util.Set;

/// The Vector API kernels. Loaded only when the module is present.
final class VectorKernels extends Kernels {
  @Override
  public String description() {
    return Lanes.BITS + "-bit vectors";
  }

  @Override
  public int vectorBits() {
    return Lanes.BITS;
  }

  @Override
  public void warmUp(Set<TensorType> types) {
    WarmUp.run(this, types);
  }

  @Override
  WeightMatrix pack(WeightRows source, Arena arena, Workers workers) {
    return new VectorMatrix(source, layout(source.type()), arena, workers);
  }

  private static Layout layout(TensorType type) {
    return switch (type) {
      case F32 -> new FloatLayout();
      case F16 -> new HalfLayout();
      case Q4_0 -> new NibbleLayout();
      case Q4_1 -> new NibbleMinLayout();
      case Q5_0 -> new FiveLayout();
      case Q5_1 -> new FiveMinLayout();
      case Q8_0 -> new ByteLayout();
      case Q4_K -> new NibbleKLayout();
      case Q5_K -> new FiveKLayout();
      case Q6_K -> new SixKLayout();
    };
  }
}
