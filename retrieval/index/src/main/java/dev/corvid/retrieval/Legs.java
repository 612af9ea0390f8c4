package dev.corvid.retrieval;

import dev.corvid.agent.Query;
import dev.corvid.agent.spi.TextEmbedder;
import dev.corvid.agent.spi.TextEmbedder.Purpose;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.FieldInfos;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/// The two searches of one commit. Both leave excluded documents out before they count to `k`, so
/// that exclusion does not cost recall.
final class Legs {
  private final IndexSearcher searcher;
  private final LexicalAnalysis analysis;

  Legs(IndexSearcher searcher, LexicalAnalysis analysis) {
    this.searcher = searcher;
    this.analysis = analysis;
  }

  /// BM25 scores by Lucene document, best first.
  Map<Integer, Float> lexical(Query query, int k) throws IOException {
    org.apache.lucene.search.Query terms = analysis.query(query.text(), searcher.getIndexReader());
    if (query.excludedDocuments().isEmpty()) {
      return scores(terms, k);
    }
    var filtered = new BooleanQuery.Builder();
    filtered.add(terms, Occur.MUST);
    filtered.add(excluded(query), Occur.MUST_NOT);
    return scores(filtered.build(), k);
  }

  /// Dot products from -1 to 1 by Lucene document, best first.
  Map<Integer, Float> dense(Query query, TextEmbedder embedder, int k) throws IOException {
    boolean any =
        FieldInfos.getMergedFieldInfos(searcher.getIndexReader()).fieldInfo(Fields.VECTOR) != null;
    if (query.text().isBlank() || !any) {
      return Map.of();
    }
    float[] vector = embedder.embed(List.of(query.text()), Purpose.QUERY).getFirst();
    Map<Integer, Float> scores = new LinkedHashMap<>();
    // Lucene scores a dot product d as (1 + d) / 2.
    scores(nearest(query, vector, k), k).forEach((doc, score) -> scores.put(doc, 2 * score - 1));
    return scores;
  }

  private org.apache.lucene.search.Query nearest(Query query, float[] vector, int k) {
    if (query.excludedDocuments().isEmpty()) {
      return new KnnFloatVectorQuery(Fields.VECTOR, vector, k);
    }
    var allowed = new BooleanQuery.Builder();
    allowed.add(MatchAllDocsQuery.INSTANCE, Occur.MUST);
    allowed.add(excluded(query), Occur.MUST_NOT);
    return new KnnFloatVectorQuery(Fields.VECTOR, vector, k, allowed.build());
  }

  private static org.apache.lucene.search.Query excluded(Query query) {
    return new TermInSetQuery(
        Fields.DOCUMENT, query.excludedDocuments().stream().map(BytesRef::new).toList());
  }

  private Map<Integer, Float> scores(org.apache.lucene.search.Query query, int k)
      throws IOException {
    Map<Integer, Float> scores = new LinkedHashMap<>();
    int limit = Math.min(k, Math.max(1, searcher.getIndexReader().maxDoc()));
    for (ScoreDoc hit : searcher.search(query, limit).scoreDocs) {
      scores.put(hit.doc, hit.score);
    }
    return scores;
  }

  /// Chunks without a vector.
  static org.apache.lucene.search.Query pending() {
    return new BooleanQuery.Builder()
        .add(new TermQuery(Fields.CHUNKS), Occur.MUST)
        .add(new FieldExistsQuery(Fields.VECTOR), Occur.MUST_NOT)
        .build();
  }
}
