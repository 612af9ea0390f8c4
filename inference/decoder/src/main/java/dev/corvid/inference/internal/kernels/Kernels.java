package dev.corvid.inference.internal.kernels;

import dev.corvid.inference.TensorType;
import java.lang.foreign.Arena;
import java.util.Set;

/// The kernels of this process, chosen once.
public abstract class Kernels {
  Kernels() {}

  /// The kernels in use.
  public static Kernels active() {
    return Holder.ACTIVE;
  }

  /// What runs, for people: `scalar`, or the vector width such as `256-bit vectors`.
  public abstract String description();

  /// Run the kernels of these types on tiny matrices until the JIT compiler has done its work: the
  /// first calls of a vector kernel are a thousand times slower. Takes a second or two of one core
  /// and may run beside the loading of weights.
  public abstract void warmUp(Set<TensorType> types);

  abstract WeightMatrix pack(WeightRows source, Arena arena, Workers workers);

  private static final class Holder {
    static final Kernels ACTIVE = select();

    private static Kernels select() {
      return new Scalar();
    }
  }

  /// Plain Java.
  static final class Scalar extends Kernels {
    @Override
    public String description() {
      return "scalar";
    }

    @Override
    public void warmUp(Set<TensorType> types) {
      // Plain loops are compiled while they run.
    }

    @Override
    WeightMatrix pack(WeightRows source, Arena arena, Workers workers) {
      return new ScalarMatrix(source);
    }
  }
}
