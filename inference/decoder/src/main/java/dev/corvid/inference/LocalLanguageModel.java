package dev.corvid.inference;

import dev.corvid.agent.Completion;
import dev.corvid.agent.Constraint;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.Requester;
import dev.corvid.agent.Score;
import dev.corvid.agent.Usage;
import dev.corvid.agent.spi.LanguageModel;
import dev.corvid.inference.internal.kernels.Kernels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A GGUF model that runs in this process, on the processor. Thread-safe: calls take turns in the
/// order in which they came.
///
/// The keys and values of the last two kinds of prompt are kept, and a beginning that a new prompt
/// shares with one of them is not computed again: of what another [Requester] asked only the
/// system's words. A prompt read in one piece and the same prompt
/// continued from a kept beginning differ by rounding, so a token whose rival is within that error
/// may be chosen differently.
public final class LocalLanguageModel implements LanguageModel {
  private static final Logger log = LoggerFactory.getLogger(LocalLanguageModel.class);
  private static final int SPEED_SEED = 7919;

  private final ReentrantLock turn = new ReentrantLock(true);
  private final Engine engine;
  private final Tokenizer tokenizer;
  private final PromptEncoder encoder;
  private final Guides guides;
  private final Description description;
  private final Duration loadTime;
  private boolean closed;

  private LocalLanguageModel(Engine engine, ModelSettings settings, long start) {
    this.engine = engine;
    this.tokenizer = Tokenizer.of(engine.file());
    this.encoder = new PromptEncoder(engine.file(), tokenizer);
    this.guides = new Guides(tokenizer);
    if (tokenizer.vocabularySize() != engine.shape().vocabulary()) {
      throw ModelFileException.damaged(
          engine.file().path(),
          "tensor 'token_embd.weight' must have one row for each of %d tokens, has %d"
              .formatted(tokenizer.vocabularySize(), engine.shape().vocabulary()));
    }
    int context = Math.min(settings.contextLength(), engine.shape().contextLength());
    String fileName = String.valueOf(engine.file().path().getFileName());
    this.description = new Description(fileName.replaceFirst("\\.gguf$", ""), context);
    this.loadTime = Duration.ofNanos(System.nanoTime() - start);
    log.info(
        "{}: loaded in {} ms, {} threads, {}",
        description.name(),
        loadTime.toMillis(),
        settings.threads(),
        Kernels.active().description());
  }

  /// Load a model: map the file, repack its weights for this machine and compile the kernels.
  ///
  /// @throws ModelFileException if the file cannot be read, is damaged or holds a model that the
  ///     decoder does not know
  public static LocalLanguageModel open(Path gguf, ModelSettings settings) {
    long start = System.nanoTime();
    Engine engine = Engine.open(gguf, settings.threads());
    try {
      return new LocalLanguageModel(engine, settings, start);
    } catch (RuntimeException | Error e) {
      engine.close();
      throw e;
    }
  }

  /// Check a constraint without a model: `generate` of any local model would refuse it for the same
  /// reasons, up to the number of tokens.
  ///
  /// @return the JSON pointers of what is not enforced, none of a strict constraint
  /// @throws ConstraintException if it is no schema, a strict one that cannot be enforced as a
  ///     whole, or one that nothing fulfils
  public static List<String> check(Constraint constraint) {
    return Guides.unenforced(constraint);
  }

  @Override
  public Description description() {
    return description;
  }

  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, GenerationListener listener) {
    int[] tokens = encoder.encode(prompt);
    requireRoom(tokens.length, tokens.length + 1);
    int maxTokens = Math.min(options.maxTokens(), description.contextLength() - tokens.length);
    return inTurn(
        () -> {
          Guide guide = guides.of(options.constraint(), maxTokens);
          return new Generation(engine, tokenizer, options, maxTokens, guide, listener)
              .run(tokens, common(prompt, tokens));
        });
  }

  @Override
  public Score score(Prompt prompt, String continuation, GenerationListener listener) {
    int[] before = encoder.encode(prompt);
    int[] after = tokenizer.encode(continuation);
    if (after.length == 0) {
      throw new IllegalArgumentException("continuation must have at least one token, got none");
    }
    int[] tokens = IntStream.concat(IntStream.of(before), IntStream.of(after)).toArray();
    requireRoom(tokens.length, tokens.length);
    return inTurn(
        () -> {
          Session session = engine.claim(tokens, before.length, common(prompt, before));
          int cached = session.length();
          List<Double> scores = engine.score(session, tokens, before.length, listener);
          return new Score(scores, new Usage(tokens.length, cached, 0));
        });
  }

  /// Users who are not told apart share all that was read.
  private int common(Prompt prompt, int[] tokens) {
    return Requester.user().isEmpty() ? 0 : encoder.common(prompt, tokens);
  }

  @Override
  public int countTokens(Prompt prompt) {
    return encoder.encode(prompt).length;
  }

  /// The model's tokenizer.
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /// The mapped file, open as long as this model is.
  public ModelFile file() {
    return engine.file();
  }

  /// How long loading took, compilation of the kernels included.
  public Duration loadTime() {
    return loadTime;
  }

  /// The width of the vector kernels in bits, 0 for plain Java.
  public int vectorBits() {
    return Kernels.active().vectorBits();
  }

  /// Time the reading of `promptTokens` arbitrary tokens, and then, from an empty context again,
  /// the writing of `decodedTokens`. What other calls left in the cache stays.
  ///
  /// @throws IllegalArgumentException if a number is not in 1 to the context's length
  public SpeedSample measure(int promptTokens, int decodedTokens) {
    requireMeasurable(promptTokens, "promptTokens");
    requireMeasurable(decodedTokens, "decodedTokens");
    int vocabulary = tokenizer.vocabularySize();
    int[] tokens =
        IntStream.range(0, Math.max(promptTokens, decodedTokens))
            .map(i -> (int) ((long) i * SPEED_SEED % vocabulary))
            .toArray();
    return inTurn(
        () ->
            new SpeedSample(
                promptTokens,
                prefillTime(tokens, promptTokens),
                decodedTokens,
                decodeTime(tokens, decodedTokens)));
  }

  private Duration prefillTime(int[] tokens, int count) {
    try (Session session = engine.fresh()) {
      long start = System.nanoTime();
      engine.read(session, tokens, count, done -> {});
      engine.next();
      return Duration.ofNanos(System.nanoTime() - start);
    }
  }

  private Duration decodeTime(int[] tokens, int count) {
    try (Session session = engine.fresh()) {
      long start = System.nanoTime();
      for (int i = 0; i < count; i++) {
        engine.read(session, tokens[i]);
        engine.next();
      }
      return Duration.ofNanos(System.nanoTime() - start);
    }
  }

  private void requireMeasurable(int tokens, String name) {
    if (tokens < 1 || tokens > description.contextLength()) {
      throw new IllegalArgumentException(
          "%s must be in 1..%d, got %d".formatted(name, description.contextLength(), tokens));
    }
  }

  private void requireRoom(int tokens, int needed) {
    if (needed > description.contextLength()) {
      int possible = engine.shape().contextLength();
      throw new PromptTooLongException(
          tokens,
          description.contextLength(),
          needed <= possible
              ? "Shorten the prompt, or open the model with a context of %,d tokens or more (it can read %,d)."
                  .formatted(needed, possible)
              : "Shorten the prompt: the model cannot read more than %,d tokens."
                  .formatted(possible));
    }
  }

  private <T> T inTurn(Supplier<T> work) {
    try {
      turn.lockInterruptibly();
    } catch (InterruptedException e) {
      CancellationException cancelled = new CancellationException("interrupted while waiting");
      cancelled.initCause(e);
      throw cancelled;
    }
    try {
      if (closed) {
        throw new IllegalStateException("the model is closed: " + description.name());
      }
      return work.get();
    } finally {
      turn.unlock();
    }
  }

  /// Wait for the running call, then free the memory and stop the threads. Closing again does
  /// nothing.
  @Override
  public void close() {
    turn.lock();
    try {
      if (!closed) {
        closed = true;
        engine.close();
      }
    } finally {
      turn.unlock();
    }
  }
}
