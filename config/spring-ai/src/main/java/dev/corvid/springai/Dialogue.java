package dev.corvid.springai;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.util.StringUtils;
import tools.jackson.databind.node.ObjectNode;

/// A conversation as whoever chooses among tools reads it.
///
/// @param request what the user asks, with what was said before
/// @param background what the system says, possibly empty
/// @param made the calls since the user spoke last
/// @param results what came of them, a line for each
/// @param rounds how often calls were made since then
record Dialogue(
    String request, String background, List<Call> made, List<String> results, int rounds) {
  private static final int LONGEST_RESULT = 2000;

  /// A call and its arguments; those are empty if they are no JSON object.
  record Call(String tool, Optional<ObjectNode> arguments) {
    static Call of(String tool, String arguments) {
      return new Call(tool, Json.object(StringUtils.hasText(arguments) ? arguments : "{}"));
    }
  }

  Dialogue {
    made = List.copyOf(made);
    results = List.copyOf(results);
  }

  static Dialogue of(List<Message> messages) {
    int user = lastUser(messages);
    List<Message> after = messages.subList(user + 1, messages.size());
    List<Call> made = new ArrayList<>();
    Map<String, String> arguments = new HashMap<>();
    List<String> results = new ArrayList<>();
    int rounds = 0;
    for (Message message : after) {
      if (message instanceof AssistantMessage assistant) {
        for (AssistantMessage.ToolCall call : assistant.getToolCalls()) {
          made.add(Call.of(call.name(), call.arguments()));
          arguments.put(call.id(), call.arguments());
        }
      } else if (message instanceof ToolResponseMessage response) {
        rounds++;
        response.getResponses().forEach(result -> results.add(line(result, arguments)));
      }
    }
    return new Dialogue(request(messages, user), background(messages), made, results, rounds);
  }

  /// The index of what the user said last, or -1.
  private static int lastUser(List<Message> messages) {
    int at = messages.size() - 1;
    while (at >= 0 && !(messages.get(at) instanceof UserMessage)) {
      at--;
    }
    return at;
  }

  private static String line(
      ToolResponseMessage.ToolResponse result, Map<String, String> arguments) {
    String data = result.responseData();
    return "%s(%s): %s"
        .formatted(
            result.name(),
            arguments.getOrDefault(result.id(), ""),
            data.substring(0, Math.min(data.length(), LONGEST_RESULT)));
  }

  private static String request(List<Message> messages, int user) {
    StringJoiner earlier = new StringJoiner("\n");
    for (Message message : messages.subList(0, Math.max(0, user))) {
      if (message instanceof UserMessage || message instanceof AssistantMessage) {
        String text = Chats.text(message).strip();
        if (!text.isEmpty()) {
          earlier.add((message instanceof UserMessage ? "User: " : "Assistant: ") + text);
        }
      }
    }
    String last = user < 0 ? "" : Chats.text(messages.get(user)).strip();
    return earlier.length() == 0 || last.isEmpty() ? last : earlier + "\nUser: " + last;
  }

  private static String background(List<Message> messages) {
    StringJoiner background = new StringJoiner("\n");
    messages.stream()
        .filter(SystemMessage.class::isInstance)
        .map(Chats::text)
        .filter(StringUtils::hasText)
        .forEach(background::add);
    return background.toString();
  }

  /// What came of the calls.
  String known() {
    return String.join("\n", results);
  }

  /// What the user asks and what is known by now.
  String question() {
    return results.isEmpty()
        ? request
        : "%s\n\nCalled already:\n%s\n\nWhat of it is still to be done?"
            .formatted(request, known());
  }

  /// The same with what the system says, in which arguments may stand.
  String questionWithBackground() {
    return background.isEmpty() ? question() : background + "\n\n" + question();
  }
}
