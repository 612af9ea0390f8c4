package dev.corvid.eval;

import dev.corvid.agent.Completion;
import dev.corvid.agent.ForwardingLanguageModel;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Message;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.Score;
import dev.corvid.agent.spi.LanguageModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;

/// A model that remembers on disk what it said, so that a changed rule around the model is
/// evaluated again without running it. The key is the model's identity, the prompt and the
/// options; what a call took when it was made is remembered with it. As thread-safe as the model.
final class RememberedModel extends ForwardingLanguageModel {
  private final String identity;
  private final Path folder;
  private final AtomicLong replayedNanos = new AtomicLong();

  /// @param identity differs between models whose answers differ
  /// @param folder where answers are kept, one file each
  RememberedModel(LanguageModel model, String identity, Path folder) {
    super(model);
    this.identity = identity;
    this.folder = folder;
  }

  /// Time that remembered calls took when they were made: add it to the clock for the time that
  /// the work would take without a memory.
  Duration replayed() {
    return Duration.ofNanos(replayedNanos.get());
  }

  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, GenerationListener listener) {
    String key = key("generate", flat(prompt), text(options));
    Optional<Memory> memory = recall(key);
    if (memory.isEmpty()) {
      return remember(key, () -> super.generate(prompt, options, listener));
    }
    Completion completion = replay(memory.get(), Completion.class);
    int read = completion.usage().promptTokens();
    listener.prefilled(read, read);
    listener.text(completion.text());
    return completion;
  }

  @Override
  public Score score(Prompt prompt, String continuation, GenerationListener listener) {
    String key = key("score", flat(prompt), continuation);
    Optional<Memory> memory = recall(key);
    if (memory.isEmpty()) {
      return remember(key, () -> super.score(prompt, continuation, listener));
    }
    Score score = replay(memory.get(), Score.class);
    int read = score.usage().promptTokens();
    listener.prefilled(read, read);
    return score;
  }

  private record Memory(long nanos, Object value) {}

  private Path file(String key) {
    return folder.resolve(key.substring(0, 2)).resolve(key + ".json");
  }

  private Optional<Memory> recall(String key) {
    Path file = file(key);
    try {
      return Files.exists(file)
          ? Optional.of(JsonLines.JSON.readValue(Files.readAllBytes(file), Memory.class))
          : Optional.empty();
    } catch (IOException | JacksonException e) {
      // A file that cannot be read is as good as none: the model is asked and the file rewritten.
      return Optional.empty();
    }
  }

  private <T> T replay(Memory memory, Class<T> type) {
    replayedNanos.addAndGet(memory.nanos());
    return JsonLines.JSON.convertValue(memory.value(), type);
  }

  private <T> T remember(String key, Supplier<T> work) {
    long start = System.nanoTime();
    T value = work.get();
    write(file(key), new Memory(System.nanoTime() - start, value));
    return value;
  }

  private static void write(Path file, Memory memory) {
    try {
      Files.createDirectories(file.getParent());
      Path draft = Files.createTempFile(file.getParent(), "draft", ".tmp");
      Files.write(draft, JsonLines.JSON.writeValueAsBytes(memory));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Without a constraint as it was before there were any, so that what was remembered stays known.
  private static String text(GenerationOptions options) {
    return options.toString().replace(", constraint=None[]]", "]");
  }

  private static List<String> flat(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Text(String text) -> List.of("text", text);
      case Prompt.Chat(List<Message> messages) ->
          messages.stream().flatMap(m -> List.of(m.role().name(), m.text()).stream()).toList();
    };
  }

  private String key(String call, List<String> prompt, String rest) {
    List<String> parts = new ArrayList<>(List.of(identity, call, rest));
    parts.addAll(prompt);
    return Fingerprint.full(parts);
  }
}
