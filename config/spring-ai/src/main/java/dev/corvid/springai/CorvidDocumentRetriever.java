package dev.corvid.springai;

import dev.corvid.agent.Passage;
import dev.corvid.agent.spi.Retriever;
import java.util.List;
import java.util.Objects;
import org.springframework.ai.document.Document;
import org.springframework.ai.rag.Query;
import org.springframework.ai.rag.retrieval.search.DocumentRetriever;
import org.springframework.ai.rag.retrieval.search.VectorStoreDocumentRetriever;

/// A [Retriever] of Corvid as a document retriever of Spring AI, for its
/// `RetrievalAugmentationAdvisor`. Thread-safe if the retriever is, which it does not own. Needs
/// `spring-ai-rag`.
///
/// A passage becomes a document with the id `document#start-end`, its own text and score, and the
/// metadata `document`, `start`, `end` and `score`, `page` where the document has pages, `title`
/// and `headings` (a text, outermost first, parted by ` > `) where it has them. `start` and `end`
/// are UTF-16 units of the document's text, so a citation can be checked against it.
public final class CorvidDocumentRetriever implements DocumentRetriever {
  private final Retriever retriever;
  private final int topK;

  private CorvidDocumentRetriever(Retriever retriever, int topK) {
    this.retriever = Objects.requireNonNull(retriever, "retriever");
    if (topK < 1) {
      throw new IllegalArgumentException("topK must be >= 1, got " + topK);
    }
    this.topK = topK;
  }

  /// @param topK the most documents of a query, `>= 1`
  public static CorvidDocumentRetriever of(Retriever retriever, int topK) {
    return new CorvidDocumentRetriever(retriever, topK);
  }

  /// The passages that fit best, best first.
  ///
  /// @throws SpringAiException.Unsupported if the query has a filter expression: passages have no
  ///   metadata to filter by, and to leave a filter out may show what must not be seen
  @Override
  public List<Document> retrieve(Query query) {
    Object filter = query.context().get(VectorStoreDocumentRetriever.FILTER_EXPRESSION);
    if (filter != null && !filter.toString().isBlank()) {
      throw new SpringAiException.Unsupported(
          "A query must have no filter expression, it has '%s'.".formatted(filter),
          "Give each group of readers an index of its own.");
    }
    return retriever.retrieve(dev.corvid.agent.Query.of(query.text(), topK)).stream()
        .map(CorvidDocumentRetriever::document)
        .toList();
  }

  private static Document document(Passage passage) {
    Document.Builder document =
        Document.builder()
            .id("%s#%d-%d".formatted(passage.document(), passage.start(), passage.end()))
            .text(passage.text())
            .score(passage.score())
            .metadata("document", passage.document())
            .metadata("start", passage.start())
            .metadata("end", passage.end())
            .metadata("score", passage.score());
    passage.page().ifPresent(page -> document.metadata("page", page));
    if (!passage.title().isEmpty()) {
      document.metadata("title", passage.title());
    }
    if (!passage.headings().isEmpty()) {
      document.metadata("headings", String.join(" > ", passage.headings()));
    }
    return document.build();
  }
}
