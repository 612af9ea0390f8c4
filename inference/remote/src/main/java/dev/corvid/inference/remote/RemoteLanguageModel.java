package dev.corvid.inference.remote;

import dev.corvid.agent.Completion;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.Score;
import dev.corvid.agent.spi.LanguageModel;
import java.util.List;

/// A model behind an OpenAI-compatible server. Thread-safe: calls go on side by side.
///
/// It keeps less of [LanguageModel]'s contract than a model in this process can:
///
/// - A completion has no token ids. Usage is the server's; where it tells none, the prompt is
///   counted by [#countTokens] and each piece of the stream is a token.
/// - A schema is enforced by the server, or not at all: a server that refuses schemas is asked for
///   any JSON, then for text, of which the JSON is cut out, and a warning says so. Text that is no
///   JSON is returned as it is. Under a constraint the listener hears the text at the end.
/// - Whether a text ended by itself or at a stop string only few servers tell: else it is `END`.
/// - [#score] gives the first token's log-probability only, see there.
/// - [#countTokens] is an estimate unless the server counts.
/// - The same seed repeats the same text as far as the server's does.
///
/// An interrupt ends a call at once, and the flag stays set. What a listener throws ends it, too;
/// both hang up.
public final class RemoteLanguageModel implements LanguageModel {
  private final Server server;
  private final Description description;
  private final TokenCounter counter;
  private final Beginnings beginnings;

  private RemoteLanguageModel(Server server) {
    RemoteSettings settings = server.settings();
    this.server = server;
    this.description = new Description(Texts.quoted(settings.model()), settings.contextLength());
    this.counter = new TokenCounter(server);
    this.beginnings = new Beginnings(server);
  }

  /// Open a model. The server is asked which models it has if none is named; else it hears of this
  /// with the first call.
  ///
  /// @throws RemoteException if the server cannot be asked, or does not offer exactly one model
  public static RemoteLanguageModel open(RemoteSettings settings) {
    Wire wire = new Wire(settings);
    try {
      Server server = Server.of(settings, wire);
      return new RemoteLanguageModel(
          settings.model().isEmpty()
              ? Server.of(settings.withModel(Models.only(server)), wire)
              : server);
    } catch (RuntimeException | Error e) {
      wire.close();
      throw e;
    }
  }

  @Override
  public Description description() {
    return description;
  }

  /// @throws RemoteException if the server does not answer, or refuses
  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, GenerationListener listener) {
    int tokens = requireRoom(prompt);
    GenerationOptions fitting = within(description.contextLength() - tokens, options);
    Asking asking = new Asking(server, prompt, fitting, listener, tokens);
    listener.prefilled(0, tokens);
    return asking.run();
  }

  private static GenerationOptions within(int room, GenerationOptions options) {
    return new GenerationOptions(
        Math.min(options.maxTokens(), room),
        options.temperature(),
        options.topK(),
        options.topP(),
        options.minP(),
        options.seed(),
        options.stop(),
        options.constraint());
  }

  /// Say how likely the reply begins with the continuation: one number, for its first token. The
  /// server lists its twenty likeliest first tokens (five where bare text is continued), and the
  /// longest of them counts that the continuation begins with, letter for letter, or but for a
  /// blank before it. One that is not listed counts as a little less likely than the last that is:
  /// it may be much less likely.
  ///
  /// A server that lists none is asked for one reply; the continuation has the log-probability
  /// `log(0.99)` if the reply begins with it and `log(0.01)` if not. A warning says so once.
  ///
  /// What the server has to write for it is not in the usage.
  ///
  /// @throws RemoteException if the server does not answer, or refuses
  @Override
  public Score score(Prompt prompt, String continuation, GenerationListener listener) {
    if (continuation.isEmpty()) {
      throw new IllegalArgumentException("continuation must have at least one token, got none");
    }
    int tokens = requireRoom(prompt);
    listener.prefilled(0, tokens);
    Beginnings.Kept kept = beginnings.of(prompt, tokens, listener);
    listener.prefilled(tokens, tokens);
    return new Score(List.of(kept.beginning().logProbability(continuation)), kept.usage());
  }

  /// Count the tokens of the prompt, by the server's tokenizer if it has one to ask (llama.cpp,
  /// vLLM), and else by an estimate of one token for 3.5 bytes, at least one for a word. What a
  /// chat's template adds is estimated in both cases.
  @Override
  public int countTokens(Prompt prompt) {
    return counter.count(prompt);
  }

  private int requireRoom(Prompt prompt) {
    int tokens = counter.count(prompt);
    if (tokens >= description.contextLength()) {
      throw new RemoteException.PromptTooLong(
          "The prompt has %,d tokens, the context holds %,d and one must stay free."
              .formatted(tokens, description.contextLength()));
    }
    return tokens;
  }

  /// Hang up and close the connections. Closing again does nothing.
  @Override
  public void close() {
    server.wire().close();
  }
}
