package dev.corvid.retrieval;

import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.Term;

/// The fields of the Lucene index. A chunk and the record of a document are each one Lucene
/// document; both carry the document's name, so that one term deletes all of it.
final class Fields {
  /// Counts up when the meaning of a field changes; an older index is then made anew.
  static final int SCHEMA = 1;

  /// The document's name, on chunks and records.
  static final String DOCUMENT = "document";

  /// On chunks only, to tell them from records.
  static final String KIND = "kind";

  static final Term CHUNKS = new Term(KIND, "chunk");

  /// Names a chunk: document and position.
  static final String ID = "id";

  /// Hash of what is embedded.
  static final String KEY = "key";

  /// What BM25 searches: context and text.
  static final String BODY = "body";

  static final String VECTOR = "vector";
  static final String TITLE = "title";
  static final String HEADING = "heading";
  static final String CONTEXT = "context";
  static final String PAGE = "page";
  static final String START = "start";
  static final String TEXT = "text";

  /// On records only: the document's name as a term, and the record as a binary value.
  static final String RECORD = "record";

  static final String RECORD_VALUE = "record-value";

  /// Analysed, with frequencies but without positions: no query needs them.
  static final FieldType BODY_TYPE = bodyType();

  private Fields() {}

  private static FieldType bodyType() {
    var type = new FieldType();
    type.setTokenized(true);
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    type.freeze();
    return type;
  }
}
