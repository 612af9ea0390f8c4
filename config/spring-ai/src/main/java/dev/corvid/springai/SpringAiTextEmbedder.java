package dev.corvid.springai;

import dev.corvid.agent.CorvidException;
import dev.corvid.agent.spi.TextEmbedder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.embedding.EmbeddingModel;

/// An embedding model of Spring AI as a [TextEmbedder] of Corvid. Thread-safe if the model is,
/// which it does not own.
///
/// Vectors are brought to unit length. Spring AI knows no purposes: a query goes through
/// `embed(String)`, as its vector stores do it, passages through `embed(List)`, and a model that
/// wants an instruction in front of a query has to tell them apart by that. Tokens are counted as
/// OpenAI's `cl100k_base` splits a text if JTokkit is on the class path, else estimated.
public final class SpringAiTextEmbedder implements TextEmbedder {
  /// How many texts go into a request.
  private static final int BATCH = 64;

  private final EmbeddingModel model;
  private final String id;
  private volatile int dimensions;
  private volatile boolean closed;

  private SpringAiTextEmbedder(EmbeddingModel model, String id) {
    this.model = Objects.requireNonNull(model, "model");
    if (id.isBlank()) {
      throw new IllegalArgumentException("id must not be blank");
    }
    this.id = id;
  }

  /// @param id names model and version, since Spring AI does not: an index made under one id is
  ///   not searched under another
  public static SpringAiTextEmbedder of(EmbeddingModel model, String id) {
    return new SpringAiTextEmbedder(model, id);
  }

  @Override
  public String id() {
    return id;
  }

  /// What the model says; some embed a text to find out, once.
  @Override
  public int dimensions() {
    int known = dimensions;
    if (known == 0) {
      known = ask(model::dimensions);
      dimensions = known;
    }
    return known;
  }

  /// @throws SpringAiException.Model if the model fails, or answers what are no such vectors
  @Override
  public List<float[]> embed(List<String> texts, Purpose purpose) {
    List<float[]> vectors = new ArrayList<>();
    switch (purpose) {
      case QUERY -> texts.forEach(text -> vectors.add(ask(() -> model.embed(text))));
      case PASSAGE -> {
        for (int from = 0; from < texts.size(); from += BATCH) {
          vectors.addAll(batch(texts.subList(from, Math.min(texts.size(), from + BATCH))));
        }
      }
    }
    return vectors.stream().map(this::unit).toList();
  }

  private List<float[]> batch(List<String> texts) {
    List<float[]> vectors = ask(() -> model.embed(List.copyOf(texts)));
    if (vectors.size() != texts.size()) {
      throw failed("it gave %d vectors for %d texts".formatted(vectors.size(), texts.size()), null);
    }
    return vectors;
  }

  private <T> T ask(Supplier<T> question) {
    requireOpen();
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted before " + id + " was asked");
    }
    try {
      return question.get();
    } catch (CorvidException | CancellationException e) {
      throw e;
    } catch (RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        CancellationException cancelled = new CancellationException("interrupted");
        cancelled.initCause(e);
        throw cancelled;
      }
      throw failed(String.valueOf(e.getMessage()), e);
    }
  }

  private float[] unit(float[] vector) {
    double square = 0;
    for (float value : vector) {
      square += (double) value * value;
    }
    if (!(square > 0) || Double.isInfinite(square)) {
      throw failed("it gave a vector without a direction", null);
    }
    float[] unit = new float[vector.length];
    double length = Math.sqrt(square);
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] / length);
    }
    return unit;
  }

  private SpringAiException failed(String why, @Nullable Throwable cause) {
    return new SpringAiException.Model(
        "The embedding model %s failed: %s".formatted(id, why),
        "Check its settings, and try again.",
        cause);
  }

  @Override
  public int countTokens(String text) {
    requireOpen();
    return TokenEstimate.of(text);
  }

  /// End the use of this embedder; the model is the caller's to close.
  @Override
  public void close() {
    closed = true;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the embedder is closed: " + id);
    }
  }
}
