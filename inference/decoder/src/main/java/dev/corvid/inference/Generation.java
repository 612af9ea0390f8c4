package dev.corvid.inference;

import dev.corvid.agent.Completion;
import dev.corvid.agent.Completion.StopReason;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Usage;
import dev.corvid.agent.spi.LanguageModel.GenerationListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One completion on its way: reads the prompt, then lets the sampler choose and the guide decide,
/// and reads what that writes.
final class Generation {
  private final Engine engine;
  private final Tokenizer tokenizer;
  private final GenerationListener listener;
  private final int maxTokens;
  private final Guide guide;
  private final Sampler sampler;
  private final TextAssembler assembler;
  private final StringBuilder text = new StringBuilder();
  private final List<Integer> written = new ArrayList<>();

  /// @param maxTokens of the completion; the options' own number does not count
  /// @param guide for the options' constraint
  Generation(
      Engine engine,
      Tokenizer tokenizer,
      GenerationOptions options,
      int maxTokens,
      Guide guide,
      GenerationListener listener) {
    this.engine = engine;
    this.tokenizer = tokenizer;
    this.listener = listener;
    this.maxTokens = maxTokens;
    this.guide = guide;
    this.sampler = Sampler.of(options);
    this.assembler = new TextAssembler(options.stop());
  }

  /// @param common how many of the prompt's tokens anybody's prompt may begin with
  Completion run(int[] prompt, int common) {
    long start = System.nanoTime();
    Session session = engine.claim(prompt, prompt.length, common);
    int cached = session.length();
    engine.read(session, prompt, prompt.length, done -> listener.prefilled(done, prompt.length));
    long read = System.nanoTime();
    StopReason reason = write(session);
    emit(assembler.finish());
    return new Completion(
        text.toString(),
        written,
        reason,
        new Usage(prompt.length, cached, written.size()),
        Duration.ofNanos(read - start),
        Duration.ofNanos(System.nanoTime() - read));
  }

  private StopReason write(Session session) {
    Guide.Step step = guide.begin(maxTokens);
    while (true) {
      for (int token : step.tokens()) {
        written.add(token);
        emit(assembler.append(tokenizer.bytes(token)));
      }
      if (assembler.stopped()) {
        return StopReason.STOP;
      }
      if (step.end().isPresent()) {
        return step.end().get();
      }
      if (written.size() >= maxTokens) {
        return StopReason.LENGTH;
      }
      Engine.checkInterrupt();
      engine.read(session, step.tokens());
      step = guide.take(choose(engine.next()), maxTokens - written.size());
    }
  }

  private int choose(float[] logits) {
    guide.restrict(logits);
    try {
      return sampler.sample(logits);
    } catch (IllegalArgumentException e) {
      throw engine.notFinite();
    }
  }

  private void emit(String piece) {
    if (!piece.isEmpty()) {
      text.append(piece);
      listener.text(piece);
    }
  }
}
