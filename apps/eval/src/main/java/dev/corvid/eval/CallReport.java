package dev.corvid.eval;

import dev.corvid.command.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/// The figures of one file.
///
/// @param file its name without the ending
record CallReport(String file, List<CallItem> items) {
  CallReport {
    items = List.copyOf(items);
  }

  Map<String, Object> json() {
    Proportion right = share(CallItem::isRight);
    return Json.object(
        "file", file,
        "accuracy", right.rate(),
        "interval", List.of(right.low(), right.high()),
        "parsed", share(CallItem::parsed).rate(),
        "called", share(item -> !item.calls().isEmpty()).rate(),
        "n", items.size(),
        "tokens_per_case", mean(CallItem::tokens),
        "seconds_per_case", mean(CallItem::seconds));
  }

  static String header() {
    return "%-20s %8s  %-16s %8s %8s %6s %8s %9s%n"
        .formatted("file", "accuracy", "95 %", "parsed", "called", "n", "tokens", "seconds");
  }

  String text() {
    Proportion right = share(CallItem::isRight);
    return String.format(
        Locale.ROOT,
        "%-20s %8.3f  [%.3f, %.3f]   %8.3f %8.3f %6d %8.1f %9.1f%n",
        file,
        right.rate(),
        right.low(),
        right.high(),
        share(CallItem::parsed).rate(),
        share(item -> !item.calls().isEmpty()).rate(),
        items.size(),
        mean(CallItem::tokens),
        mean(CallItem::seconds));
  }

  private Proportion share(Predicate<CallItem> success) {
    return new Proportion((int) items.stream().filter(success).count(), items.size());
  }

  private double mean(ToDoubleFunction<CallItem> value) {
    return items.stream().mapToDouble(value).average().orElse(0);
  }
}
