package dev.corvid.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.test.HashingEmbedder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.SimpleVectorStore;

class EmbeddingTests {
  private final HashingEmbedder embedder = new HashingEmbedder("hash-256", 256);
  private final CorvidEmbeddingModel model = CorvidEmbeddingModel.of(embedder);

  @Test
  void aVectorStoreKeepsPassagesAndLooksForQueries() {
    SimpleVectorStore store = SimpleVectorStore.builder(model).build();
    store.add(
        List.of(
            new Document("Ravens cache food.", Map.of("bird", "raven")),
            new Document("Penguins cannot fly.", Map.of("bird", "penguin"))));
    assertThat(embedder.passagesEmbedded()).isEqualTo(2);

    List<Document> found =
        store.similaritySearch(
            SearchRequest.builder().query("Which bird has a food cache?").topK(1).build());
    assertThat(found).singleElement().extracting(Document::getText).isEqualTo("Ravens cache food.");
    assertThat(embedder.passagesEmbedded()).isEqualTo(2);
  }

  @Test
  void aRequestIsAnsweredInOrderWithItsTokens() {
    List<String> texts = List.of("raven", "crow", "jay");
    EmbeddingResponse response = model.call(new EmbeddingRequest(texts, null));

    assertThat(response.getResults().stream().map(Embedding::getIndex)).containsExactly(0, 1, 2);
    assertThat(response.getResults().get(1).getOutput())
        .isEqualTo(embedder.embed(List.of("crow"), TextEmbedder.Purpose.PASSAGE).getFirst());
    assertThat(response.getMetadata().getModel()).isEqualTo("hash-256");
    assertThat(response.getMetadata().getUsage().getPromptTokens())
        .isEqualTo(texts.stream().mapToInt(embedder::countTokens).sum());
    assertThat(model.dimensions()).isEqualTo(256);
  }

  @Test
  void otherDimensionsAreRefused() {
    EmbeddingOptions options = EmbeddingOptions.builder().dimensions(128).build();
    assertThatThrownBy(() -> model.call(new EmbeddingRequest(List.of("raven"), options)))
        .isInstanceOf(SpringAiException.Unsupported.class)
        .hasMessageContaining("256")
        .hasMessageContaining("128");
  }

  @Test
  void whatAModelAnswersIsBroughtToUnitLengthAndChecked() {
    TextEmbedder long3 = SpringAiTextEmbedder.of(answering(new float[] {0, 3, 4}), "fixed");
    assertThat(long3.embed(List.of("raven"), TextEmbedder.Purpose.QUERY).getFirst())
        .containsExactly(0, 0.6f, 0.8f);
    assertThat(long3.dimensions()).isEqualTo(3);

    for (float broken : new float[] {0, Float.NaN, Float.POSITIVE_INFINITY}) {
      TextEmbedder embedder = SpringAiTextEmbedder.of(answering(new float[] {broken}), "broken");
      assertThatThrownBy(() -> embedder.embed(List.of("raven"), TextEmbedder.Purpose.PASSAGE))
          .isInstanceOf(SpringAiException.Model.class)
          .hasMessageContaining("without a direction");
    }
  }

  @Test
  void whatAModelThrowsNamesIt() {
    TextEmbedder down = SpringAiTextEmbedder.of(answering(), "down");
    assertThatThrownBy(() -> down.embed(List.of("raven"), TextEmbedder.Purpose.PASSAGE))
        .isInstanceOf(SpringAiException.Model.class)
        .hasMessageContaining("down")
        .hasMessageContaining("0 vectors for 1");
  }

  /// A provider that answers these vectors, whatever it is asked.
  private static EmbeddingModel answering(float[]... vectors) {
    return new EmbeddingModel() {
      @Override
      public EmbeddingResponse call(EmbeddingRequest request) {
        return new EmbeddingResponse(
            List.of(vectors).stream().map(vector -> new Embedding(vector, 0)).toList());
      }

      @Override
      public float[] embed(Document document) {
        return vectors[0];
      }
    };
  }
}
