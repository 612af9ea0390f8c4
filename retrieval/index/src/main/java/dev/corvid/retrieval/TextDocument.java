package dev.corvid.retrieval;

import dev.corvid.agent.spi.TextIndex.Entry;
import dev.corvid.agent.spi.TextIndex.Field;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.TermFrequencyAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;

/// An entry of a text index as a Lucene document.
///
/// Its fields become one Lucene field in which a term's frequency is the sum of the weights of its
/// occurrences, so that any number of fields and weights costs one posting per term, and the
/// statistics of a term are those of all fields. Strings are stored as they are, whatever is in
/// them; UTF-8 would change half surrogate pairs.
final class TextDocument {
  /// The frequency of one occurrence with weight 1. Lucene's frequencies are whole numbers; the
  /// similarity's k1 is scaled by the same.
  static final int UNIT = 64;

  static final String NUMBER = "number";

  private static final int MAX_WEIGHT = 64;
  private static final int MAX_TERMS = 100_000;
  private static final String KEY = "key";
  private static final String ID = "id";
  private static final String TEXT = "text";
  private static final String WEIGHT = "weight";
  private static final String PAYLOAD = "payload";

  private TextDocument() {}

  /// What finds the entry with this id. Terms are limited in length and ids are not.
  static Term key(String id) {
    return new Term(KEY, Hashes.sha256(bytes(id).bytes));
  }

  static Document of(Entry entry, long number, LexicalAnalysis analysis) {
    var document = new Document();
    document.add(new StringField(KEY, key(entry.id()).text(), Store.NO));
    document.add(new NumericDocValuesField(NUMBER, number));
    document.add(
        new org.apache.lucene.document.Field(
            Fields.BODY, new Terms(frequencies(entry, analysis)), Fields.BODY_TYPE));
    document.add(new StoredField(ID, bytes(entry.id())));
    for (Field field : entry.fields()) {
      document.add(new StoredField(TEXT, bytes(field.text())));
      document.add(new StoredField(WEIGHT, field.weight()));
    }
    document.add(new StoredField(PAYLOAD, bytes(entry.payload())));
    return document;
  }

  static Entry read(StoredFields stored, int doc) throws IOException {
    Document document = stored.document(doc);
    BytesRef[] texts = document.getBinaryValues(TEXT);
    IndexableField[] weights = document.getFields(WEIGHT);
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      fields.add(new Field(string(texts[i]), weights[i].numericValue().doubleValue()));
    }
    return new Entry(
        string(document.getBinaryValue(ID)), fields, string(document.getBinaryValue(PAYLOAD)));
  }

  private static Map<String, Integer> frequencies(Entry entry, LexicalAnalysis analysis) {
    Map<String, Integer> frequencies = new LinkedHashMap<>();
    int left = MAX_TERMS;
    for (Field field : entry.fields()) {
      double weight = Math.min(field.weight(), MAX_WEIGHT);
      int frequency = Math.max(1, (int) Math.round(weight * UNIT));
      List<String> terms = analysis.terms(Identifiers.split(field.text()));
      terms
          .subList(0, Math.min(left, terms.size()))
          .forEach(term -> frequencies.merge(term, frequency, Integer::sum));
      left -= Math.min(left, terms.size());
    }
    return frequencies;
  }

  private static BytesRef bytes(String text) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(text.length(), Character.BYTES));
    bytes.asCharBuffer().put(text);
    return new BytesRef(bytes.array());
  }

  private static String string(BytesRef bytes) {
    return ByteBuffer.wrap(bytes.bytes, bytes.offset, bytes.length).asCharBuffer().toString();
  }

  /// Hands terms over with their frequencies.
  private static final class Terms extends TokenStream {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final TermFrequencyAttribute frequency = addAttribute(TermFrequencyAttribute.class);
    private final Map<String, Integer> frequencies;
    private Iterator<Map.Entry<String, Integer>> rest;

    Terms(Map<String, Integer> frequencies) {
      this.frequencies = frequencies;
      this.rest = frequencies.entrySet().iterator();
    }

    @Override
    public void reset() {
      rest = frequencies.entrySet().iterator();
    }

    @Override
    public boolean incrementToken() {
      if (!rest.hasNext()) {
        return false;
      }
      clearAttributes();
      Map.Entry<String, Integer> next = rest.next();
      term.append(next.getKey());
      frequency.setTermFrequency(next.getValue());
      return true;
    }
  }
}
