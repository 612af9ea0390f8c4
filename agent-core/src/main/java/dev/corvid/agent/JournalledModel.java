package dev.corvid.agent;

import dev.corvid.agent.spi.LanguageModel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A model whose words are written down, and told again when the run goes on after a crash.
final class JournalledModel extends ForwardingLanguageModel {
  private final Replay replay;

  JournalledModel(LanguageModel model, Replay replay) {
    super(model);
    this.replay = replay;
  }

  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, GenerationListener listener) {
    String digest = digest(prompt, options.toString());
    // Told before it is taken: until then the run's time does not matter.
    replay
        .peek(JournalEntry.Wrote.class)
        .map(told -> told.completion().text())
        .filter(text -> !text.isEmpty())
        .ifPresent(listener::text);
    JournalEntry.Wrote wrote =
        replay.once(
            JournalEntry.Wrote.class,
            () -> new JournalEntry.Wrote(digest, super.generate(prompt, options, listener)));
    check(digest, wrote.prompt());
    return wrote.completion();
  }

  @Override
  public Score score(Prompt prompt, String continuation, GenerationListener listener) {
    String digest = digest(prompt, continuation);
    JournalEntry.Scored scored =
        replay.once(
            JournalEntry.Scored.class,
            () -> new JournalEntry.Scored(digest, super.score(prompt, continuation, listener)));
    check(digest, scored.prompt());
    return scored.score();
  }

  private static void check(String now, String then) {
    if (!now.equals(then)) {
      throw JournalException.diverged("its prompt is another one");
    }
  }

  private static String digest(Prompt prompt, String rest) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(prompt.toString().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(rest.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  @Override
  public void close() {
    // Whoever opened the model closes it.
  }
}
