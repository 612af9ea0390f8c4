package dev.corvid.bench;

import dev.corvid.command.Command;
import dev.corvid.command.Console;
import dev.corvid.command.Invocation;
import dev.corvid.command.Json;
import dev.corvid.command.Option;
import dev.corvid.command.Progress;
import dev.corvid.command.Result;
import dev.corvid.command.Workbench;
import dev.corvid.inference.LocalLanguageModel;
import dev.corvid.inference.ModelSettings;
import dev.corvid.inference.SpeedSample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// `bench inference`: the decoder's speed, prefill and decode apart.
final class InferenceCommand implements Command {
  private static final Option<Integer> PROMPT =
      Option.integer("prompt", "N", "tokens to read", 1).withLetter("p").withDefault(512);
  private static final Option<Integer> WRITE =
      Option.integer("generate", "N", "tokens to write", 1).withLetter("n").withDefault(64);
  private static final Option<Integer> ROUNDS =
      Option.integer("rounds", "N", "rounds that count, after one that does not", 1)
          .withLetter("r")
          .withDefault(3);
  private static final Path STATUS = Path.of("/proc/self/status");

  @Override
  public String name() {
    return "bench inference";
  }

  @Override
  public String summary() {
    return "Measure the decoder's speed: reading a prompt and writing tokens, apart";
  }

  @Override
  public List<Option<?>> options() {
    return List.of(PROMPT, WRITE, ROUNDS);
  }

  @Override
  public List<String> examples() {
    return List.of("bench inference -p 512 -n 64 -r 3 -t 2");
  }

  @Override
  public Result run(Invocation invocation, Console console) {
    Workbench workbench = new Workbench(invocation, console);
    Path file = workbench.modelFile();
    int threads = workbench.threads();
    ModelSettings settings = ModelSettings.defaults().withThreads(threads);
    try (LocalLanguageModel model = LocalLanguageModel.open(file, settings)) {
      List<SpeedSample> rounds = measure(model, invocation, console);
      double load = model.loadTime().toNanos() / 1e9;
      double[] prefill = sorted(rounds, SpeedSample::prefillTokensPerSecond);
      double[] decode = sorted(rounds, SpeedSample::decodeTokensPerSecond);
      Map<String, Object> json =
          Json.object(
              "model", workbench.modelName(),
              "bytes", Files.size(file),
              "threads", threads,
              "vector_bits", model.vectorBits(),
              "prefill", speed(invocation.get(PROMPT), prefill),
              "decode", speed(invocation.get(WRITE), decode),
              "load_s", load,
              "peak_rss_bytes", peakMemory());
      return new Result(json, text(json, load, median(prefill), median(decode)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// One round that does not count, then those that do.
  private static List<SpeedSample> measure(
      LocalLanguageModel model, Invocation invocation, Console console) {
    List<SpeedSample> rounds = new ArrayList<>();
    int count = invocation.get(ROUNDS);
    try (Progress progress = console.progress("Rounds")) {
      for (int round = 0; round <= count; round++) {
        progress.update(round, count + 1, round + " of " + count);
        rounds.add(model.measure(invocation.get(PROMPT), invocation.get(WRITE)));
      }
    }
    return rounds.subList(1, rounds.size());
  }

  private static double[] sorted(List<SpeedSample> rounds, ToDoubleFunction<SpeedSample> speed) {
    return rounds.stream().mapToDouble(speed).sorted().toArray();
  }

  private static Map<String, Object> speed(int tokens, double[] sorted) {
    return Json.object(
        "tokens",
        tokens,
        "tokens_per_s",
        Json.object("min", sorted[0], "median", median(sorted), "max", sorted[sorted.length - 1]));
  }

  private static double median(double[] sorted) {
    int n = sorted.length;
    return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /// The most memory the process ever held, where the kernel tells (Linux).
  private static Optional<Long> peakMemory() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return Optional.empty();
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst();
  }

  private static String text(Map<String, Object> json, double load, double prefill, double decode) {
    return String.format(
        Locale.ROOT,
        "%s, %s threads, %s-bit vectors, loaded in %.2f s%n"
            + "prefill %8.1f tokens/s%ndecode  %8.1f tokens/s%n",
        json.get("model"),
        json.get("threads"),
        json.get("vector_bits"),
        load,
        prefill,
        decode);
  }
}
