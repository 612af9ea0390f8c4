/// The matrix engine of the decoder: weights repacked for this machine's vectors, the threads that
/// multiply by them, and a plain-Java twin of every kernel.
///
/// [WeightMatrix#pack] chooses the implementation once per process: `VectorMatrix` when the module
/// `jdk.incubator.vector` is present, else [ScalarMatrix]. No class that names that module is
/// loaded before the choice.
///
/// A quantised block has one meaning everywhere: [GgufBlocks] turns it into unsigned numbers, a
/// centre, and one scale and one minimum per sub-block; `weight = scale · (number - centre) - min`.
@NullMarked
package dev.corvid.inference.internal.kernels;

import org.jspecify.annotations.NullMarked;
