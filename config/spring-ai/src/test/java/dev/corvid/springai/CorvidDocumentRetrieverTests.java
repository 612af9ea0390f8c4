package dev.corvid.springai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corvid.agent.Passage;
import dev.corvid.retrieval.Contention;
import dev.corvid.retrieval.DocumentIndex;
import dev.corvid.retrieval.DocumentSource;
import dev.corvid.retrieval.IndexListener;
import dev.corvid.retrieval.IndexSettings;
import dev.corvid.retrieval.SourceDocument;
import dev.corvid.test.ScriptedLanguageModel;
import dev.corvid.test.StoredPassages;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.document.Document;
import org.springframework.ai.rag.Query;
import org.springframework.ai.rag.advisor.RetrievalAugmentationAdvisor;
import org.springframework.ai.rag.retrieval.search.VectorStoreDocumentRetriever;

class CorvidDocumentRetrieverTests {
  private static final String RAVENS = "Ravens cache food and find it again after weeks.";

  @Test
  void anIndexAnswersAQuestionOfTheChatClient(@TempDir Path folder) {
    ScriptedLanguageModel model = ScriptedLanguageModel.replies("They cache it.");
    try (DocumentIndex index = DocumentIndex.open(folder, IndexSettings.defaults())) {
      index.update(
          DocumentSource.of(
              List.of(
                  SourceDocument.of("ravens.md", "Ravens", RAVENS),
                  SourceDocument.of("market.md", "", "The stock market fell on Monday."))),
          Contention.WAIT,
          IndexListener.SILENT);
      var retriever = CorvidDocumentRetriever.of(index.retriever(), 1);
      String answer =
          ChatClient.create(CorvidChatModel.of(model))
              .prompt("What do ravens do with food?")
              .advisors(
                  RetrievalAugmentationAdvisor.builder()
                      .documentRetriever(retriever)
                      .taskExecutor(Runnable::run)
                      .build())
              .call()
              .content();

      assertThat(answer).isEqualTo("They cache it.");
      assertThat(model.prompts().getFirst().toString()).contains(RAVENS).doesNotContain("market");

      Document document = retriever.retrieve(new Query("cached food")).getFirst();
      assertThat(document.getText()).isEqualTo(RAVENS);
      assertThat(document.getMetadata())
          .containsEntry("document", "ravens.md")
          .containsEntry("title", "Ravens")
          .containsEntry("start", 0)
          .containsEntry("end", RAVENS.length())
          .containsEntry("score", document.getScore());
    }
  }

  @Test
  void pageAndHeadingsAreMetadataWhereThereAreSome() {
    Passage passage =
        new Passage("a.pdf", "", List.of("Birds", "Ravens"), OptionalInt.of(3), 40, 45, "raven", 2);
    Document document =
        CorvidDocumentRetriever.of(StoredPassages.of(passage), 5)
            .retrieve(new Query("raven"))
            .getFirst();

    assertThat(document.getId()).isEqualTo("a.pdf#40-45");
    assertThat(document.getScore()).isEqualTo(2);
    assertThat(document.getMetadata())
        .containsEntry("page", 3)
        .containsEntry("headings", "Birds > Ravens")
        .doesNotContainKey("title");
  }

  @Test
  void aFilterIsNotLeftOutInSilence() {
    var retriever = CorvidDocumentRetriever.of(StoredPassages.of(), 5);
    Query filtered =
        Query.builder()
            .text("raven")
            .context(Map.of(VectorStoreDocumentRetriever.FILTER_EXPRESSION, "tenant == 'a'"))
            .build();
    assertThatThrownBy(() -> retriever.retrieve(filtered))
        .isInstanceOf(SpringAiException.Unsupported.class)
        .hasMessageContaining("tenant == 'a'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CorvidDocumentRetriever.of(StoredPassages.of(), 0));
  }
}
