package dev.corvid.springai;

import dev.corvid.agent.Completion;
import dev.corvid.agent.Constraint;
import dev.corvid.agent.GenerationOptions;
import dev.corvid.agent.Message;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.Score;
import dev.corvid.agent.Usage;
import dev.corvid.agent.spi.LanguageModel;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.util.StringUtils;

/// A chat model of Spring AI as a [LanguageModel] of Corvid. Thread-safe if the chat model is,
/// which it does not own.
///
/// A chat model shows less of itself than a model in this process, so some things are less:
/// - Bare text is sent as a message of the user; nothing is continued as it stands.
/// - `score` has no probabilities to go by: the model replies once, and what it replied counts as
///   likely (0.99), anything else as unlikely (0.01). The first time a warning is logged.
/// - A schema goes into the options where the chat model has structured output, and then it is the
///   provider that enforces it. Otherwise it goes into the system message, JSON is cut out of
///   what comes back, and the text may be no such JSON after all; a strict schema is refused.
/// - Seeds are handed over only to Corvid's own models, `minP` to none. The ids of tokens are not
///   known: each is -1.
/// - Tokens are counted as OpenAI's `cl100k_base` splits a text if JTokkit is on the class path,
///   else estimated, unless [#counting(ToIntFunction)] says better.
///
/// Stop strings are looked for here, so that they work with every provider.
public final class SpringAiLanguageModel implements LanguageModel {
  private static final Logger LOG = LoggerFactory.getLogger(SpringAiLanguageModel.class);
  private static final double LIKELY = Math.log(0.99);
  private static final double UNLIKELY = Math.log(0.01);

  /// The tokens of a reply that is compared with what was to be scored.
  private static final int REPLY_TOKENS = 16;

  private final ChatModel chatModel;
  private final Description description;
  private final ToIntFunction<Prompt> counter;
  private final AtomicBoolean isWarned = new AtomicBoolean();
  private final AtomicReference<Replied> last = new AtomicReference<>(Replied.NONE);

  /// What the model replied to a prompt in at most so many tokens.
  private record Replied(List<Message> messages, int maxTokens, String text) {
    static final Replied NONE = new Replied(List.of(), 0, "");
  }

  private SpringAiLanguageModel(
      ChatModel chatModel, Description description, ToIntFunction<Prompt> counter) {
    this.chatModel = Objects.requireNonNull(chatModel, "chatModel");
    this.description = Objects.requireNonNull(description, "description");
    this.counter = Objects.requireNonNull(counter, "counter");
  }

  /// A model named as in the chat model's options, or by its class.
  ///
  /// @param contextLength the most tokens that prompt and answer may have together, `>= 1`
  public static SpringAiLanguageModel of(ChatModel chatModel, int contextLength) {
    if (contextLength < 1) {
      throw new IllegalArgumentException("contextLength must be >= 1, got " + contextLength);
    }
    String name = chatModel.getOptions().getModel();
    if (!StringUtils.hasText(name)) {
      name = chatModel.getClass().getSimpleName();
    }
    return new SpringAiLanguageModel(
        chatModel,
        new Description(String.valueOf(name), contextLength),
        prompt -> TokenEstimate.of(prompt));
  }

  /// The same model under another name.
  public SpringAiLanguageModel named(String name) {
    return new SpringAiLanguageModel(
        chatModel, new Description(name, description.contextLength()), counter);
  }

  /// The same model with somebody who knows its tokenizer. Asked for chats only.
  public SpringAiLanguageModel counting(ToIntFunction<Prompt> value) {
    return new SpringAiLanguageModel(chatModel, description, value);
  }

  @Override
  public Description description() {
    return description;
  }

  /// @throws SpringAiException.Model if the chat model fails
  @Override
  public Completion generate(
      Prompt prompt, GenerationOptions options, GenerationListener listener) {
    Prompt.Chat chat = chat(prompt);
    int tokens = room(chat);
    Prompt.Chat asked =
        switch (options.constraint()) {
          case Constraint.None none -> chat;
          case Constraint.JsonSchema schema -> constrained(chat, schema);
        };
    listener.prefilled(tokens, tokens);
    return new ChatRequest(chatModel, description.name(), asked, options).send(tokens, listener);
  }

  private Prompt.Chat constrained(Prompt.Chat chat, Constraint.JsonSchema schema) {
    boolean enforced = ChatRequest.hasStructuredOutput(chatModel);
    Schemas.require(schema, enforced, description.name());
    return enforced ? chat : Schemas.asked(chat, schema);
  }

  private static Prompt.Chat chat(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Chat chat -> chat;
      case Prompt.Text(String text) -> new Prompt.Chat(List.of(Message.user(text)));
    };
  }

  /// The tokens of a chat that leaves room for an answer.
  private int room(Prompt.Chat chat) {
    int tokens = counter.applyAsInt(chat);
    if (tokens >= description.contextLength()) {
      throw new SpringAiException.Unsupported(
          "The prompt has about %,d tokens, the context of %s holds %,d and one must stay free."
              .formatted(tokens, description.name(), description.contextLength()),
          "Shorten the prompt, or use a model with a larger context.");
    }
    return tokens;
  }

  @Override
  public Score score(Prompt prompt, String continuation, GenerationListener listener) {
    if (continuation.isEmpty()) {
      throw new IllegalArgumentException("continuation must have at least one token, got none");
    }
    if (isWarned.compareAndSet(false, true)) {
      LOG.warn(
          "{} shows no probabilities: decisions go by what it replies, and all of them are equally sure",
          description.name());
    }
    Prompt.Chat chat = chat(prompt);
    int needed = Math.max(REPLY_TOKENS, TokenEstimate.of(continuation) + 1);
    Replied replied = last.get();
    Usage usage = Usage.NONE;
    // Whoever asks for yes or no scores several words after one prompt.
    if (!replied.messages().equals(chat.messages()) || replied.maxTokens() < needed) {
      Completion reply = generate(chat, GenerationOptions.greedy(needed), listener);
      usage = reply.usage();
      replied = new Replied(chat.messages(), needed, reply.text());
      last.set(replied);
    }
    return new Score(List.of(agrees(replied.text(), continuation) ? LIKELY : UNLIKELY), usage);
  }

  /// Whether a reply begins with a continuation, as whole words.
  private static boolean agrees(String reply, String continuation) {
    String said = reply.strip();
    String wanted = continuation.strip();
    if (!said.startsWith(wanted)) {
      return false;
    }
    return said.length() == wanted.length()
        || wanted.isEmpty()
        || !Character.isLetterOrDigit(wanted.charAt(wanted.length() - 1))
        || !Character.isLetterOrDigit(said.charAt(wanted.length()));
  }

  @Override
  public int countTokens(Prompt prompt) {
    return counter.applyAsInt(chat(prompt));
  }

  /// Does nothing: the chat model is the caller's to close.
  @Override
  public void close() {
    // Nothing is held.
  }
}
