package dev.corvid.retrieval;

import java.io.IOException;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.jspecify.annotations.Nullable;

/// Looks up vectors that the index holds already.
final class Vectors {
  private final IndexReader reader;

  Vectors(IndexReader reader) {
    this.reader = reader;
  }

  /// Whether the chunk with this Lucene number is embedded.
  boolean has(int doc) throws IOException {
    LeafReaderContext leaf = reader.leaves().get(ReaderUtil.subIndex(doc, reader.leaves()));
    return at(leaf, doc - leaf.docBase) != null;
  }

  /// The vector of any chunk with this key, also of one that is about to go.
  float @Nullable [] withKey(String key) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      PostingsEnum chunks = leaf.reader().postings(new Term(Fields.KEY, key), PostingsEnum.NONE);
      while (chunks != null && chunks.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        float[] vector = at(leaf, chunks.docID());
        if (vector != null) {
          return vector;
        }
      }
    }
    return null;
  }

  private static float @Nullable [] at(LeafReaderContext leaf, int doc) throws IOException {
    FloatVectorValues vectors = leaf.reader().getFloatVectorValues(Fields.VECTOR);
    if (vectors == null) {
      return null;
    }
    DocIndexIterator position = vectors.iterator();
    return position.advance(doc) == doc ? vectors.vectorValue(position.index()).clone() : null;
  }
}
