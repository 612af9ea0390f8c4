package dev.corvid.retrieval;

import dev.corvid.agent.spi.TextIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;

/// A text index on Lucene, wherever its store is.
final class LuceneTextIndex implements TextIndex {
  private static final SortField BY_NUMBER =
      new SortField(TextDocument.NUMBER, SortField.Type.LONG);

  /// Equal scores in the order of coming, so that results repeat.
  private static final Sort BEST_FIRST = new Sort(SortField.FIELD_SCORE, BY_NUMBER);

  private final TextStore store;
  private final LexicalAnalysis analysis = new LexicalAnalysis();

  LuceneTextIndex(TextStore store) {
    this.store = store;
  }

  @Override
  public void put(Entry entry) {
    store.write(
        writer -> {
          writer.updateDocument(
              TextDocument.key(entry.id()),
              TextDocument.of(entry, TextStore.takeNumber(writer), analysis));
          return true;
        });
  }

  @Override
  public boolean remove(String id) {
    Term key = TextDocument.key(id);
    return store.write(
        writer -> {
          boolean there = holds(writer, key);
          if (there) {
            writer.deleteDocuments(key);
          }
          return there;
        });
  }

  private static boolean holds(IndexWriter writer, Term key) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(writer)) {
      return new IndexSearcher(reader).count(new TermQuery(key)) > 0;
    }
  }

  @Override
  public List<Hit> search(String text, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be >= 1, got " + limit);
    }
    return store.read(searcher -> search(text, limit, searcher));
  }

  private List<Hit> search(String text, int limit, IndexSearcher searcher) throws IOException {
    IndexReader reader = searcher.getIndexReader();
    // A long text repeats its filling words most; never to count repetitions loses its subject.
    var query = analysis.query(Identifiers.split(text), reader, Math::sqrt);
    int most = Math.min(limit, Math.max(1, reader.maxDoc()));
    List<Hit> hits = new ArrayList<>();
    for (ScoreDoc hit : searcher.search(query, most, BEST_FIRST).scoreDocs) {
      double score = (Float) ((FieldDoc) hit).fields[0];
      hits.add(new Hit(TextDocument.read(searcher.storedFields(), hit.doc), score));
    }
    return hits;
  }

  @Override
  public List<Entry> entries() {
    return store.read(
        searcher -> {
          int all = Math.max(1, searcher.getIndexReader().maxDoc());
          List<Entry> entries = new ArrayList<>();
          var inOrder = searcher.search(MatchAllDocsQuery.INSTANCE, all, new Sort(BY_NUMBER));
          for (ScoreDoc hit : inOrder.scoreDocs) {
            entries.add(TextDocument.read(searcher.storedFields(), hit.doc));
          }
          return entries;
        });
  }

  @Override
  public void close() {
    analysis.analyzer().close();
    store.close();
  }
}
