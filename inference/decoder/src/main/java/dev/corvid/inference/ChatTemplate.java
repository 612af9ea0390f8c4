package dev.corvid.inference;

import dev.corvid.agent.Message;
import dev.corvid.inference.internal.template.Template;
import dev.corvid.inference.internal.template.TemplateException;
import dev.corvid.inference.internal.template.Text;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes a chat as the model was trained to read it, with the Jinja template in the model file
/// under the settings of Hugging Face's `apply_chat_template`, up to where the assistant's next
/// message begins.
///
/// The texts of messages are data. Only what the template itself writes, and the model's own
/// `bos_token` and `eos_token`, can become special tokens: a document that contains `<|im_end|>`
/// ends no message. Thread-safe.
public final class ChatTemplate {
  private static final String KEY = "tokenizer.chat_template";
  private static final String REMEDY = "Prompt with bare text, or name another chat model.";

  private final String model;
  private final @Nullable String source;
  private final Tokenizer tokenizer;
  private @Nullable volatile Template parsed;

  private ChatTemplate(String model, @Nullable String source, Tokenizer tokenizer) {
    this.model = model;
    this.source = source;
    this.tokenizer = tokenizer;
  }

  /// The template of a model. It is parsed with the first chat, so that a model without one can
  /// still continue bare text. It does not need the file afterwards.
  public static ChatTemplate of(ModelFile file, Tokenizer tokenizer) {
    String source = file.metadata().has(KEY) ? file.metadata().string(KEY) : null;
    return new ChatTemplate(file.path().toString(), source, tokenizer);
  }

  /// The chat as text, for people and for tests: special tokens and data look alike in it.
  ///
  /// @throws ChatTemplateException if the model has no template, it is malformed or not supported,
  ///     or it refuses these messages
  public String render(List<Message> messages) {
    return text(messages).value();
  }

  /// The chat as tokens, with what the template puts in front and no further BOS token.
  ///
  /// @throws ChatTemplateException if the model has no template, it is malformed or not supported,
  ///     or it refuses these messages
  public int[] encode(List<Message> messages) {
    Text text = text(messages);
    return tokenizer.encode(text.value(), text::isLiteral);
  }

  private Text text(List<Message> messages) {
    try {
      return template().render(context(messages), LocalDateTime.now());
    } catch (TemplateException e) {
      String problem = e.raised() ? "refuses the messages" : "cannot be used";
      throw new ChatTemplateException(
          "%s: %s %s: %s".formatted(model, KEY, problem, e.getMessage()),
          e.raised() ? "Change the order or the roles of the messages." : REMEDY,
          e);
    }
  }

  private Template template() {
    Template template = parsed;
    if (template == null) {
      if (source == null) {
        throw new ChatTemplateException(
            "%s: %s is missing: the model was not made for chats".formatted(model, KEY),
            REMEDY,
            null);
      }
      template = Template.parse(source);
      parsed = template;
    }
    return template;
  }

  private Map<String, Object> context(List<Message> messages) {
    Map<String, Object> context = new HashMap<>();
    context.put("messages", messages.stream().map(ChatTemplate::value).toList());
    context.put("add_generation_prompt", true);
    context.put("tools", Template.NONE);
    context.put("documents", Template.NONE);
    tokenizer.bos().ifPresent(id -> context.put("bos_token", Text.literal(tokenizer.piece(id))));
    tokenizer.eos().ifPresent(id -> context.put("eos_token", Text.literal(tokenizer.piece(id))));
    return context;
  }

  private static Map<String, Object> value(Message message) {
    return Map.of(
        "role", Text.literal(message.role().name().toLowerCase(Locale.ROOT)),
        "content", Text.data(message.text()));
  }
}
