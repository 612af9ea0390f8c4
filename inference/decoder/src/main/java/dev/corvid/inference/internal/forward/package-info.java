/// The forward pass of a decoder-only transformer: embedding, layers of attention and gated
/// feed-forward, and the head.
///
/// Start with [ForwardPass], [Weights] and [KvCache]. What differs between model families is
/// data in [ModelShape] and [Weights]; the pass is one. Work that is not a matrix product goes
/// through [VectorMath], whose Vector API implementation has a plain-Java twin.
@NullMarked
package dev.corvid.inference.internal.forward;

import org.jspecify.annotations.NullMarked;
