package dev.corvid.springai;

import dev.corvid.agent.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.MediaContent;
import org.springframework.util.StringUtils;

/// Messages of Spring AI as messages of Corvid and back.
///
/// Many chat templates want at most one system message, in front, and then user and assistant in
/// turn, and know no tools: so system messages are joined, neighbours of one role too, and calls
/// and their results become text.
final class Chats {
  private static final String GAP = "\n\n";

  // Without it a small model goes on calling.
  private static final String ANSWER = "All of this is done now. Answer from these results.";

  private Chats() {}

  /// @throws SpringAiException.Unsupported if a message has anything but text, or none has any
  static List<Message> toCorvid(List<org.springframework.ai.chat.messages.Message> messages) {
    String system =
        messages.stream()
            .filter(SystemMessage.class::isInstance)
            .map(Chats::text)
            .filter(StringUtils::hasText)
            .collect(Collectors.joining(GAP));
    List<Message> chat = new ArrayList<>();
    if (!system.isEmpty()) {
      chat.add(Message.system(system));
    }
    for (var message : messages) {
      if (!(message instanceof SystemMessage)) {
        add(chat, turn(message));
      }
    }
    if (!messages.isEmpty() && messages.getLast() instanceof ToolResponseMessage) {
      add(chat, Message.user(ANSWER));
    }
    if (chat.isEmpty()) {
      throw new SpringAiException.Unsupported(
          "The prompt must have a message with text, it has none.", "Add a user message.");
    }
    return chat;
  }

  private static void add(List<Message> chat, Message next) {
    if (!chat.isEmpty() && chat.getLast().role() == next.role()) {
      Message last = chat.removeLast();
      chat.add(new Message(last.role(), last.text() + GAP + next.text()));
    } else {
      chat.add(next);
    }
  }

  private static Message turn(org.springframework.ai.chat.messages.Message message) {
    return switch (message) {
      case AssistantMessage assistant -> Message.assistant(said(assistant));
      case ToolResponseMessage results -> Message.user(results(results));
      default -> Message.user(text(message));
    };
  }

  /// The text of a message.
  ///
  /// @throws SpringAiException.Unsupported if it has anything else
  static String text(org.springframework.ai.chat.messages.Message message) {
    if (message instanceof MediaContent content && !content.getMedia().isEmpty()) {
      throw new SpringAiException.Unsupported(
          "A message must have text only, the %s message has %d media."
              .formatted(message.getMessageType().getValue(), content.getMedia().size()),
          "Leave images and sounds out, or put their text into the message.");
    }
    String text = message.getText();
    return text == null ? "" : text;
  }

  private static String said(AssistantMessage message) {
    List<String> parts = new ArrayList<>();
    if (StringUtils.hasText(text(message))) {
      parts.add(text(message));
    }
    for (AssistantMessage.ToolCall call : message.getToolCalls()) {
      parts.add("%s(%s)".formatted(call.name(), call.arguments()));
    }
    return String.join("\n", parts);
  }

  private static String results(ToolResponseMessage message) {
    return message.getResponses().stream()
        .map(response -> "Result of %s:\n%s".formatted(response.name(), response.responseData()))
        .collect(Collectors.joining("\n"));
  }

  static List<org.springframework.ai.chat.messages.Message> toSpring(List<Message> messages) {
    return messages.stream().map(Chats::toSpring).toList();
  }

  private static org.springframework.ai.chat.messages.Message toSpring(Message message) {
    return switch (message.role()) {
      case SYSTEM -> new SystemMessage(message.text());
      case USER -> new UserMessage(message.text());
      case ASSISTANT -> new AssistantMessage(message.text());
    };
  }
}
