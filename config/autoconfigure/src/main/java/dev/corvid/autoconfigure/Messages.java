package dev.corvid.autoconfigure;

import dev.corvid.agent.Completion;
import dev.corvid.agent.Message;
import dev.corvid.agent.Passage;
import dev.corvid.agent.Prompt;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// What was said, as the JSON of OpenTelemetry's conventions.
final class Messages {
  private Messages() {}

  static String input(Prompt prompt) {
    return switch (prompt) {
      case Prompt.Chat chat -> json(chat.messages().stream().map(Messages::message).toList());
      case Prompt.Text(String text) -> json(List.of(message(Message.user(text))));
    };
  }

  static String output(Completion completion) {
    return output(completion.text(), finishReason(completion.stopReason()));
  }

  static String output(String text, String finishReason) {
    return json(
        List.of(Map.of("role", "assistant", "parts", parts(text), "finish_reason", finishReason)));
  }

  static String finishReason(Completion.StopReason reason) {
    return switch (reason) {
      case END, STOP, CONSTRAINT -> "stop";
      case LENGTH -> "length";
    };
  }

  static String documents(List<Passage> passages) {
    return json(
        passages.stream()
            .map(passage -> Map.of("id", passage.document(), "score", passage.score()))
            .toList());
  }

  private static Map<String, Object> message(Message message) {
    return Map.of(
        "role", message.role().name().toLowerCase(Locale.ROOT), "parts", parts(message.text()));
  }

  private static List<Map<String, String>> parts(String text) {
    return List.of(Map.of("type", "text", "content", text));
  }

  private static String json(Object value) {
    return JsonMapper.shared().writeValueAsString(value);
  }
}
