package dev.corvid.autoconfigure;

/// Whether the JVM was started with the module that the decoder's fast kernels need.
final class VectorModule {
  static final String MISSING =
      "The JVM runs without the module jdk.incubator.vector, so the model computes many times slower.";

  static final String REMEDY = "Start it with --add-modules jdk.incubator.vector.";

  private VectorModule() {}

  static boolean isThere() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }
}
