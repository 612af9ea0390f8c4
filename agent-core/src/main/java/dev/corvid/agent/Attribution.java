package dev.corvid.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/// Finds the quotes that support an answer and proves them.
///
/// For each sentence of the answer the smallest verbatim run of a passage is chosen that verifies:
/// one sentence, else two or three that follow each other; among several the one that shares most
/// idf weight with the answer and the question. The model's own marks play no part: it was measured
/// to place them at random.
final class Attribution {
  private static final int LARGEST_WINDOW = 3;
  private static final int FEWEST_WORDS = 5;
  private static final int LONGEST_QUOTE = 700;

  /// The least share of the question's weight that a sentence says which is an answer by itself.
  private static final double LEAST_ASKED = 0.6;

  private final List<Word> question;
  private final List<Source> sources;
  private final ToDoubleFunction<String> weight;

  /// @param weight how much a word tells, as [dev.corvid.agent.spi.Retriever#weight(String)]
  Attribution(String question, List<Passage> passages, ToDoubleFunction<String> weight) {
    this.question = Word.of(question);
    this.sources = passages.stream().map(Source::of).toList();
    this.weight = weight;
  }

  /// What was found for an answer.
  ///
  /// @param text the answer with its marks
  /// @param citations in the order of their numbers
  /// @param unsupported the sentences without a quote
  record Attributed(String text, List<Citation> citations, List<String> unsupported) {}

  Attributed attribute(String answer) {
    StringBuilder text = new StringBuilder();
    List<Citation> citations = new ArrayList<>();
    List<String> unsupported = new ArrayList<>();
    int done = 0;
    for (Span span : Sentences.of(answer)) {
      String sentence = span.in(answer);
      Claim claim = Claim.of(sentence, question, weight);
      text.append(answer, done, span.end());
      done = span.end();
      if (!claim.isEmpty()) {
        Optional<Quote> quote = support(claim);
        if (quote.isPresent()) {
          text.append(" [").append(number(quote.get(), citations)).append(']');
        } else {
          text.append(" [?]");
          unsupported.add(sentence);
        }
      }
    }
    text.append(answer, done, answer.length());
    return new Attributed(text.toString(), List.copyOf(citations), List.copyOf(unsupported));
  }

  /// The sentence of the passages that says most of what is asked, as an answer of its own: for
  /// when the model finds no words that a quote supports. Without citations if none says enough.
  Attributed quoted() {
    Map<String, Double> asked = new HashMap<>();
    question.stream()
        .filter(Word::tells)
        .forEach(word -> asked.put(word.stem(), weight.applyAsDouble(word.lower())));
    double total = asked.values().stream().mapToDouble(Double::doubleValue).sum();
    double most = LEAST_ASKED * total;
    Optional<Quote> best = Optional.empty();
    for (Source source : sources) {
      for (int first = 0; first < source.pieces.size(); first++) {
        Quote quote = new Quote(source, first, first + 1);
        Set<String> stems = quote.stems();
        double said = asked.keySet().stream().filter(stems::contains).mapToDouble(asked::get).sum();
        if (said > most && quote.isFit()) {
          best = Optional.of(quote);
          most = said;
        }
      }
    }
    return best.map(quote -> quote.citation(1))
        .map(c -> new Attributed(c.quote() + " [1]", List.of(c), List.of()))
        .orElse(new Attributed("", List.of(), List.of()));
  }

  /// The words of `--test-threads=1` are in many sentences, so a quote that spells the answer's
  /// code goes before one that only holds its words.
  private Optional<Quote> support(Claim claim) {
    return smallest(claim, quote -> claim.isSpelledIn(quote.text()))
        .or(() -> smallest(claim, quote -> true));
  }

  private Optional<Quote> smallest(Claim claim, Predicate<Quote> wanted) {
    for (int window = 1; window <= LARGEST_WINDOW; window++) {
      Optional<Quote> best = Optional.empty();
      double bestFit = 0;
      for (Source source : sources) {
        for (int first = 0; first + window <= source.pieces.size(); first++) {
          Quote quote = new Quote(source, first, first + window);
          Set<String> stems = quote.stems();
          double fit = claim.fit(stems);
          if (fit > bestFit
              && quote.isFit()
              && claim.isSupportedBy(stems, source.stems)
              && wanted.test(quote)) {
            best = Optional.of(quote);
            bestFit = fit;
          }
        }
      }
      if (best.isPresent()) {
        return best;
      }
    }
    return Optional.empty();
  }

  /// The citation's number: the same quote is cited once.
  private static int number(Quote quote, List<Citation> citations) {
    Citation citation = quote.citation(citations.size() + 1);
    for (Citation known : citations) {
      if (known.document().equals(citation.document())
          && known.start() == citation.start()
          && known.end() == citation.end()) {
        return known.number();
      }
    }
    citations.add(citation);
    return citation.number();
  }

  /// A sentence of a passage and its words.
  private record Piece(Span span, Set<String> stems, int words) {}

  /// A passage, split.
  private record Source(Passage passage, List<Piece> pieces, Set<String> stems) {
    static Source of(Passage passage) {
      List<Piece> pieces = new ArrayList<>();
      for (Span span : Sentences.of(passage.text())) {
        String sentence = span.in(passage.text());
        pieces.add(new Piece(span, Word.stems(sentence), Word.of(sentence).size()));
      }
      return new Source(passage, List.copyOf(pieces), Word.stems(passage));
    }
  }

  /// Pieces `first` to `last - 1` of a source, with what lies between them.
  private record Quote(Source source, int first, int last) {
    Set<String> stems() {
      if (last - first == 1) {
        return source.pieces.get(first).stems();
      }
      Set<String> stems = new HashSet<>();
      source.pieces.subList(first, last).forEach(piece -> stems.addAll(piece.stems()));
      return stems;
    }

    boolean isFit() {
      int words = source.pieces.subList(first, last).stream().mapToInt(Piece::words).sum();
      return words >= FEWEST_WORDS && end() - start() <= LONGEST_QUOTE;
    }

    int start() {
      return source.pieces.get(first).span().start();
    }

    int end() {
      return source.pieces.get(last - 1).span().end();
    }

    String text() {
      return source.passage.text().substring(start(), end());
    }

    Citation citation(int number) {
      Passage passage = source.passage;
      return new Citation(
          number,
          passage.document(),
          passage.page(),
          passage.start() + start(),
          passage.start() + end(),
          text(),
          true);
    }
  }
}
