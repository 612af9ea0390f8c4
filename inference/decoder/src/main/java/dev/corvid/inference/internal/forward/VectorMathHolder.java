package dev.corvid.inference.internal.forward;

/// Chooses the [VectorMath] once. No class that names the Vector API is loaded unless its
/// module is present.
final class VectorMathHolder {
  static final VectorMath ACTIVE = select();

  private VectorMathHolder() {}

  private static VectorMath select() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return new ScalarMath();
    }
    return SimdMath.supported() ? new SimdMath() : new ScalarMath();
  }
}
