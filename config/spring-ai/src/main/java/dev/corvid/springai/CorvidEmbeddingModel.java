package dev.corvid.springai;

import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.agent.spi.TextEmbedder.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.embedding.EmbeddingResponseMetadata;

/// A [TextEmbedder] of Corvid as an embedding model of Spring AI. Thread-safe; it does not own the
/// embedder. Vectors have unit length.
///
/// Spring AI does not say what a text is for, but its vector stores embed what they look for by
/// `embed(String)` and what they keep by the other methods. So one text alone is a
/// [Purpose#QUERY], and documents, lists and requests are a [Purpose#PASSAGE].
public final class CorvidEmbeddingModel implements EmbeddingModel {
  private final TextEmbedder embedder;

  private CorvidEmbeddingModel(TextEmbedder embedder) {
    this.embedder = Objects.requireNonNull(embedder, "embedder");
  }

  public static CorvidEmbeddingModel of(TextEmbedder embedder) {
    return new CorvidEmbeddingModel(embedder);
  }

  /// @throws SpringAiException.Unsupported if other dimensions are asked for than the model has
  @Override
  public EmbeddingResponse call(EmbeddingRequest request) {
    requireOwnDimensions(request);
    List<String> texts = request.getInstructions();
    List<Embedding> embeddings = new ArrayList<>();
    for (float[] vector : embedder.embed(texts, Purpose.PASSAGE)) {
      embeddings.add(new Embedding(vector, embeddings.size()));
    }
    int tokens = texts.stream().mapToInt(embedder::countTokens).sum();
    return new EmbeddingResponse(
        embeddings, new EmbeddingResponseMetadata(embedder.id(), new DefaultUsage(tokens, 0)));
  }

  private void requireOwnDimensions(EmbeddingRequest request) {
    EmbeddingOptions options = request.getOptions();
    Integer wanted = options == null ? null : options.getDimensions();
    if (wanted != null && wanted != embedder.dimensions()) {
      throw new SpringAiException.Unsupported(
          "The embedder %s has vectors of %d dimensions, %d were asked for."
              .formatted(embedder.id(), embedder.dimensions(), wanted),
          "Leave the dimensions out of the options.");
    }
  }

  /// The vector of a query.
  @Override
  public float[] embed(String text) {
    return embedder.embed(List.of(text), Purpose.QUERY).getFirst();
  }

  /// The vector of a document's text.
  ///
  /// @throws SpringAiException.Unsupported if it has none
  @Override
  public float[] embed(Document document) {
    return embedder.embed(List.of(getEmbeddingContent(document)), Purpose.PASSAGE).getFirst();
  }

  @Override
  public String getEmbeddingContent(Document document) {
    String text = document.getText();
    if (text == null) {
      throw new SpringAiException.Unsupported(
          "A document must have text to be embedded, %s has none.".formatted(document.getId()),
          "Leave media out.");
    }
    return text;
  }

  @Override
  public int dimensions() {
    return embedder.dimensions();
  }
}
