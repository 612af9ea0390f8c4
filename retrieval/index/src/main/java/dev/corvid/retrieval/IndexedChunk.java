package dev.corvid.retrieval;

import dev.corvid.agent.Passage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.jspecify.annotations.Nullable;

/// A chunk as the index keeps it, complete enough to be added again with its vector.
record IndexedChunk(
    String document,
    String id,
    String title,
    List<String> headings,
    String context,
    int page,
    int start,
    String text) {

  IndexedChunk {
    headings = List.copyOf(headings);
  }

  static IndexedChunk of(SourceDocument source, Chunk chunk, int ordinal) {
    return new IndexedChunk(
        source.name(),
        source.name() + "\n" + ordinal,
        source.title(),
        chunk.headings(),
        chunk.context(),
        chunk.page(),
        chunk.start(),
        source.text().substring(chunk.start(), chunk.end()));
  }

  static IndexedChunk read(Document stored) {
    List<String> headings = new ArrayList<>(List.of(stored.getValues(Fields.HEADING)));
    return new IndexedChunk(
        stored.get(Fields.DOCUMENT),
        stored.get(Fields.ID),
        stored.get(Fields.TITLE),
        headings,
        stored.get(Fields.CONTEXT),
        number(stored, Fields.PAGE),
        number(stored, Fields.START),
        stored.get(Fields.TEXT));
  }

  private static int number(Document stored, String field) {
    IndexableField value = stored.getField(field);
    return value == null ? 0 : value.numericValue().intValue();
  }

  Term idTerm() {
    return new Term(Fields.ID, id);
  }

  /// What the embedder reads and BM25 searches.
  String searchable() {
    return context.isEmpty() ? text : context + "\n" + text;
  }

  /// The same for chunks that the embedder would read alike.
  String key() {
    return Hashes.sha256(searchable());
  }

  /// @param vector of unit length; absent if the chunk is not embedded yet
  Document lucene(float @Nullable [] vector) {
    var lucene = new Document();
    lucene.add(new StringField(Fields.KIND, Fields.CHUNKS.text(), Store.NO));
    lucene.add(new StringField(Fields.DOCUMENT, document, Store.YES));
    lucene.add(new StringField(Fields.ID, id, Store.YES));
    lucene.add(new StringField(Fields.KEY, key(), Store.NO));
    lucene.add(new Field(Fields.BODY, searchable(), Fields.BODY_TYPE));
    lucene.add(new StoredField(Fields.TITLE, title));
    headings.forEach(heading -> lucene.add(new StoredField(Fields.HEADING, heading)));
    lucene.add(new StoredField(Fields.CONTEXT, context));
    lucene.add(new StoredField(Fields.PAGE, page));
    lucene.add(new StoredField(Fields.START, start));
    lucene.add(new StoredField(Fields.TEXT, text));
    if (vector != null) {
      lucene.add(
          new KnnFloatVectorField(Fields.VECTOR, vector, VectorSimilarityFunction.DOT_PRODUCT));
    }
    return lucene;
  }

  Passage passage(double score) {
    return new Passage(
        document,
        title,
        headings,
        page == 0 ? OptionalInt.empty() : OptionalInt.of(page),
        start,
        start + text.length(),
        text,
        score);
  }
}
