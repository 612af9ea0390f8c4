package dev.corvid.eval;

import dev.corvid.command.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The figures over all items of an evaluation.
record QaReport(List<QaItem> items) {
  QaReport {
    items = List.copyOf(items);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    Map<String, Object> intervals = new LinkedHashMap<>();
    Map<String, Object> counts = new LinkedHashMap<>();
    rates()
        .forEach(
            (name, rate) -> {
              json.put(name, rate.rate());
              intervals.put(name, List.of(rate.low(), rate.high()));
              counts.put(name, List.of(rate.successes(), rate.n()));
            });
    json.put("f1", f1().mean());
    intervals.put("f1", List.of(f1().low(), f1().high()));
    json.putAll(means());
    json.put("n", items.size());
    json.put("intervals", intervals);
    json.put("counts", counts);
    return json;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    rates()
        .forEach(
            (name, rate) ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "%-26s %6.3f  [%.3f, %.3f]  %d of %d%n",
                        name,
                        rate.rate(),
                        rate.low(),
                        rate.high(),
                        rate.successes(),
                        rate.n())));
    text.append(
        String.format(
            Locale.ROOT,
            "%-26s %6.3f  [%.3f, %.3f]%n",
            "f1",
            f1().mean(),
            f1().low(),
            f1().high()));
    means()
        .forEach(
            (name, value) -> text.append(String.format(Locale.ROOT, "%-26s %6.3f%n", name, value)));
    return text.append("n %d%n".formatted(items.size())).toString();
  }

  private Map<String, Double> means() {
    Map<String, Double> means = new LinkedHashMap<>();
    means.put("contains_ratio", containsRatio());
    means.put("tokens_per_answer", median(answered().map(answer -> (double) answer.tokens())));
    means.put("tokens_per_answer_mean", mean(answered().map(answer -> (double) answer.tokens())));
    means.put("seconds_per_question", mean(asked().map(QaAnswer::seconds)));
    return means;
  }

  /// Every rate with what it is a rate of; one without cases is left out.
  private Map<String, Proportion> rates() {
    List<QaItem> answerable = items.stream().filter(QaItem::answerable).toList();
    List<QaAnswer> asked = answerable.stream().map(QaItem::asked).toList();
    List<QaAnswer> answered = asked.stream().filter(answer -> !answer.refused()).toList();
    List<QaAnswer> right = asked.stream().filter(QaAnswer::contains).toList();
    List<QaAnswer> without = items.stream().flatMap(item -> withoutGold(item).stream()).toList();
    List<QaAnswer> handed = answerable.stream().flatMap(item -> item.handed().stream()).toList();
    Map<String, Proportion> rates = new LinkedHashMap<>();
    put(rates, "contains", asked, QaAnswer::contains);
    put(rates, "citation_precision", answered, QaAnswer::cited);
    put(rates, "citation_recall", right, QaAnswer::cited);
    put(rates, "right_and_document_cited", asked, a -> a.contains() && a.citedDocument());
    put(rates, "refused_without_gold", without, QaAnswer::refused);
    put(rates, "refused_with_gold", asked, QaAnswer::refused);
    put(rates, "gold_read", asked, QaAnswer::goldRead);
    put(rates, "handed_gold_contains", handed, QaAnswer::contains);
    put(rates, "handed_gold_refused", handed, QaAnswer::refused);
    put(rates, "bare_model_contains", bounded(), QaItem::boundContains);
    return rates;
  }

  private static <T> void put(
      Map<String, Proportion> rates, String name, List<T> of, Predicate<T> success) {
    if (!of.isEmpty()) {
      rates.put(name, new Proportion((int) of.stream().filter(success).count(), of.size()));
    }
  }

  /// What the agent said where no document holds the answer.
  private static Optional<QaAnswer> withoutGold(QaItem item) {
    return item.answerable() ? item.hidden() : Optional.of(item.asked());
  }

  private List<QaItem> bounded() {
    return items.stream().filter(item -> item.answerable() && item.bound().isPresent()).toList();
  }

  /// Right answers of the agent over those of the bare model with the gold passage, over the same
  /// questions; not a number if that was not tried.
  private double containsRatio() {
    List<QaItem> bounded = bounded();
    long bound = bounded.stream().filter(QaItem::boundContains).count();
    long agent = bounded.stream().filter(item -> item.asked().contains()).count();
    return bound == 0 ? Double.NaN : (double) agent / bound;
  }

  private Estimate f1() {
    return Estimate.of(
        items.stream().filter(QaItem::answerable).map(item -> item.asked().f1()).toList());
  }

  private Stream<QaAnswer> asked() {
    return items.stream().map(QaItem::asked);
  }

  private Stream<QaAnswer> answered() {
    return asked().filter(answer -> !answer.refused());
  }

  private static double mean(Stream<Double> values) {
    return values.mapToDouble(Double::doubleValue).average().orElse(0);
  }

  private static double median(Stream<Double> values) {
    List<Double> sorted = values.sorted().toList();
    int n = sorted.size();
    return n == 0 ? 0 : (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
  }

  /// One line per item for people who watch.
  static String line(QaItem item) {
    return "%s %s %s | %s"
        .formatted(
            item.id(),
            word(item.asked()),
            item.hidden().map(QaReport::word).orElse("-"),
            Json.write(item.asked().text()));
  }

  private static String word(QaAnswer answer) {
    if (answer.refused()) {
      return "refused";
    }
    return (answer.contains() ? "right" : "wrong") + (answer.cited() ? "+cited" : "");
  }
}
