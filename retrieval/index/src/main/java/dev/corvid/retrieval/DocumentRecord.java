package dev.corvid.retrieval;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;

/// What the index remembers of a document to notice its change.
///
/// @param stamp as in [DocumentSource.Entry#stamp()]
/// @param contentHash as in [DocumentSource.Entry#contentHash()]
/// @param failure why it could not be parsed; empty if it is in the index
record DocumentRecord(String name, String stamp, String contentHash, String failure) {
  boolean failed() {
    return !failure.isEmpty();
  }

  Term term() {
    return new Term(Fields.RECORD, name);
  }

  Document lucene() throws IOException {
    var bytes = new ByteBuffersDataOutput();
    bytes.writeString(name);
    bytes.writeString(stamp);
    bytes.writeString(contentHash);
    bytes.writeString(failure);
    var lucene = new Document();
    lucene.add(new StringField(Fields.DOCUMENT, name, Store.NO));
    lucene.add(new StringField(Fields.RECORD, name, Store.NO));
    lucene.add(new BinaryDocValuesField(Fields.RECORD_VALUE, new BytesRef(bytes.toArrayCopy())));
    return lucene;
  }

  /// All records by name.
  static Map<String, DocumentRecord> all(IndexReader reader) throws IOException {
    Map<String, DocumentRecord> records = new HashMap<>();
    for (LeafReaderContext context : reader.leaves()) {
      LeafReader leaf = context.reader();
      BinaryDocValues values = leaf.getBinaryDocValues(Fields.RECORD_VALUE);
      Bits live = leaf.getLiveDocs();
      while (values != null && values.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
        if (live == null || live.get(values.docID())) {
          DocumentRecord record = read(values.binaryValue());
          records.put(record.name(), record);
        }
      }
    }
    return records;
  }

  private static DocumentRecord read(BytesRef value) throws IOException {
    var bytes = new ByteArrayDataInput(value.bytes, value.offset, value.length);
    return new DocumentRecord(
        bytes.readString(), bytes.readString(), bytes.readString(), bytes.readString());
  }
}
