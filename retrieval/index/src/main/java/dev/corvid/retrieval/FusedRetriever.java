package dev.corvid.retrieval;

import dev.corvid.agent.Passage;
import dev.corvid.agent.Query;
import dev.corvid.agent.spi.Retriever;
import dev.corvid.agent.spi.TextEmbedder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.jspecify.annotations.Nullable;

/// Searches the last commit of an index.
final class FusedRetriever implements Retriever {
  /// How deep each leg searches before fusion.
  static final int CANDIDATES = 100;

  private final LuceneIndex index;
  private final LexicalAnalysis analysis;
  private final @Nullable TextEmbedder embedder;
  private final EmbedLimits onDemand;

  FusedRetriever(
      LuceneIndex index,
      LexicalAnalysis analysis,
      @Nullable TextEmbedder embedder,
      EmbedLimits onDemand) {
    this.index = index;
    this.analysis = analysis;
    this.embedder = embedder;
    this.onDemand = onDemand;
  }

  @Override
  public List<Passage> retrieve(Query query) {
    if (query.mode() == Query.Mode.DENSE && embedder == null) {
      throw IndexException.noEmbedder();
    }
    if (query.mode() != Query.Mode.BM25) {
      index.embedFor(query, onDemand, IndexListener.SILENT);
    }
    return index.folder().read(searcher -> passages(query, searcher));
  }

  private List<Passage> passages(Query query, IndexSearcher searcher) throws IOException {
    var legs = new Legs(searcher, analysis);
    TextEmbedder dense = embedder;
    Map<Integer, Double> scores =
        switch (query.mode()) {
          case BM25 -> exact(legs.lexical(query, query.topK()));
          case DENSE -> dense == null ? Map.of() : exact(legs.dense(query, dense, query.topK()));
          case HYBRID -> fused(query, legs, dense, searcher.getIndexReader());
        };
    return best(scores, query.topK(), searcher);
  }

  private static Map<Integer, Double> fused(
      Query query, Legs legs, @Nullable TextEmbedder embedder, IndexReader reader)
      throws IOException {
    int depth = Math.max(CANDIDATES, query.topK());
    Map<Integer, Float> lexical = legs.lexical(query, depth);
    Map<Integer, Float> dense = embedder == null ? Map.of() : legs.dense(query, embedder, depth);
    if (dense.isEmpty()) {
      return Fusion.normalised(lexical);
    }
    var vectors = new Vectors(reader);
    return Fusion.average(
        lexical, dense, document -> dense.containsKey(document) || has(vectors, document));
  }

  private static boolean has(Vectors vectors, int document) {
    try {
      return vectors.has(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<Integer, Double> exact(Map<Integer, Float> scores) {
    Map<Integer, Double> exact = new HashMap<>();
    scores.forEach((document, score) -> exact.put(document, (double) score));
    return exact;
  }

  /// The best passages; equal scores in the order of documents and offsets, so that runs repeat.
  private static List<Passage> best(Map<Integer, Double> scores, int topK, IndexSearcher searcher)
      throws IOException {
    Comparator<Map.Entry<Integer, Double>> byScore = Map.Entry.comparingByValue();
    List<Map.Entry<Integer, Double>> top =
        scores.entrySet().stream()
            .sorted(byScore.reversed().thenComparing(Map.Entry.comparingByKey()))
            .limit(topK)
            .toList();
    StoredFields stored = searcher.storedFields();
    List<Passage> passages = new ArrayList<>();
    for (Map.Entry<Integer, Double> entry : top) {
      passages.add(IndexedChunk.read(stored.document(entry.getKey())).passage(entry.getValue()));
    }
    passages.sort(
        Comparator.comparingDouble(Passage::score)
            .reversed()
            .thenComparing(Passage::document)
            .thenComparingInt(Passage::start));
    return List.copyOf(passages);
  }

  @Override
  public double weight(String word) {
    return index.folder().read(searcher -> weight(word, searcher.getIndexReader()));
  }

  /// A word of several terms ("state-of-the-art") weighs what its rarest term does; one without any
  /// is taken to be everywhere, as stop words are.
  private double weight(String word, IndexReader reader) throws IOException {
    double passages = reader.docFreq(Fields.CHUNKS);
    double fewest = passages;
    for (String term : analysis.terms(word)) {
      fewest = Math.min(fewest, reader.docFreq(new Term(Fields.BODY, term)));
    }
    return Math.log(1 + passages / (1 + fewest));
  }
}
