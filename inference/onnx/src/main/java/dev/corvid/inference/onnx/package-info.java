/// Text embedding through ONNX Runtime. Start with [BgeSmallEmbedder].
///
/// ```java
/// try (TextEmbedder embedder = BgeSmallEmbedder.open(2)) {
///   float[] question = embedder.embed(List.of("Who builds nests?"), Purpose.QUERY).getFirst();
/// }
/// ```
@NullMarked
package dev.corvid.inference.onnx;

import org.jspecify.annotations.NullMarked;
