package dev.corvid.test;

import dev.corvid.agent.ApprovalMode;
import dev.corvid.agent.Budget;
import dev.corvid.agent.Citation;
import dev.corvid.agent.Completion;
import dev.corvid.agent.Effect;
import dev.corvid.agent.Exchange;
import dev.corvid.agent.JournalEntry;
import dev.corvid.agent.Passage;
import dev.corvid.agent.Query;
import dev.corvid.agent.RunStatus;
import dev.corvid.agent.Score;
import dev.corvid.agent.Settlement;
import dev.corvid.agent.Task;
import dev.corvid.agent.ToolCall;
import dev.corvid.agent.ToolRequest;
import dev.corvid.agent.ToolResult;
import dev.corvid.agent.ToolSpec;
import dev.corvid.agent.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Journal entries with any values that they allow, odd ones more often than in life.
final class RandomEntries {
  private final Random random;

  RandomEntries(Random random) {
    this.random = random;
  }

  /// One entry of each kind.
  List<JournalEntry> oneOfEach() {
    return List.of(
        new JournalEntry.Begun(task(), any(ApprovalMode.values()), word(), setup()),
        new JournalEntry.Recalled(list(this::text)),
        new JournalEntry.Selected(list(this::tool)),
        new JournalEntry.Scored(word(), new Score(logProbabilities(), usage())),
        new JournalEntry.Wrote(word(), completion()),
        new JournalEntry.Planned(list(this::text), random.nextBoolean()),
        new JournalEntry.Compacted(number(), number()),
        new JournalEntry.Retrieved(query(), list(this::passage)),
        new JournalEntry.ApprovalAsked(request(), word(), text(), instant()),
        new JournalEntry.ApprovalGiven(word(), word(), random.nextBoolean()),
        new JournalEntry.InputAsked(word()),
        new JournalEntry.InputGiven(text()),
        new JournalEntry.Heard(list(() -> new Exchange(word(), text(), random.nextBoolean()))),
        new JournalEntry.Revised(word(), word()),
        new JournalEntry.CallBegan(request()),
        new JournalEntry.CallEnded(word(), result()),
        new JournalEntry.NotCalled(call(), random.nextBoolean(), text()),
        new JournalEntry.CallSettled(word(), any(Settlement.values())),
        new JournalEntry.Ended(any(RunStatus.values()), text(), list(this::citation)));
  }

  private Task task() {
    Budget budget =
        new Budget(
            1 + number(), 1 + number(), number(), Duration.ofNanos(1 + random.nextLong(1L << 60)));
    return new Task(
        word(),
        1 + number(),
        any(Query.Mode.values()),
        new HashSet<>(list(this::text)),
        number(),
        budget,
        text(),
        text());
  }

  private Map<String, List<String>> setup() {
    Map<String, List<String>> setup = new HashMap<>();
    list(this::number).forEach(name -> setup.put("name" + name, list(this::text)));
    return setup;
  }

  private ToolSpec tool() {
    return new ToolSpec(
        "tool-" + number(), text(), word(), any(Effect.values()), word(), list(this::text));
  }

  private Completion completion() {
    return new Completion(
        text(),
        list(this::number),
        any(Completion.StopReason.values()),
        usage(),
        Duration.ofNanos(random.nextLong(1L << 50)),
        Duration.ofMillis(number()));
  }

  private Query query() {
    return new Query(
        text(), 1 + number(), any(Query.Mode.values()), new HashSet<>(list(this::text)));
  }

  private Passage passage() {
    String text = text();
    int start = number();
    return new Passage(
        word(),
        text(),
        list(this::text),
        random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(number()),
        start,
        start + text.length(),
        text,
        odd());
  }

  private Citation citation() {
    String quote = text();
    int start = number();
    return new Citation(
        1 + number(),
        word(),
        random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(number()),
        start,
        start + quote.length(),
        quote,
        random.nextBoolean());
  }

  private ToolRequest request() {
    Map<String, String> headers = new HashMap<>();
    list(this::number).forEach(name -> headers.put("X-" + name, text()));
    return new ToolRequest(
        call(),
        any(Effect.values()),
        word(),
        word(),
        headers,
        text(),
        random.nextBoolean() ? Optional.empty() : Optional.of(text()));
  }

  private ToolCall call() {
    return new ToolCall(word(), word(), text());
  }

  private ToolResult result() {
    return new ToolResult(
        any(ToolResult.Status.values()),
        text(),
        text(),
        random.nextBoolean(),
        new HashSet<>(list(this::text)));
  }

  private List<Double> logProbabilities() {
    return Stream.generate(this::odd).limit(1 + random.nextInt(3)).toList();
  }

  private double odd() {
    return switch (random.nextInt(6)) {
      case 0 -> Double.NEGATIVE_INFINITY;
      case 1 -> Double.NaN;
      case 2 -> -0.0;
      case 3 -> Double.MIN_VALUE;
      default -> random.nextGaussian();
    };
  }

  private Usage usage() {
    return new Usage(number(), number(), number());
  }

  private Instant instant() {
    return Instant.ofEpochSecond(random.nextLong(1L << 34), random.nextInt(1_000_000_000));
  }

  private int number() {
    return random.nextInt(1 << random.nextInt(1, 20));
  }

  private String text() {
    return OddTexts.random(random, 30);
  }

  /// A text that is not blank.
  private String word() {
    return OddTexts.random(random, 10) + "w" + OddTexts.random(random, 10);
  }

  private <T> List<T> list(Supplier<T> element) {
    return Stream.generate(element).limit(random.nextInt(4)).toList();
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
