package dev.corvid.inference.internal.kernels;

import dev.corvid.inference.TensorType;
import java.lang.foreign.Arena;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The kernels of this process, chosen once.
public abstract class Kernels {
  private static final Logger log = LoggerFactory.getLogger(Kernels.class);

  Kernels() {}

  /// The kernels in use.
  public static Kernels active() {
    return Holder.ACTIVE;
  }

  /// What runs, for people: `scalar`, or the vector width such as `256-bit vectors`.
  public abstract String description();

  /// Bits of a vector, 0 for scalar kernels.
  public abstract int vectorBits();

  /// Run the kernels of these types on tiny matrices until the JIT compiler has done its work: the
  /// first calls of a vector kernel are a thousand times slower. Takes a second or two of one core
  /// and may run beside the loading of weights.
  public abstract void warmUp(Set<TensorType> types);

  abstract WeightMatrix pack(WeightRows source, Arena arena, Workers workers);

  private static final class Holder {
    static final Kernels ACTIVE = select();

    private static Kernels select() {
      if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
        return new VectorKernels();
      }
      log.warn(
          "Vector API not available, inference is many times slower:"
              + " start the JVM with --add-modules jdk.incubator.vector");
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
    public int vectorBits() {
      return 0;
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
