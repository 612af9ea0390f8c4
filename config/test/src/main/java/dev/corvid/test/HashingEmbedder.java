package dev.corvid.test;

import dev.corvid.agent.spi.TextEmbedder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/// A fake embedder without a model: texts are alike as far as they share words. The same text has
/// the same vector on every machine. Thread-safe.
public final class HashingEmbedder implements TextEmbedder {
  private final String id;
  private final int dimensions;
  private final AtomicInteger embedded = new AtomicInteger();

  /// @param id as in [TextEmbedder#id()]
  /// @param dimensions `>= 2`
  public HashingEmbedder(String id, int dimensions) {
    this.id = id;
    this.dimensions = dimensions;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public int dimensions() {
    return dimensions;
  }

  @Override
  public List<float[]> embed(List<String> texts, Purpose purpose) {
    List<float[]> vectors = new ArrayList<>();
    for (String text : texts) {
      vectors.add(vector(text));
      embedded.addAndGet(purpose == Purpose.PASSAGE ? 1 : 0);
    }
    return vectors;
  }

  /// How many passages this embedder was asked for so far.
  public int passagesEmbedded() {
    return embedded.get();
  }

  private float[] vector(String text) {
    float[] vector = new float[dimensions];
    // Every text has a little of the first dimension, so that none has length 0.
    vector[0] = 0.1f;
    for (String word : words(text)) {
      vector[Math.floorMod(word.hashCode(), dimensions)] += 1;
    }
    double square = 0;
    for (float value : vector) {
      square += value * value;
    }
    for (int i = 0; i < dimensions; i++) {
      vector[i] = (float) (vector[i] / Math.sqrt(square));
    }
    return vector;
  }

  @Override
  public int countTokens(String text) {
    return words(text).size();
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  @Override
  public void close() {}
}
