package dev.corvid.autoconfigure;

import dev.corvid.agent.Passage;
import dev.corvid.agent.Query;
import dev.corvid.agent.spi.Retriever;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Locale;

/// A retriever whose searches are observed.
///
/// @param isTold whether the query's text is, and the names of the documents that were found
record ObservedRetriever(Retriever retriever, ObservationRegistry registry, boolean isTold)
    implements Retriever {
  @Override
  public List<Passage> retrieve(Query query) {
    Observation observation =
        Observation.createNotStarted(GenAi.RETRIEVAL_DURATION, registry)
            .contextualName("retrieval")
            .lowCardinalityKeyValue(GenAi.OPERATION, "retrieval")
            .highCardinalityKeyValue("gen_ai.retrieval.top_k", String.valueOf(query.topK()))
            .highCardinalityKeyValue(
                "corvid.retrieval.mode", query.mode().name().toLowerCase(Locale.ROOT));
    if (isTold) {
      observation.highCardinalityKeyValue("gen_ai.retrieval.query.text", query.text());
    }
    return Observed.in(
        observation,
        () -> {
          List<Passage> passages = retriever.retrieve(query);
          observation.highCardinalityKeyValue(
              "corvid.retrieval.passages", String.valueOf(passages.size()));
          if (isTold) {
            observation.highCardinalityKeyValue(
                "gen_ai.retrieval.documents", Messages.documents(passages));
          }
          return passages;
        });
  }

  /// Asked for each word of an answer: too small to be told.
  @Override
  public double weight(String word) {
    return retriever.weight(word);
  }
}
