package dev.corvid.retrieval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/// Turns text into terms the way the index did, and user text into a query without operators.
final class LexicalAnalysis {
  /// Names the analysis in the index's settings.
  static final String NAME = "english";

  /// Longer queries keep their rarest terms; Lucene refuses more than 1,024 clauses.
  static final int MAX_TERMS = 512;

  private final Analyzer analyzer = new EnglishAnalyzer();

  Analyzer analyzer() {
    return analyzer;
  }

  /// The terms of a text in their order, with repetitions.
  List<String> terms(String text) {
    List<String> terms = new ArrayList<>();
    try (TokenStream tokens = analyzer.tokenStream(Fields.BODY, text)) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      tokens.reset();
      while (tokens.incrementToken()) {
        terms.add(term.toString());
      }
      tokens.end();
    } catch (IOException impossible) {
      throw new UncheckedIOException("reading a string", impossible);
    }
    return terms;
  }

  /// Any of the text's terms; a term counts as often as the text repeats it.
  Query query(String text, IndexReader reader) throws IOException {
    return query(text, reader, count -> count);
  }

  /// Any of the text's terms, each with a weight made of how often the text has it.
  Query query(String text, IndexReader reader, IntToDoubleFunction weight) throws IOException {
    Map<String, Integer> counts = new LinkedHashMap<>();
    terms(text).forEach(term -> counts.merge(term, 1, Integer::sum));
    if (counts.isEmpty()) {
      return new MatchNoDocsQuery("no terms");
    }
    var query = new BooleanQuery.Builder();
    for (String term : chosen(counts, reader)) {
      double boost = weight.applyAsDouble(counts.getOrDefault(term, 1));
      query.add(
          new BoostQuery(new TermQuery(new Term(Fields.BODY, term)), (float) boost), Occur.SHOULD);
    }
    return query.build();
  }

  private static List<String> chosen(Map<String, Integer> counts, IndexReader reader)
      throws IOException {
    if (counts.size() <= MAX_TERMS) {
      return List.copyOf(counts.keySet());
    }
    record Frequency(String term, int documents) {}
    List<Frequency> found = new ArrayList<>();
    for (String term : counts.keySet()) {
      int documents = reader.docFreq(new Term(Fields.BODY, term));
      if (documents > 0) {
        found.add(new Frequency(term, documents));
      }
    }
    found.sort(Comparator.comparingInt(Frequency::documents).thenComparing(Frequency::term));
    return found.stream().limit(MAX_TERMS).map(Frequency::term).toList();
  }
}
