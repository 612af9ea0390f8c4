package dev.corvid.springai;

import dev.corvid.agent.Constraint;
import dev.corvid.agent.Message;
import dev.corvid.agent.Prompt;
import dev.corvid.agent.SchemaKeywords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// JSON Schemas for models that somebody else runs.
final class Schemas {
  private static final String ASK =
      "Reply with one JSON text and nothing else: no words around it, no code fence. "
          + "It must be valid under this JSON Schema:\n";

  private Schemas() {}

  /// @param enforced whether the model's provider enforces schemas
  /// @throws SpringAiException.Unsupported if it is no schema, or a strict one that is not enforced
  static void require(Constraint.JsonSchema schema, boolean enforced, String model) {
    Map<?, ?> map =
        Json.map(schema.schema())
            .orElseThrow(
                () ->
                    new SpringAiException.Unsupported(
                        "A schema must be a JSON object, got '%s'."
                            .formatted(beginning(schema.schema())),
                        "Correct the schema."));
    if (!schema.strict()) {
      return;
    }
    List<String> unenforced = SchemaKeywords.unenforced(map);
    if (!unenforced.isEmpty()) {
      throw new SpringAiException.Unsupported(
          "A strict schema must have only keywords that are enforced, not %s."
              .formatted(String.join(", ", unenforced)),
          "Leave the keyword out, or make the schema lenient and check the text.");
    }
    if (!enforced) {
      throw new SpringAiException.Unsupported(
          "The chat model %s has no structured output, which a strict schema needs."
              .formatted(model),
          "Make the schema lenient and check the text, or use another model.");
    }
  }

  private static String beginning(String text) {
    return text.length() > 100 ? text.substring(0, 100) + "…" : text;
  }

  /// The chat with the schema in its system message.
  static Prompt.Chat asked(Prompt.Chat chat, Constraint.JsonSchema schema) {
    List<Message> messages = new ArrayList<>(chat.messages());
    String ask = ASK + schema.schema();
    if (messages.getFirst().role() == Message.Role.SYSTEM) {
      messages.set(0, Message.system(messages.getFirst().text() + "\n\n" + ask));
    } else {
      messages.addFirst(Message.system(ask));
    }
    return new Prompt.Chat(messages);
  }
}
